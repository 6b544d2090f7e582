"""Localized errors around any WSGI application (PEP 3333).

>>> from httplingo.integrations.wsgi import LocalizedErrors
>>> def app(environ, start_response): ...
>>> app = LocalizedErrors(app, api="/api/")

Each request has its own `LazyLocale`, each error its own `_Exchange`. An answer below 400 passes
untouched: its ``start_response`` is the server's at once. The start of an error is held back until
its body shows whether it carries anything of the application's own. A body that is no list is
wrapped, so that the locale is active in its steps too and in nothing else that the thread does.
"""

from __future__ import annotations

from itertools import chain

from httplingo.locales import LazyLocale, activate, deactivate

from ._core import defaults
from ._core.headers import status_line
from ._core.locale import Selection, environ_language, in_force
from ._core.log import report
from ._core.policy import Policy
from .wsgi_bodies import Body, Late, Raising, Steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Unpack

    from ._core.headers import Headers
    from ._core.locale import Selector
    from ._core.policy import Choices

    Environ = dict[str, Any]
    StartResponse = Callable[..., Callable[[bytes], object]]
    App = Callable[[Environ, StartResponse], Iterable[bytes]]

#: Bodies in which nothing of the application runs any more.
_WHOLE = frozenset([list, tuple])

#: Set by debuggers and test tools that want to see exceptions themselves.
_DEBUGGERS = ("werkzeug.debug.preserve_context", "paste.throw_errors")


