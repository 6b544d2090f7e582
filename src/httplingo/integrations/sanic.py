"""Localized errors in Sanic.

>>> from sanic import Sanic
>>> app = Sanic("shop")
>>> install(app, api="/api/")
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Unpack

from sanic import Request, Sanic
from sanic.compat import Header
from sanic.errorpages import MIME_BY_CONFIG, exception_response
from sanic.exceptions import SanicException
from sanic.helpers import STATUS_CODES
from sanic.http import Stage
from sanic.response import BaseHTTPResponse, HTTPResponse

from httplingo.documents import MEDIA_TYPES
from httplingo.locales import activate, deactivate
from httplingo.problem import Problem

from ._core.answer import Answer, Headers, joined
from ._core.choices import Choices
from ._core.endpoint import endpoint_of
from ._core.formats import FOR_PROGRAMS
from ._core.locale import request_locale
from ._core.site import Site

#: What Sanic says of a request that it refuses, beside the phrase of the status.
_OF_SANIC = re.compile(
    r"Requested URL .* not found|Method \S+ not allowed for URL .*|File not found|"
    r"Request (?:body|header) exceeds the size limit|Response Timeout|Bad chunked encoding|"
    r"Bad content-length|Failed when parsing body as json|Unknown Expect: .*|Bad URL: .*|"
    r"URL may only contain US-ASCII characters\.|URL exceeds the maximum size of .*|"
    r"Invalid for Content Range parameters|.* (?:is not a valid Range Type|for Content Range)",
    re.DOTALL,
)

#: The order in which Sanic offers its formats, and what it does not know.
_FORMATS = (*MIME_BY_CONFIG.values(), *(x for x in MEDIA_TYPES if x not in MIME_BY_CONFIG.values()))


class SanicAdapter:
    """Reads a request of Sanic."""

    def header(self, request: Request, name: str) -> str | None:
        """Return a header field, several lines joined."""
        return joined(request.headers.getall(name, []))

    def path(self, request: Request) -> str:
        """Return the path, with the prefix of a blueprint."""
        return request.path

    def framework_locale(self, request: Request) -> None:
        """Return None: Sanic has no locale of its own."""

    def endpoint(self, request: Request) -> Any:
        """Return the handler, or the class or method of a class-based view."""
        handler = getattr(request.route, "handler", None)
        return endpoint_of(getattr(handler, "view_class", handler), request.method)


def _formats(request: Request) -> Sequence[str]:
    """Return the formats that Sanic would choose from, by route and ``FALLBACK_ERROR_FORMAT``."""
    fallback = request.app.config.FALLBACK_ERROR_FORMAT
    of_route = request.route.extra.error_format if request.route else ""
    first = MIME_BY_CONFIG.get(of_route) or MIME_BY_CONFIG.get(fallback)
    if first is not None and fallback != "auto":
        return [first]
    if first is None and "application/json" in request.headers.get("content-type", ""):
        first = "application/json"
    return sorted(_FORMATS, key=lambda one: one != first)


def _shape(status: int, phrase: str, details: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON that Sanic has for errors."""
    message = details.get("detail") or details.get("title") or phrase
    content = {"description": phrase, "status": status, "message": str(message)}
    return {**content, **(details.get("extensions") or {})}


