"""The middleware of Django."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextvars import Token
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponseBase

from httplingo.integrations._core.log import report
from httplingo.locales import LazyLocale, activate, deactivate
from httplingo.problem import Problem

from .responses import SAID, ProblemResponse, answer_in, fill, header_fields, speak_in_streams
from .site import site


class LocalizedErrorsMiddleware:
    """Lets the errors of a Django site speak the visitor's language.

    It belongs at the top of ``MIDDLEWARE``, so that it sees what the others answer: above
    ``LocaleMiddleware``, and below ``GZipMiddleware`` and ``UpdateCacheMiddleware``. Under WSGI
    and ASGI it does not change how the others run.

    Django's own error pages and empty answers are replaced. What an application says in
    ``Http404("…")`` and ``PermissionDenied("…")``, whose text Django hands to the site's
    templates, stands in the localized page; that of ``BadRequest``, ``SuspiciousOperation`` and
    of exceptions that Django itself raises never does. The site's templates (``404.html``), its
    error views, its own bodies, streams, and the pages of ``DEBUG`` stay.

    While a request is handled, the active locale is the one that ``LocaleMiddleware`` or
    ``translation.override`` has made active in Django; or the selector's; or what
    ``Accept-Language`` asks for.

    Args:
        get_response: The next middleware.

    Raises:
        ImproperlyConfigured: The setting ``HTTPLINGO`` is wrong.

    >>> from django.http import HttpResponse
    >>> middleware = LocalizedErrorsMiddleware(lambda request: HttpResponse("fine"))
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        site()
        self.get_response = get_response
        self._is_async = iscoroutinefunction(get_response)
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Handle one request."""
        if self._is_async:
            return self._handle(request)
        lazy, token = _enter(request)
        try:
            return _finish(request, self.get_response(request), lazy)
        finally:
            deactivate(token)

    async def _handle(self, request: HttpRequest) -> HttpResponseBase:
        lazy, token = _enter(request)
        try:
            response = await self.get_response(request)
            if response.status_code >= 400 or lazy.used:
                # The site's callables are written for a thread: they may ask the database.
                return await sync_to_async(_finish)(request, response, lazy)
            return _finish(request, response, lazy)
        finally:
            deactivate(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> Any:
        """Answer a problem, and keep what another exception says; Django asks us last."""
        if isinstance(exception, Problem):
            return ProblemResponse(exception)
        setattr(request, SAID, site().adapter.own_words(exception))
        return None


def _enter(request: HttpRequest) -> tuple[LazyLocale, Token[Any]]:
    chosen = site()
    chosen.adapter.enter(request)
    lazy = chosen.locale(request, live=True)
    return lazy, activate(lazy)


def _finish(request: HttpRequest, response: Any, lazy: LazyLocale) -> Any:
    """Return a localized response in the place of one that says nothing, or that one labelled."""
    chosen = site()
    try:
        if response.status_code >= 400:
            replacement = chosen.replacement(request, answer_in(response, request), lazy)
            if replacement is not None and not response.streaming:
                return fill(response, replacement, request)
        if lazy.used:
            labelled = chosen.labelled(list(response.items()), lazy)
            if labelled is not None:
                response.headers = header_fields(labelled)
        if response.streaming:
            speak_in_streams(response, lazy)
    except Exception as error:  # whatever fails, Django's own answer goes out
        report("an answer cannot be looked at", error)
    return response


def _keep_problem(*, request: HttpRequest | None = None, **_: object) -> None:
    """Keep a problem that a middleware has raised, which no `process_exception` is told of."""
    error = sys.exception()
    if request is not None and isinstance(error, Problem):
        setattr(request, SAID, {"problem": error})


got_request_exception.connect(_keep_problem)
