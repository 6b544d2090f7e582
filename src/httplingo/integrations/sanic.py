"""Localized errors in Sanic.

>>> from sanic import Sanic
>>> app = Sanic("shop")
>>> install(app, api="/api/")
"""

from __future__ import annotations

from contextlib import suppress

from sanic.compat import Header
from sanic.errorpages import FALLBACK_TEXT
from sanic.exceptions import SanicException
from sanic.handlers import ErrorHandler
from sanic.helpers import STATUS_CODES
from sanic.http import Stage
from sanic.response import HTTPResponse

from httplingo.locales import activate, deactivate

from ._core.answers import Answers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Unpack

    from sanic import Request, Sanic
    from sanic.response import BaseHTTPResponse

    from httplingo.locales import LazyLocale

    from ._core.policy import Choices

#: What Sanic says of a request that it refuses, beside the phrase of the status.
_OF_SANIC = frozenset(
    [
        "Bad chunked encoding",
        "Bad content-length",
        "Failed when parsing body as json",
        "File not found",
        "Request body exceeds the size limit",
        "Request header exceeds the size limit",
        "Response Timeout",
        FALLBACK_TEXT,
    ]
)


def install(app: Sanic[Any, Any], **choices: Unpack[Choices]) -> None:
    """Let the errors of an application speak the visitor's language.

    Two signal handlers make the request's language the active locale while it is handled. The
    second, after all middleware, also replaces what says nothing of the application's own: empty
    answers, and Sanic's pages for its own exceptions and for what nobody handles. Exceptions
    with a message or a ``context``, the application's own handlers, pages in debug mode and what
    Sanic logs stay. An application with an ``ErrorHandler`` of its own class keeps its pages.

    Args:
        app: The application, before it has started.
        **choices: The keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
            with Sanic's request.

    >>> from sanic import Sanic
    >>> app = Sanic("library")
    >>> install(app, selector=lambda request: request.cookies.get("lang"))
    >>> type(app.error_handler).__name__
    'LocalizedErrors'
    """
    answers = Answers(_accept_language, **choices)

    async def begin(request: Request) -> None:
        lazy = answers.locale(request)
        request.ctx.httplingo = lazy, activate(lazy)

    async def end(request: Request, response: BaseHTTPResponse) -> None:
        lazy, token = getattr(request.ctx, "httplingo", (None, None))
        # Of a stream, the start has been sent by now.
        if (
            isinstance(response, HTTPResponse)
            and getattr(request.stream, "stage", 0) is Stage.HANDLER
        ):
            _answer(answers, request, response, lazy)
        if token is not None:
            # RuntimeError: a second response to the same request. ValueError: another context.
            with suppress(RuntimeError, ValueError):
                deactivate(token)

    app.signal("http.lifecycle.handle")(begin)
    app.signal("http.lifecycle.response")(end)
    if type(app.error_handler) is ErrorHandler:
        handler = LocalizedErrors(app.error_handler.base)
        handler.cached_handlers = app.error_handler.cached_handlers
        handler.debug = app.error_handler.debug
        app.error_handler = handler


class LocalizedErrors(ErrorHandler):
    """Sanic's error handler, which tells which of its pages say nothing of the application's own.

    For an ``ErrorHandler`` of one's own: a class made of it and of this one.

    >>> LocalizedErrors().debug
    False
    """

    def default(self, request: Request, exception: Exception) -> HTTPResponse:
        """Answer an exception as Sanic does, and mark the answer if it is bare."""
        response = super().default(request, exception)
        if not self.debug and _says_nothing(request, exception):
            request.ctx.httplingo_bare = response
        return response


def _says_nothing(request: Request, error: Exception) -> bool:
    if not isinstance(error, SanicException):
        return True
    if error.context:
        return False
    path, method = request.path, request.method
    return str(error) in _OF_SANIC or str(error) in {
        STATUS_CODES.get(error.status_code, b"").decode(),
        f"Requested URL {path} not found",
        f"Method {method} not allowed for URL {path}",
    }


def _answer(
    answers: Answers, request: Request, response: HTTPResponse, lazy: LazyLocale | None
) -> None:
    """Replace a response that is about to be sent, unless it says something."""
    headers = response.headers
    if response.status < 400 or "content-encoding" in headers:
        return
    pairs = [(name, str(value)) for name, value in headers.items()]
    if response.content_type and "content-type" not in headers:
        pairs.append(("content-type", response.content_type))
    marked = getattr(request.ctx, "httplingo_bare", None) is response
    answer = answers.instead(
        request,
        response.status,
        pairs,
        path=request.path,
        accept=_joined(request, "accept"),
        body=response.body or b"",
        bare=True if marked else None,
        locale=lazy,
    )
    if answer is not None:
        document, merged = answer
        response.body = document.body
        response.headers = Header(merged)


def _accept_language(request: Request) -> str | None:
    return _joined(request, "accept-language")


def _joined(request: Request, name: str) -> str | None:
    values = request.headers.getall(name, [])
    return ",".join(values) if values else None