class LocalizedErrors:
    """Wraps a WSGI application so that its bare errors speak the visitor's language.

    Only answers of 400 to 599 that carry nothing of the application's own are replaced; see
    `Policy`. All others pass untouched and unbuffered. While a request is handled, its language
    is the active locale, worked out when first asked for.

    An exception that comes before the start of the response is answered with a localized 500,
    and raised again when the server asks for more after the page, so that the server logs it.
    Where a debugger is around the application (``werkzeug.debug``, ``paste.throw_errors``), it
    is raised at once. After the start it is only raised again.

    Args:
        app: The application.
        framework_locale: Returns the framework's active locale for an environ, or None; it is
            asked before ``selector``. For adapters.
        live: The framework's locale may change within a request, so it is asked each time.
        answer_exceptions: False: exceptions pass, and nothing is sent for them.
        **choices: The keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
            with the environ.

    >>> def nothing(environ, start_response):
    ...     start_response("404 Not Found", [])
    ...     return []
    >>> environ = {"HTTP_ACCEPT": "text/plain", "HTTP_ACCEPT_LANGUAGE": "zh-CN"}
    >>> body = LocalizedErrors(nothing)(environ, lambda status, headers: print(status))
    404 Not Found
    >>> body[0].decode().splitlines()[0]
    '404 未找到'
    """

    def __init__(
        self,
        app: App,
        *,
        framework_locale: Selector | None = None,
        live: bool = False,
        answer_exceptions: bool = True,
        **choices: Unpack[Choices],
    ) -> None:
        self.app = app
        self.policy = Policy(**choices)
        self.choose = Selection(environ_language, framework_locale, self.policy.selector)
        self._live = live
        self._answer_exceptions = answer_exceptions

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Handle one request."""
        lazy = LazyLocale(self.choose, environ, live=self._live)
        exchange: _Exchange | None = None
        passes = False

        # A closure: what a 200 costs is this and the lazy locale, and nothing is made for it.
        def start(status: str, headers: Headers, *info: Any) -> Callable[..., object]:
            nonlocal exchange, passes
            if exchange is None:
                # What is no status is the server's to refuse.
                if passes or type(status) is not str or status < "400":
                    passes = True
                    return start_response(status, headers, *info)
                exchange = _Exchange(self, environ, start_response, lazy)
            return exchange.start_response(status, headers, *info)

        token = activate(lazy)
        try:
            result = self.app(environ, start)
            if type(result) in _WHOLE:
                return result if exchange is None else exchange.settled(result)
            if exchange is None:
                exchange = _Exchange(self, environ, start_response, lazy)
                exchange.open = exchange.began = passes
            return exchange.passed(result) if exchange.open else exchange.held(result)
        except Exception as error:
            began = passes or (exchange is not None and exchange.began)
            if began or not self._answer_exceptions or is_debugged(environ):
                raise
            body = _Exchange(self, environ, start_response, lazy).answer("500", [])
            if body is None:
                raise
            return Raising(body, error)
        finally:
            deactivate(token)


def is_debugged(environ: Environ) -> bool:
    """Say whether a debugger around the application waits for its exceptions.

    >>> is_debugged({"werkzeug.debug.preserve_context": True}), is_debugged({})
    (True, False)
    """
    return any(environ.get(name) is not None for name in _DEBUGGERS)


class _Exchange:
    """An answer on its way through the middleware: an error, or one that starts late."""

    __slots__ = (
        "_environ",
        "_lazy",
        "_outer",
        "_start",
        "_start_response",
        "_verdict",
        "_write_on",
        "began",
        "open",
    )

    def __init__(
        self,
        outer: LocalizedErrors,
        environ: Environ,
        start_response: StartResponse,
        lazy: LazyLocale,
    ) -> None:
        self._outer = outer
        self._environ = environ
        self._start_response = start_response
        self._lazy = lazy
        #: Whether the server has been given a start, so that everything passes.
        self.open = False
        #: Whether the application has called ``start_response`` at all.
        self.began = False

    def start_response(self, status: str, headers: Headers, *info: Any) -> Callable[..., object]:
        """Stand for the server's ``start_response``."""
        if self.began and not self.open and not info:
            # Called twice, which is an error: the server finds it as it would have.
            self._let_go()
        self.began = True
        if self.open or not self._holds(status, headers):
            self.open = True
            return self._start_response(status, headers, *info)
        self._start: tuple[Any, ...] = (status, headers, *info)
        return self._write

    def _holds(self, status: str, headers: Headers) -> bool:
        """Say whether a start is held back until the body is known."""
        try:
            policy = self._outer.policy
            verdict = self._verdict = policy.replaces(self._environ, int(status[:3]), headers)
            if verdict is None:
                return policy.may_be_default(
                    _header(headers, "content-type"),
                    _header(headers, "content-length"),
                    _header(headers, "content-encoding"),
                )
        except Exception as error:  # a predicate's, or headers that are none
            report("it cannot be told whether an answer is replaced", error)
            return False
        return verdict

    def _let_go(self) -> Callable[..., object]:
        """Give the server the start that was held back."""
        self.open = True
        return self._start_response(*self._start)

    def _write(self, data: bytes) -> object:
        """Stand for ``write`` of an error: whoever writes has something of their own to say."""
        if not self.open:
            self._write_on = self._let_go()
        return self._write_on(data)

    def passed(self, result: Iterable[bytes]) -> Iterable[bytes]:
        """Return a body that passes, with the locale active in its steps."""
        wrapper = self._environ.get("wsgi.file_wrapper")
        if isinstance(wrapper, type) and isinstance(result, wrapper):
            return result  # the server knows how to send it
        return Body(Steps(result, self._lazy), result)

    def held(self, result: Iterable[bytes]) -> Iterable[bytes]:
        """Return the body of an answer whose start is held back, or is still to come."""
        steps = Steps(result, self._lazy)
        if self.began:
            return Body(iter(self.settled(steps)), result)
        # A generator starts with its first step, which is the server's to ask for.
        return Body(Late(self.settled, steps, self._lazy), result)

    def settled(self, chunks: Iterable[bytes]) -> Iterable[bytes]:
        """Replace a default by the document; return what is not one as it was.

        No more is read than what shows that a body is no default.
        """
        whole = type(chunks) in _WHOLE
        if whole and self.open:
            return chunks
        body: list[bytes] = list(chunks) if whole else []
        iterator = iter(() if whole else chunks)
        ended = whole or (self.began and not self.open and bool(self._verdict))
        if not ended:
            for chunk in iterator:
                body.append(chunk)
                if self.open or not self._is_default(body):
                    break
            else:
                ended = True
        if self.open or not self.began:
            return chunks if whole else chain(body, iterator)
        if ended and (self._verdict or self._is_default(body)):
            document = self.answer(*self._start)
            if document is not None:
                return document
        self._let_go()
        return chunks if whole else chain(body, iterator)

    def _is_default(self, body: list[bytes]) -> bool:
        try:
            whole = b"".join(body)
            status, headers = int(self._start[0][:3]), self._start[1]
            content_type = _header(headers, "content-type")
            if not whole and self._environ.get("REQUEST_METHOD") == "HEAD":
                length = _header(headers, "content-length")
                return defaults.is_default_length(status, content_type, length)
            return defaults.is_default(status, content_type, whole)
        except Exception as error:  # a body that is no bytes
            report("it cannot be told whether an answer is replaced", error)
            return False

    def answer(self, status: str, headers: Headers, *info: Any) -> list[bytes] | None:
        """Start the localized answer and return its body; None where it cannot be made."""
        environ, code = self._environ, int(status[:3])
        try:
            document, merged = self._outer.policy.answer(
                environ,
                code,
                headers,
                path=f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}",
                accept=environ.get("HTTP_ACCEPT"),
                locale=in_force(self._lazy),
            )
            status = status_line(status, code)
        except Exception as error:  # whatever fails, the framework's own answer goes out
            report("an error page failed", error)
            return None
        self.open = True
        self._start_response(status, merged, *info)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [document.body]


def _header(headers: Headers, name: str) -> str:
    """Return the value of a header, empty if it is absent."""
    for key, value in headers:
        if key.lower() == name:
            return value
    return ""
