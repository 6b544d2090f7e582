"""Localized errors around any WSGI application (PEP 3333).

>>> from httplingo.integrations.wsgi import LocalizedErrorsMiddleware
>>> def app(environ, start_response): ...
>>> app = LocalizedErrorsMiddleware(app, api="/api/")

An answer below 400 passes: its ``start_response`` is the server's at once. The start of an error
is held back until its body shows whether it carries anything of the application's own. A body that
is no list is wrapped, so that the locale is active in its steps and in nothing else that the
thread does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, TypeAlias, Unpack

from httplingo.documents import MEDIA_TYPES
from httplingo.locales import LazyLocale, activate, deactivate
from httplingo.problem import Problem

from ._core import defaults
from ._core.answer import Adapter, Answer, Headers, answer_of
from ._core.choices import Choices
from ._core.log import report
from ._core.site import Site

Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Callable[[bytes], object]]
App: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

#: Bodies in which nothing of the application runs any more.
_WHOLE = (list, tuple)

#: Set by debuggers and test tools that want to see exceptions themselves.
_DEBUGGERS = ("werkzeug.debug.preserve_context", "paste.throw_errors")


class EnvironAdapter:
    """Reads a WSGI environ."""

    def header(self, request: Environ, name: str) -> str | None:
        """Return a header field; the server has joined several already."""
        return request.get(f"HTTP_{name.upper().replace('-', '_')}")

    def path(self, request: Environ) -> str:
        """Return the path, with that of the mount."""
        return f"{request.get('SCRIPT_NAME', '')}{request.get('PATH_INFO', '')}"

    def framework_locale(self, request: Environ) -> Any:
        """Return None: plain WSGI has no locale of its own."""

    def endpoint(self, request: Environ) -> Any:
        """Return None: plain WSGI knows no endpoints."""


class LocalizedErrorsMiddleware:
    """Wraps a WSGI application so that its bare errors speak the visitor's language.

    Only answers of 400 to 599 that carry nothing of the application's own are replaced. All
    others pass unbuffered. While a request is handled, its language is the active locale, worked
    out when first asked for; an answer that depends on it when it starts says so in ``Vary`` and
    ``Content-Language``.

    An exception that comes before the start of the response is answered with a localized 500,
    and raised again when the server asks for more after the page, so that the server logs it.
    Where a debugger is around the application (``werkzeug.debug``, ``paste.throw_errors``), it
    is raised at once. After the start it is only raised again. A `httplingo.Problem` is answered
    as what it is.

    Args:
        app: The application.
        **choices: The keywords of `Site`; its callables are called with the environ.

    >>> def nothing(environ, start_response):
    ...     start_response("404 Not Found", [])
    ...     return []
    >>> environ = {"HTTP_ACCEPT": "text/plain", "HTTP_ACCEPT_LANGUAGE": "zh-CN"}
    >>> body = LocalizedErrorsMiddleware(nothing)(environ, lambda status, headers: print(status))
    404 Not Found
    >>> body[0].decode().splitlines()[0]
    '404 未找到'
    """

    #: The formats to choose from where the site does not say.
    formats: tuple[str, ...] = MEDIA_TYPES
    answer_exceptions = True
    #: Whether the framework's locale may change within a request.
    live = False

    def __init__(self, app: App, **choices: Unpack[Choices]) -> None:
        self.app = app
        self.site = Site(self.adapter(), framework_formats=self.formats, **choices)

    def adapter(self) -> Adapter:
        """Return what reads a request."""
        return EnvironAdapter()

    def request(self, environ: Environ) -> Any:
        """Return what the site's callables get."""
        return environ

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Handle one request."""
        request = self.request(environ)
        lazy = self.site.locale(request, live=self.live)
        exchange = _Exchange(self.site, request, environ, start_response, lazy)
        token = activate(lazy)
        try:
            result = self.app(environ, exchange.start_response)
            if isinstance(result, _WHOLE):
                return exchange.finish(result)
            if exchange.passes and is_file_of_server(environ, result):
                return result
            return _Body(exchange, result, self._takes_exceptions(environ))
        except Exception as error:
            body = exchange.answer_exception(error, self._takes_exceptions(environ))
            if body is None:
                raise
            return body
        finally:
            deactivate(token)

    def _takes_exceptions(self, environ: Environ) -> bool:
        return self.answer_exceptions and not is_debugged(environ)


def is_debugged(environ: Environ) -> bool:
    """Say whether a debugger around the application waits for its exceptions.

    >>> is_debugged({"werkzeug.debug.preserve_context": True}), is_debugged({})
    (True, False)
    """
    return any(environ.get(name) is not None for name in _DEBUGGERS)


def is_file_of_server(environ: Environ, body: object) -> bool:
    """Say whether a body is a file that the server knows how to send.

    >>> is_file_of_server({}, [])
    False
    """
    wrapper = environ.get("wsgi.file_wrapper")
    return isinstance(wrapper, type) and isinstance(body, wrapper)


class _Exchange:
    """One request's answer on its way through the middleware.

    ==========  ============================================================================
    state       meaning
    ==========  ============================================================================
    not began   the application has not called ``start_response``
    held        it has, with an error whose body decides
    passes      the server has been given a start: the application's, or a document's
    ==========  ============================================================================
    """

    def __init__(
        self,
        site: Site,
        request: Any,
        environ: Environ,
        start_response: StartResponse,
        lazy: LazyLocale,
    ) -> None:
        self._site = site
        self._request = request
        self._environ = environ
        self._start_response = start_response
        self.lazy = lazy
        self.began = False
        self.passes = False
        self._start: tuple[Any, ...] = ()
        self._answer = Answer(0)
        self._verdict: bool | None = None
        self._server_write: Callable[[bytes], object] | None = None

    def start_response(self, status: str, headers: Headers, *info: Any) -> Callable[..., object]:
        """Stand for the server's ``start_response``."""
        if self.began and not self.passes and not info:
            # Called twice, which is an error: the server finds it as it would have.
            self._let_go()
        self.began = True
        self._start = (status, headers, *info)
        # What is no status is the server's to refuse.
        is_error = str(status) >= "400"
        if self.passes or not is_error or not self._waits(status, headers):
            return self._let_go()
        return self._write

    def _waits(self, status: str, headers: Headers) -> bool:
        """Say whether a start is held back until the body is known."""
        try:
            self._answer = Answer(int(status[:3]), list(headers), body=None)
            self._verdict = self._site.waits_for_body(self._request, self._answer)
        except Exception as error:  # a predicate's, or headers that are none
            report("it cannot be told whether an answer is replaced", error)
            return False
        return self._verdict is not False

    def _let_go(self) -> Callable[..., object]:
        """Give the server the start of the application's own."""
        self.passes = True
        status, headers, *info = self._start
        if self.lazy.used:
            try:
                headers = self._site.labelled(list(headers), self.lazy) or headers
            except Exception as error:  # headers that are none: the server's to refuse
                report("an answer cannot be labelled with its language", error)
        return self._start_response(status, headers, *info)

    def _write(self, data: bytes) -> object:
        """Stand for ``write`` of an error: whoever writes has something of their own to say."""
        if self._server_write is None:
            self._server_write = self._let_go()
        return self._server_write(data)

    def finish(self, chunks: Iterable[bytes]) -> Iterable[bytes]:
        """Return the body to send for one that is read as far as needed.

        No more is read than what shows that a body is no default.
        """
        if isinstance(chunks, _WHOLE) and (self.passes or not self.began):
            return chunks
        # A list is there as a whole; of what is made step by step no more is read than needed.
        read = list(chunks) if isinstance(chunks, _WHOLE) else []
        iterator = iter(() if read else chunks)
        for chunk in iterator:
            read.append(chunk)
            if self.passes or not (self._verdict or self._is_default(read)):
                break
        else:
            # The start of a generator may come with its last step, or not at all.
            if self.began and not self.passes and (self._verdict or self._is_default(read)):
                body = self._replace()
                if body is not None:
                    return body
        if self.began and not self.passes:
            self._let_go()
        return chunks if isinstance(chunks, _WHOLE) else chain(read, iterator)

    def _is_default(self, read: list[bytes]) -> bool:
        answer = self._answer
        try:
            body = b"".join(read)
            content_type = answer.header("content-type")
            if not body and self._environ.get("REQUEST_METHOD") == "HEAD":
                length = answer.header("content-length")
                return defaults.is_default_length(answer.status, content_type, length)
            return defaults.is_default(answer.status, content_type, body)
        except Exception as error:  # a body that is no bytes
            report("it cannot be told whether an answer is replaced", error)
            return False

    def _replace(self, decided: bool | None = True) -> list[bytes] | None:
        answer = self._site.replacement(self._request, self._answer, self.lazy, decided=decided)
        if answer is None:
            return None
        self.passes = True
        self._start_response(answer.status_line, answer.headers, *self._start[2:])
        return [] if self._environ.get("REQUEST_METHOD") == "HEAD" else [answer.body]

    def answer_exception(self, error: Exception, takes: bool) -> Iterable[bytes] | None:
        """Start an answer to an exception and return its body; None where it is raised again.

        Args:
            error: The exception; a `Problem` is answered as what it is, another one with 500.
            takes: Whether others than problems are answered at all.
        """
        is_problem = isinstance(error, Problem)
        if self.began or not (takes or is_problem):
            return None
        self._answer = answer_of(error) if isinstance(error, Problem) else Answer(500, default=True)
        body = self._replace(decided=None)
        if body is None:
            return None
        return body if is_problem else Raising(body, error)