def install(app: Sanic[Any, Any], **choices: Unpack[Choices]) -> None:
    """Let the errors of an application speak the visitor's language.

    Two signal handlers make the request's language the active locale while it is handled. The
    second, after all middleware, also replaces what says nothing of the application's own: empty
    answers, and what Sanic's renderers make of its exceptions and of what nobody handles. The
    message of an exception stands in the localized document, and its ``context`` in one for
    programs; a page or text that shows a ``context`` stays Sanic's. JSON has Sanic's shape
    (``description``, ``status``, ``message``). The formats are those that Sanic would choose
    from, by the route's ``error_format`` and ``FALLBACK_ERROR_FORMAT``. The application's own
    exception handlers and ``ErrorHandler``, the pages of debug mode, and what Sanic logs stay.

    Args:
        app: The application, before it has started.
        **choices: The keywords of `Site`; its callables are called with Sanic's request.

    >>> from sanic import Sanic
    >>> app = Sanic("library")
    >>> install(app, selector=lambda request: request.cookies.get("lang"))
    """
    if choices.get("formats") is None:
        choices["formats"] = _formats
    site = Site(SanicAdapter(), shape=_shape, **choices)

    async def begin(request: Request) -> None:
        _remember_errors(request.app)
        request.ctx.httplingo_token = activate(site.locale(request))

    async def label(_: Request, response: BaseHTTPResponse) -> None:
        lazy = request_locale()
        labelled = lazy and site.labelled(_pairs(response), lazy)
        if labelled:
            response.headers = Header(labelled)

    async def end(request: Request, response: BaseHTTPResponse) -> None:
        # Of a stream, the start has been sent by now.
        waiting = getattr(request.stream, "stage", None) is Stage.HANDLER
        if isinstance(response, HTTPResponse) and response.status >= 400 and waiting:
            _replace(site, request, response)
        token = getattr(request.ctx, "httplingo_token", None)
        if token is not None:
            # RuntimeError: a second response to the same request. ValueError: another context.
            with suppress(RuntimeError, ValueError):
                deactivate(token)

    app.signal("http.lifecycle.handle")(begin)
    app.signal("http.lifecycle.response")(end)
    # Last of all middleware, which Sanic asks of a stream before it starts.
    app.register_middleware(label, "response", priority=sys.maxsize)
    _remember_errors(app)


def _remember_errors(app: Sanic[Any, Any]) -> None:
    """Let a request keep the exception that no handler of the application answers."""
    handler = app.error_handler
    if "default" in vars(handler):
        return
    default = handler.default

    def remembering(request: Request, exception: Exception) -> HTTPResponse:
        shown = exception
        if isinstance(exception, Problem):
            # In the words that Sanic has for such things, so that nothing is logged.
            shown = SanicException(
                status_code=exception.status, quiet=True, headers=dict(exception.headers)
            )
            shown.__cause__ = exception
        request.ctx.httplingo_error = shown
        return default(request, shown)

    handler.default = remembering  # type: ignore[method-assign]


def _replace(site: Site, request: Request, response: HTTPResponse) -> None:
    """Replace a response that is about to be sent, unless it says something."""
    body = response.body or b""
    answer = Answer(response.status, _pairs(response), body, default=not body)
    error = getattr(request.ctx, "httplingo_error", None)
    if isinstance(response, _ProblemResponse):
        answer.details = {"problem": response.problem}
    elif error is not None and body and body == _rendered(request, error):
        answer.default, answer.details = _said(site, request, error)
    replacement = site.replacement(request, answer, request_locale())
    if replacement is not None:
        response.body = replacement.body
        response.headers = Header(replacement.headers)


def _rendered(request: Request, error: Exception) -> bytes | None:
    """Return what Sanic makes of an exception; None in debug mode, whose pages stay.

    An ``ErrorHandler`` of the application may have answered with it, or with something else.
    """
    handler = request.app.error_handler
    if handler.debug:
        return None
    fallback = request.app.config.FALLBACK_ERROR_FORMAT
    return exception_response(request, error, False, fallback, handler.base).body


def _said(site: Site, request: Request, error: Exception) -> tuple[bool, dict[str, Any]]:
    """Return whether Sanic's answer to an exception is replaced, and with which details."""
    if isinstance(error.__cause__, Problem):
        return True, {"problem": error.__cause__}
    if not isinstance(error, SanicException):
        return True, {}
    details: dict[str, Any] = {}
    if error.context:
        if site.media_type(request) not in FOR_PROGRAMS:
            return False, {}
        details["extensions"] = {"context": error.context}
    message = str(error)
    phrase = STATUS_CODES.get(error.status_code, b"").decode()
    if message not in ("", phrase) and not _OF_SANIC.fullmatch(message):
        details["detail"] = message
    return True, details


def _pairs(response: BaseHTTPResponse) -> Headers:
    pairs = [(name, str(value)) for name, value in response.headers.items()]
    if response.content_type and "content-type" not in response.headers:
        pairs.append(("content-type", response.content_type))
    return pairs


class _ProblemResponse(HTTPResponse):
    """An empty response that stands for a problem until it is rendered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(status=problem.status, headers=Header(problem.headers))
        self.problem = problem


def problem_response(*args: Any, **kwargs: Any) -> HTTPResponse:
    """Return a problem as a response, for a handler that returns rather than raises.

    Args:
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.

    >>> problem_response(409, "seat-taken", seat="12A").status
    409
    """
    return _ProblemResponse(Problem(*args, **kwargs))
