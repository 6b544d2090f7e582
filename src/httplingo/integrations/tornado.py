"""Localized errors in Tornado.

>>> from tornado.web import RequestHandler
>>> app = Application([("/", RequestHandler)], httplingo={"api": "/api/"})
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from html import unescape
from typing import Any
from weakref import ref

from tornado import gen, httputil, locale, web

from httplingo.locales import activate
from httplingo.problem import Problem

from ._core import defaults
from ._core.answer import Answer, Headers, joined
from ._core.endpoint import endpoint_of
from ._core.locale import request_locale
from ._core.site import Site

#: The page that ``RequestHandler.write_error`` makes, in which it shows the ``reason``.
_PAGE = re.compile(r"<html><title>(\d+: (.*))</title><body>\1</body></html>")


class TornadoAdapter:
    """Reads a ``HTTPServerRequest`` of Tornado."""

    def header(self, request: httputil.HTTPServerRequest, name: str) -> str | None:
        """Return a header field, several lines joined."""
        return joined(request.headers.get_list(name))

    def path(self, request: httputil.HTTPServerRequest) -> str:
        """Return the path."""
        return request.path

    def framework_locale(self, request: httputil.HTTPServerRequest) -> Any:
        """Return the locale of the handler, where the site has translations or chooses it.

        ``handler.locale`` asks ``get_user_locale``, then ``get_browser_locale``; without
        translations, that knows the default locale alone.
        """
        handler = _handler_of(request)
        if handler is None:
            return None
        if len(set(locale.get_supported_locales())) > 1:
            return handler.locale.code
        own = handler.get_user_locale()
        return None if own is None else own.code

    def endpoint(self, request: httputil.HTTPServerRequest) -> Any:
        """Return the class of the handler, or its method."""
        handler = _handler_of(request)
        return None if handler is None else endpoint_of(type(handler), request.method or "")


class Application(web.Application):
    """Tornado's application, whose bare errors speak the visitor's language.

    It stands where ``tornado.web.Application`` stood; handlers stay what they are, and so do
    ``default_handler_class`` and static files. Replaced are the pages that ``write_error`` makes
    by itself, and empty answers. A ``reason``, which Tornado shows on its page, stands in the
    localized document; a ``log_message`` is for the log alone. A handler's own ``write_error``
    and tracebacks (``serve_traceback``) stay, and so does all that Tornado logs. A
    `httplingo.Problem` is given to ``write_error`` with its status, and not logged.

    While a request is handled, the active locale is ``handler.locale``, if the site has loaded
    translations or has a ``get_user_locale``; or else the selector's, or what
    ``Accept-Language`` asks for. The setting ``httplingo`` has the keywords of `Site`; its
    callables are called with the ``HTTPServerRequest``.

    >>> app = Application([], httplingo={"selector": lambda request: request.arguments["lang"]})
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.localized_errors = Site(TornadoAdapter(), **settings.get("httplingo", {}))
        # First of all, so that what is compressed is compressed after it.
        self.transforms = [_Transform, *self.transforms]

    def find_handler(self, request: httputil.HTTPServerRequest, **kwargs: Any) -> Any:
        """Return what handles a request, with the locale active in all that it does.

        >>> from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
        >>> line = RequestStartLine("GET", "/none", "HTTP/1.1")
        >>> headers = HTTPHeaders({"Host": "localhost"})
        >>> request = HTTPServerRequest(start_line=line, headers=headers, connection=object())
        >>> type(Application([]).find_handler(request)).__name__
        '_Exchange'
        """
        delegate = super().find_handler(request, **kwargs)
        return _Exchange(self.localized_errors, request, delegate)


