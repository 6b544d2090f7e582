"""The keywords of `render`: details of a request, a site's own words, and its choices."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from os import PathLike
from typing import Any, TypedDict

from httplingo import tags
from httplingo.errors import InvalidLocaleError
from httplingo.locales import requested
from httplingo.typing import LocaleLike

from .context import Audience, Choices, PageContext
from .document import DocumentError
from .sanitize import (
    MAX_URL,
    clean,
    clean_text,
    label,
    plain_value,
    safe_reference,
    safe_url,
    shortened,
)
from .theme import QUIET, Theme

#: A site's own renderer of pages: what it returns is the whole page.
PageRenderer = Callable[[PageContext], str]

#: The longest detail of each name that is shown, in characters.
LONGEST = {
    "request_id": 128,
    "host": 255,
    "path": 512,
    "title": 512,
    "detail": 8192,
    "advice": 8192,
}

#: The same for the members of a field error that are shown.
LONGEST_OF_ERROR = {"detail": 1024, "name": 256, "pointer": 256, "type": 256}

#: How many field errors, and how many other languages, are shown.
MAX_ERRORS, MAX_LANGUAGES = 100, 200

_log = logging.getLogger("httplingo.documents")


class Details(TypedDict, total=False):
    """The keywords of `render`; each may be left out or None."""

    title: object
    detail: object
    advice: object
    detail_locale: LocaleLike | None
    errors: Sequence[Mapping[str, object]] | None
    request_id: object
    retry_after: int | float | str | datetime | timedelta | None
    home_url: str | None
    retry_url: str | None
    host: object
    path: object
    type: str | None
    instance: object
    extensions: Mapping[str, object] | None
    languages: Mapping[str, str] | None
    audience: Audience | None
    theme: str | PathLike[str] | Theme | None
    page: PageRenderer | None
    fragment: bool | None


def _line(name: str) -> Callable[[object], str]:
    return lambda value: shortened(value, LONGEST[name])


def _words(name: str) -> Callable[[object], str]:
    return lambda value: shortened(value, LONGEST[name], clean_text).strip()


def _link(value: object) -> str:
    if value == "":
        return ""
    url = safe_url(value)
    if url is None:
        raise ValueError("no address that a page may link to")
    return url


def _reference(value: object) -> str:
    text = value if isinstance(value, str) else str(value)
    reference = safe_reference(text)
    if reference is None and text:
        raise ValueError(f"a URI reference of more than {MAX_URL} characters")
    return reference or ""


def _extensions(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError("members are a mapping")
    members = {}
    for name, member in value.items():
        try:
            if isinstance(name, str) and name:
                members[plain_value(name)] = plain_value(member)
        except Exception as error:  # the others are still worth reading
            report("extensions", error)
    return members


def _languages(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise TypeError("languages are a mapping of locales to addresses")
    links: dict[str, str] = {}
    for locale, address in list(value.items())[:MAX_LANGUAGES]:
        try:
            links.setdefault(tags.canonical(locale), _link(address))
        except ValueError as error:  # a malformed locale is one, too
            report("languages", error)
    return {name: url for name, url in links.items() if url}


def _errors(value: object) -> list[dict[str, object]]:
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Sequence):
        raise TypeError("errors are a list of mappings")
    errors = []
    for each in value[:MAX_ERRORS]:
        try:
            errors.append(_error(each))
        except Exception as error:  # the others are still worth reading
            report("errors", error)
    return errors


def _error(value: object) -> dict[str, object]:
    members = _extensions(value)
    for name, limit in LONGEST_OF_ERROR.items():
        if members.get(name) is not None:
            cleaned = clean_text if name == "detail" else clean
            members[name] = shortened(members[name], limit, cleaned)
    return {name: member for name, member in members.items() if member is not None}


#: What reads each detail that documents show.
READERS: dict[str, Callable[[object], Any]] = {
    "request_id": _line("request_id"),
    "host": _line("host"),
    "path": _line("path"),
    "title": _words("title"),
    "detail": _words("detail"),
    "advice": _words("advice"),
    "home_url": _link,
    "retry_url": _link,
    "type": _reference,
    "instance": _reference,
    "languages": _languages,
    "errors": _errors,
    "extensions": _extensions,
}


def read_details(details: Mapping[str, object], shown: Collection[str]) -> dict[str, Any]:
    """Return the details that a format shows, each fit to be shown there.

    One that cannot be shown is left out, and that is logged: an error page never fails.

    >>> read_details({"path": "/a", "host": None, "instance": "/b"}, {"path", "host"})
    {'path': '/a'}
    """
    facts = {}
    for name, value in details.items():
        if value is None or name not in shown or name not in READERS:
            continue
        try:
            fact = READERS[name](value)
        except Exception as error:  # whatever an object's own __str__ raises
            report(name, error)
            continue
        if fact:
            facts[name] = fact
    return facts


def report(name: str, error: Exception) -> None:
    """Log that a detail is left out."""
    _log.warning("the detail %r is left out: %s", name, label(error))


_CHOICES = frozenset({"audience", "theme", "fragment", "detail_locale"})
_KEYWORDS = frozenset({*READERS, *_CHOICES, "retry_after", "page"})
_NO_CHOICES = Choices()


def read_choices(details: Mapping[str, Any]) -> Choices:
    """Return what a site chose, and refuse keywords that no document has."""
    if not details.keys() <= _KEYWORDS:
        unknown = next(name for name in details if name not in _KEYWORDS)
        raise TypeError(f"render() has no detail named {label(unknown)}")
    if _CHOICES.isdisjoint(details):
        return _NO_CHOICES
    audience: Audience = details.get("audience") or "visitor"
    if audience not in {"visitor", "developer"}:
        raise DocumentError(f"no document has the audience {label(audience)}")
    own = ""
    try:
        if details.get("detail_locale") is not None:
            wanted = requested(details["detail_locale"])
            own = wanted if isinstance(wanted, str) else wanted[0]
    except InvalidLocaleError as error:
        report("detail_locale", error)
    theme = _theme(details.get("theme"))
    return Choices(audience, theme, bool(details.get("fragment")), own)


def _theme(theme: str | PathLike[str] | Theme | None) -> Theme | None:
    """Return a look; None for what is none."""
    if theme is None or isinstance(theme, Theme):
        return theme or QUIET
    try:
        return Theme(theme)
    except TypeError:
        return None
