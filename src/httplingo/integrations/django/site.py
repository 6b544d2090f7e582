"""A Django site's choices, in the setting ``HTTPLINGO``."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.http import HttpRequest
from django.template import loader
from django.utils.module_loading import import_string

from httplingo.documents import MEDIA_TYPES
from httplingo.integrations._core.choices import Choices, check_details
from httplingo.integrations._core.site import Site

from .adapter import DjangoAdapter

#: Makes a page of Django's request and of what it is to show.
Page = Callable[[HttpRequest, Any], str]

#: The keys of ``HTTPLINGO`` beside those of `Choices`.
OWN_KEYS = ("page", "follow_django", "exception_text")

#: What a site's JSON is where a path alone says that a program asks: first REST framework's own.
_WITH_REST_FRAMEWORK = tuple(
    sorted(MEDIA_TYPES, key=lambda one: one not in {"text/html", "application/json"})
)


class DjangoSite(Site):
    """A site whose requests are Django's."""

    adapter: DjangoAdapter


@lru_cache(maxsize=1)
def site() -> DjangoSite:
    """Return what the setting ``HTTPLINGO`` says: the keywords of `Site`, and three of its own.

    - ``page``: The site's own page for a browser: the name of a template, which gets the texts as
      ``page`` (`httplingo.documents.PageContext`) beside what the context processors give it; or
      a callable, which gets Django's request and the same object, and returns the page.
    - ``follow_django``: True: the language that is active in Django always counts, for a site
      that activates one by other means than ``LocaleMiddleware``.
    - ``exception_text``: False: the text of ``Http404("…")`` and ``PermissionDenied("…")`` is
      not shown.

    A callable may be named by its dotted path. JSON is problem details, or, where REST framework
    is installed, ``{"detail": …}`` as all of its API has it.

    Raises:
        ImproperlyConfigured: The setting has an unknown key in it, or a value that cannot be.

    >>> site().lingo.get_message(404, "de").phrase
    'Nicht gefunden'
    """
    try:
        return _site(getattr(settings, "HTTPLINGO", {}))
    except Exception as error:  # a module that a path leads to may raise anything
        raise ImproperlyConfigured(f"HTTPLINGO: {error}") from error


def _site(given: object) -> DjangoSite:
    if not isinstance(given, Mapping):
        raise TypeError(f"a dictionary of choices is needed, not {given!r:.60}")
    _check_keys(given)
    choices = {name: _resolved(value) for name, value in given.items()}
    page, follow, exception_text = (choices.pop(name, None) for name in OWN_KEYS)
    details = choices.get("details")
    if isinstance(details, Mapping) and "page" in details:
        details = choices["details"] = {**details, "page": _resolved(details["page"])}
    if page is not None:
        choices["details"] = _with_page(_renderer(page), details)
    if apps.is_installed("rest_framework"):
        choices.update(shape=rest_framework_shape, framework_formats=_WITH_REST_FRAMEWORK)
    # Django's own, and what a site derives from it.
    by_middleware = any("LocaleMiddleware" in str(path) for path in settings.MIDDLEWARE)
    adapter = DjangoAdapter(
        follow_django=bool(follow),
        reads_cookie=bool(follow) or by_middleware,
        exception_text=exception_text is not False,
    )
    return DjangoSite(adapter, **choices)


def _check_keys(given: Mapping[str, object]) -> None:
    known = [*Choices.__annotations__, *OWN_KEYS]
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, 1)
            hint = f"perhaps {near[0]!r}" if near else f"there are {', '.join(sorted(known))}"
            raise TypeError(f"there is no choice {name!r:.60}; {hint}")


def _resolved(value: Any) -> Any:
    """Return what a dotted path leads to; all else, a template or an address among it, stays.

    >>> _resolved("os.path.join").__name__, _resolved("/api/v1.0/"), _resolved("errors.html")
    ('join', '/api/v1.0/', 'errors.html')
    """
    if not isinstance(value, str) or "." not in value or value.endswith((".html", ".jinja")):
        return value
    is_path = all(part.isidentifier() for part in value.split("."))
    return import_string(value) if is_path else value


def _renderer(page: Any) -> Page:
    if callable(page):
        render: Page = page
        return render
    if not isinstance(page, str):
        raise TypeError(f"page: the name of a template or a callable is needed, not {page!r:.60}")
    loader.get_template(page)  # one that is missing or broken is found when the site starts

    def rendered(request: HttpRequest, shown: Any) -> str:
        text: str = loader.render_to_string(page, {"page": shown}, request)
        return text

    return rendered


def _with_page(render: Page, details: Any) -> Callable[[HttpRequest], Mapping[str, Any]]:
    if not callable(details):
        check_details(details or {})

    def with_page(request: HttpRequest) -> Mapping[str, Any]:
        given = details(request) if callable(details) else details
        return {"page": lambda shown: render(request, shown), **(given or {})}

    return with_page


def rest_framework_shape(_: int, phrase: str, details: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON of REST framework: ``{"detail": …}``, and a problem's members.

    >>> rest_framework_shape(409, "Conflict", {"extensions": {"code": "seat-taken"}})
    {'detail': 'Conflict', 'code': 'seat-taken'}
    """
    text = details.get("detail") or details.get("title") or phrase
    return {"detail": str(text), **details.get("extensions", {})}


def _forget(*, setting: str, **_: object) -> None:
    if setting in {"HTTPLINGO", "INSTALLED_APPS", "MIDDLEWARE", "TEMPLATES"}:
        site.cache_clear()


setting_changed.connect(_forget)
