"""What REST framework says by itself, and whether the package says it better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from rest_framework import exceptions

from httplingo.errors import InvalidLocaleError
from httplingo.integrations._core.locale import effective_locale
from httplingo.integrations._core.site import Site
from httplingo.locales import requested
from httplingo.tags import best_match

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and the language that it is in.

    Attributes:
        text: What is said.
        language: As Django or the package calls it.
        details: The same as details of a document in the visitor's language; empty where that
            says so by itself.
    """

    text: str
    language: str
    details: dict[str, Any]


def words_for(
    error: exceptions.APIException, request: Any, chosen: Site, asked: HttpRequest
) -> Words | None:
    """Return what a visitor is told where REST framework speaks by itself.

    Its own translation counts where Django has activated a language that it has. Else the visitor
    gets the package's phrase; but English is never put in the place of its own words.

    Args:
        error: The exception.
        request: REST framework's request.
        chosen: The site.
        asked: Django's request.

    Returns:
        None where the exception says something more, which stays as it is.
    """
    theirs = _their_own(error, request)
    if theirs is None:
        return None
    text, language = theirs
    locale = effective_locale(chosen.locale(asked))
    # Where nothing can authenticate, REST framework makes a 403 of a 401, in the same words.
    status = type(error).status_code
    message = chosen.lingo.get_message(status, locale)
    described = {} if error.status_code == status else {"detail": message.description}
    if message.locale == _match(language, chosen):
        return Words(text, message.locale, described)
    activated = language != ENGLISH and _canonical(language) == locale
    if message.locale == ENGLISH or activated:
        return Words(text, language, {"detail": text, "detail_locale": language})
    return Words(message.phrase, message.locale, described)


def _their_own(error: exceptions.APIException, request: Any) -> tuple[str, str] | None:
    """Return a text that is REST framework's alone and its language; None if it is not."""
    kind = next(one for one in type(error).__mro__ if "default_detail" in vars(one))
    if not kind.__module__.startswith("rest_framework."):
        return None
    filled = {
        exceptions.MethodNotAllowed: (request.method,),
        exceptions.UnsupportedMediaType: (request.content_type,),
        exceptions.Throttled: (getattr(error, "wait", None),),
    }
    arguments = filled.get(kind, ())
    text = str(kind(*arguments).detail)
    if text != error.detail:
        return None
    with translation.override(None):
        is_english = str(kind(*arguments).detail) == text
    return text, ENGLISH if is_english else str(translation.get_language())


def _match(language: str, chosen: Site) -> str | None:
    """Return the locale in which the package speaks a language; None where it does not."""
    try:
        return best_match([language], chosen.lingo.available_locales())
    except InvalidLocaleError:  # a dialect of the site's own
        return None


def _canonical(language: str) -> Any:
    try:
        return requested(language)
    except InvalidLocaleError:
        return None