class _Exchange(httputil.HTTPMessageDelegate):
    """One request, handled in a context of its own.

    The context of a connection outlives its requests, so nothing is activated in that one.
    """

    def __init__(self, site: Site, request: httputil.HTTPServerRequest, delegate: Any) -> None:
        self.site = site
        self.request = request
        self.delegate = delegate
        self.problem: Problem | None = None
        self._context = copy_context()
        self._context.run(activate, site.locale(request))
        # How `_Transform`, which Tornado makes, finds this.
        request._httplingo = self  # type: ignore[attr-defined]

    def headers_received(
        self,
        start_line: httputil.RequestStartLine | httputil.ResponseStartLine,
        headers: httputil.HTTPHeaders,
    ) -> Awaitable[None] | None:
        return self._run(self.delegate.headers_received, start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._run(self.delegate.data_received, chunk)

    def finish(self) -> None:
        self._run(self.delegate.finish)

    def on_connection_close(self) -> None:
        self._run(self.delegate.on_connection_close)

    def execute(self) -> Awaitable[None] | None:
        """Handle a request that has been read, as a ``FallbackHandler`` asks."""
        return self._run(self.delegate.execute)

    def _run(self, step: Callable[..., Any], *arguments: object) -> Awaitable[None] | None:
        result = self._context.run(step, *arguments)
        # What the connection awaits goes on in this context too.
        return None if result is None else self._context.run(gen.convert_yielded, result)


class _Transform(web.OutputTransform):
    """Replaces a response that is about to be sent, unless it says something."""

    def __init__(self, request: httputil.HTTPServerRequest) -> None:
        self._exchange: _Exchange | None = getattr(request, "_httplingo", None)
        handler = _handler_of(request)
        if self._exchange is not None and handler is not None:
            _expect_problems(handler, self._exchange)

    def transform_first_chunk(
        self, status_code: int, headers: httputil.HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, httputil.HTTPHeaders, bytes]:
        exchange = self._exchange
        if exchange is None:
            return status_code, headers, chunk
        lazy = request_locale()
        replacement = None
        if status_code >= 400 and finishing:
            answer = _answer(status_code, list(headers.get_all()), chunk, exchange.problem)
            replacement = exchange.site.replacement(exchange.request, answer, lazy)
        if replacement is not None:
            handler = _handler_of(exchange.request)
            if handler is not None:
                handler.set_status(status_code, replacement.status_line[4:])
            return status_code, _made(replacement.headers), replacement.body
        labelled = lazy and exchange.site.labelled(list(headers.get_all()), lazy)
        return status_code, _made(labelled) if labelled else headers, chunk


def _answer(status: int, headers: Headers, body: bytes, problem: Problem | None) -> Answer:
    """Return what the core decides about; what is no page of Tornado's is the application's."""
    page = None
    if len(body) < defaults.LONGEST:
        page = _PAGE.fullmatch(body.decode("utf-8", "replace"))
    if page is None:
        return Answer(status, headers, body, default=not body)
    if problem is not None:
        return Answer(status, headers + problem.headers, body, True, {"problem": problem})
    reason = unescape(page[2])
    known = reason in ("Unknown", defaults.phrase(status))
    return Answer(status, headers, body, True, {} if known else {"detail": reason})


def _made(headers: Headers) -> httputil.HTTPHeaders:
    made = httputil.HTTPHeaders()
    for name, value in headers:
        made.add(name, value)
    return made


def _expect_problems(handler: web.RequestHandler, exchange: _Exchange) -> None:
    """Let a handler send a problem with its status, and log none.

    Tornado knows its own ``HTTPError`` alone. The methods are put on the handler, since those of
    its class are the application's; they hold it weakly, as Tornado avoids cycles too.
    """
    own, kind = ref(handler), type(handler)

    def send_error(status_code: int = 500, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None))[1]
        if isinstance(error, Problem):
            exchange.problem, status_code = error, error.status
        kind.send_error(own(), status_code, **kwargs)  # type: ignore[arg-type]

    def log_exception(typ: Any, value: Any, tb: Any) -> None:
        if not isinstance(value, Problem):
            kind.log_exception(own(), typ, value, tb)  # type: ignore[arg-type]

    handler.send_error = send_error  # type: ignore[method-assign]
    handler.log_exception = log_exception  # type: ignore[method-assign]


def _handler_of(request: httputil.HTTPServerRequest) -> web.RequestHandler | None:
    exchange: _Exchange | None = getattr(request, "_httplingo", None)
    handler = getattr(exchange and exchange.delegate, "handler", None)
    return handler if isinstance(handler, web.RequestHandler) else None


def send_problem(handler: web.RequestHandler, *args: Any, **kwargs: Any) -> None:
    """Answer with a problem without raising it, as ``RequestHandler.send_error`` does.

    Args:
        handler: The handler of the request.
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.

    >>> class Seat(web.RequestHandler):
    ...     def post(self):
    ...         send_problem(self, 409, "seat-taken", seat="12A")
    """
    problem = Problem(*args, **kwargs)
    handler.send_error(problem.status, exc_info=(Problem, problem, None))
