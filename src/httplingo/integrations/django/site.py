"""A Django site's choices, and the language of its requests."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.core.signals import setting_changed
from django.http import HttpResponse
from django.http.response import ResponseHeaders
from django.utils import translation
from django.utils.module_loading import import_string

from httplingo.integrations._core.locale import Selection
from httplingo.integrations._core.policy import Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from django.http import HttpRequest

    from httplingo.typing import LocaleLike

#: What `before` is called on a request, so that nothing of the site's is overwritten.
BEFORE = "_httplingo_language_before"


class Site:
    """What the setting ``HTTPLINGO`` says: keywords of `Policy`, and ``follow_django``.

    Callables may be named by their dotted path. They are called with Django's request.

    Args:
        follow_django: True: the language that is active in Django always counts, for a site
            that activates one by other means than ``LocaleMiddleware``.
        **choices: The keywords of `Policy`.

    >>> Site(api="/api/").policy.media_type("/api/", "text/html,*/*")
    'application/problem+json'
    """

    def __init__(self, *, follow_django: bool = False, **choices: Any) -> None:
        for name in ("selector", "replace", "details", "api"):
            value = choices.get(name)
            if isinstance(value, str) and "." in value and not value.startswith("/"):
                choices[name] = import_string(value)
        self.policy = Policy(**choices)
        self.choose = Selection(_accept_language, self.active_language, self.policy.selector)
        self._follow = follow_django

    def active_language(self, request: HttpRequest) -> LocaleLike | None:
        """Return the language that is active in Django, if something has chosen it.

        ``LocaleMiddleware`` has, once the request has a ``LANGUAGE_CODE``; and so has whoever
        activated another language than was active when the request came. Otherwise Django's
        is only the site's default, or what the thread's last request has left behind.
        """
        language: str | None = translation.get_language()
        if self._follow or hasattr(request, "LANGUAGE_CODE"):
            return language
        return None if language == getattr(request, BEFORE, language) else language

    def answer(
        self,
        request: HttpRequest,
        code: int,
        headers: Iterable[tuple[str, str]] = (),
        **more: Any,
    ) -> HttpResponse:
        """Return a localized response.

        Args:
            request: Django's request.
            code: The status code.
            headers: The headers that the response has anyway.
            **more: Keywords of `httplingo.documents.render`.
        """
        return self.fill(HttpResponse(status=code), request, code, headers, **more)

    def fill(
        self,
        response: HttpResponse,
        request: HttpRequest,
        code: int,
        headers: Iterable[tuple[str, str]] = (),
        **more: Any,
    ) -> HttpResponse:
        """Return a response with a localized document as its content, and its headers alone.

        The response itself is kept: it has cookies, and what is to be closed.
        """
        document, merged = self.policy.answer(
            request,
            code,
            headers,
            path=request.path,
            accept=request.META.get("HTTP_ACCEPT"),
            locale=self.choose(request),
            **more,
        )
        # Not every server leaves out the body that Django gives it for HEAD.
        body = b"" if request.method == "HEAD" else document.body
        # Made before either is set, so that a fault leaves Django's own answer as it was.
        fields = ResponseHeaders(merged)
        response.content = body
        response.headers = fields
        return response


def _accept_language(request: HttpRequest) -> str | None:
    header: str | None = request.META.get("HTTP_ACCEPT_LANGUAGE")
    return header


@lru_cache(maxsize=1)
def site() -> Site:
    """Return what the settings say.

    Raises:
        TypeError: The setting ``HTTPLINGO`` has an unknown name in it.
        ImportError: A dotted path in it leads nowhere.
    """
    return Site(**getattr(settings, "HTTPLINGO", {}))


def _forget(*, setting: str, **_: object) -> None:
    if setting == "HTTPLINGO":
        site.cache_clear()


setting_changed.connect(_forget)