class _Body:
    """A body whose steps the application makes: the locale is active within each.

    A generator starts with its first step, which is the server's to ask for.
    """

    def __init__(self, exchange: _Exchange, body: Iterable[bytes], takes_exceptions: bool) -> None:
        self._exchange = exchange
        self._body = body
        self._takes_exceptions = takes_exceptions
        self._steps: Iterator[bytes] | None = None
        self._raised: Iterator[bytes] | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._raised is not None:
            return next(self._raised)
        token = activate(self._exchange.lazy)
        try:
            if self._steps is None:
                passes = self._exchange.passes
                self._steps = iter(self._body if passes else self._exchange.finish(self._body))
            return next(self._steps)
        except StopIteration:
            raise
        except Exception as error:
            answer = self._exchange.answer_exception(error, self._takes_exceptions)
            if answer is None:
                raise
            self._raised = iter(answer)
            return next(self._raised)
        finally:
            deactivate(token)

    def close(self) -> None:
        """Close the application's body."""
        close = getattr(self._body, "close", None)
        if close is not None:
            close()


class Raising:
    """An answer to an exception, after which the exception goes on to the server.

    >>> steps = iter(Raising([b"500 Server Error"], ZeroDivisionError()))
    >>> next(steps)
    b'500 Server Error'
    >>> next(steps)
    Traceback (most recent call last):
    ZeroDivisionError
    """

    def __init__(self, body: list[bytes], error: Exception) -> None:
        # One step at least, since a server sends the headers with the first.
        self._body = body or [b""]
        self._error = error

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._body:
            return self._body.pop()
        raise self._error
