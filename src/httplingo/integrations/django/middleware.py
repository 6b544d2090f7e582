"""The middleware of Django."""

from __future__ import annotations

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.utils import translation

from httplingo.integrations._core import defaults
from httplingo.integrations._core.headers import status_line
from httplingo.integrations._core.log import report
from httplingo.locales import LazyLocale, activate, deactivate

from .site import BEFORE, site

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.http import HttpRequest, HttpResponseBase


class LocalizedErrorsMiddleware:
    """Lets the errors of a Django site speak the visitor's language.

    It belongs at the top of ``MIDDLEWARE``, so that it sees what the others answer; under WSGI
    and ASGI it does not change how the others run. Django's own error pages and empty answers
    are replaced; the site's templates (``404.html``), its own bodies, and the pages of
    ``DEBUG`` stay.

    While a request is handled, the active locale is the one that is active in Django, also within
    ``translation.override``; or the selector's; or what ``Accept-Language`` asks for.

    Args:
        get_response: The next middleware.

    >>> from django.http import HttpResponse
    >>> middleware = LocalizedErrorsMiddleware(lambda request: HttpResponse("fine"))
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self._is_async = iscoroutinefunction(get_response)
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Handle one request."""
        if self._is_async:
            return self._handle(request)
        setattr(request, BEFORE, translation.get_language())
        token = activate(LazyLocale(site().choose, request, live=True))
        try:
            return self.replaced(request, self.get_response(request))
        finally:
            deactivate(token)

    async def _handle(self, request: HttpRequest) -> HttpResponseBase:
        setattr(request, BEFORE, translation.get_language())
        token = activate(LazyLocale(site().choose, request, live=True))
        try:
            return self.replaced(request, await self.get_response(request))
        finally:
            deactivate(token)

    def replaced(self, request: HttpRequest, response: Any) -> Any:
        """Return a localized response in the place of a bare error."""
        if response.status_code < 400:
            return response
        try:
            if not self._is_bare(request, response):
                return response
            site().fill(response, request, response.status_code, list(response.items()))
            line = f"{response.status_code} {response.reason_phrase}"
            response.reason_phrase = status_line(line, response.status_code)[4:]
        except Exception as error:  # whatever fails, Django's own answer goes out
            report("an error page failed", error)
        return response

    def _is_bare(self, request: HttpRequest, response: Any) -> bool:
        verdict = site().policy.replaces(request, response.status_code, response.headers)
        if verdict is not None or response.streaming:
            return bool(verdict) and not response.streaming
        return not response.headers.get("Content-Encoding") and defaults.is_default(
            response.status_code, response.headers.get("Content-Type", ""), response.content
        )
