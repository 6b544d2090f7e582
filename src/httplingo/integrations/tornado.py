"""Localized errors in Tornado.

>>> from tornado.web import RequestHandler
>>> app = Application([("/", RequestHandler)], httplingo={"api": "/api/"})
"""

from __future__ import annotations

from contextvars import copy_context

from tornado import httputil, locale, web

from httplingo.locales import activate

from ._core.answers import Answers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import Any

    from tornado.httputil import HTTPHeaders, HTTPServerRequest

    from httplingo.typing import LocaleLike


class Application(web.Application):
    """Tornado's application, whose bare errors speak the visitor's language.

    It stands where ``tornado.web.Application`` stood; handlers stay what they are. Replaced are
    the pages that ``write_error`` makes by itself and empty answers. A handler's own
    ``write_error``, its own ``reason``, and tracebacks (``serve_traceback``) stay, and so does
    all that Tornado logs.

    While a request is handled, the active locale is ``handler.locale``, if the site has loaded
    translations; or else the selector's, or what ``Accept-Language`` asks for. The setting
    ``httplingo`` has the keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
    with the ``HTTPServerRequest``.

    >>> app = Application([], httplingo={"selector": lambda request: request.arguments["lang"]})
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        # First of all, so that what is compressed is compressed after it.
        self.transforms.insert(0, _Transform)
        self._answers = Answers(
            lambda request: request.headers.get("Accept-Language"),
            _handlers_locale,
            **settings.get("httplingo", {}),
        )

    def find_handler(self, request: HTTPServerRequest, **keywords: Any) -> Any:
        """Return what handles a request, with the locale active in all that it does.

        >>> from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
        >>> line = RequestStartLine("GET", "/none", "HTTP/1.1")
        >>> headers = HTTPHeaders({"Host": "localhost"})
        >>> request = HTTPServerRequest(start_line=line, headers=headers, connection=object())
        >>> type(Application([]).find_handler(request)).__name__
        '_Exchange'
        """
        return _Exchange(self._answers, request, super().find_handler(request, **keywords))


def _handlers_locale(request: HTTPServerRequest) -> LocaleLike | None:
    """Return the locale of a request's handler; without translations, it is always the default."""
    exchange: _Exchange | None = getattr(request, "_httplingo", None)
    handler = getattr(exchange and exchange.delegate, "handler", None)
    if not isinstance(handler, web.RequestHandler) or len(set(locale.get_supported_locales())) < 2:
        return None
    return handler.locale.code


class _Exchange(httputil.HTTPMessageDelegate):
    """One request, handled in a context of its own.

    The context of a connection outlives its requests, so nothing is activated in that one.
    """

    def __init__(
        self,
        answers: Answers,
        request: HTTPServerRequest,
        delegate: httputil.HTTPMessageDelegate,
    ) -> None:
        self.answers = answers
        self.request = request
        self.delegate = delegate
        self.locale = answers.locale(request)
        self._context = copy_context()
        self._context.run(activate, self.locale)
        # How `_Transform`, which Tornado makes, finds this.
        request._httplingo = self  # type: ignore[attr-defined]

    def headers_received(
        self,
        start_line: httputil.RequestStartLine | httputil.ResponseStartLine,
        headers: HTTPHeaders,
    ) -> Awaitable[None] | None:
        return self._context.run(self.delegate.headers_received, start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._context.run(self.delegate.data_received, chunk)

    def finish(self) -> None:
        self._context.run(self.delegate.finish)

    def on_connection_close(self) -> None:
        self._context.run(self.delegate.on_connection_close)


class _Transform(web.OutputTransform):
    """Replaces a response that is about to be sent, unless it says something."""

    def __init__(self, request: HTTPServerRequest) -> None:
        self._exchange: _Exchange | None = getattr(request, "_httplingo", None)

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        exchange = self._exchange
        if status_code < 400 or not finishing or exchange is None or "Content-Encoding" in headers:
            return status_code, headers, chunk
        answer = exchange.answers.instead(
            exchange.request,
            status_code,
            headers.get_all(),
            path=exchange.request.path,
            accept=exchange.request.headers.get("Accept"),
            body=chunk,
            locale=exchange.locale,
        )
        if answer is None:
            return status_code, headers, chunk
        document, merged = answer
        made = httputil.HTTPHeaders()
        for name, value in merged:
            made.add(name, value)
        return status_code, made, document.body
