"""Localized errors around any ASGI application (ASGI 3).

>>> from httplingo.integrations.asgi import LocalizedErrorsMiddleware
>>> async def app(scope, receive, send): ...
>>> app = LocalizedErrorsMiddleware(app, api="/api/")

The first message of a response decides: below 400 everything passes from then on. An error is
held back until its body shows whether it carries anything of the application's own; what is no
default, is longer than one, or goes on after it, passes as it was.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, MutableMapping
from contextlib import suppress
from typing import Any, TypeAlias, Unpack

from httplingo.documents import MEDIA_TYPES
from httplingo.locales import LazyLocale, activate, deactivate
from httplingo.problem import Problem

from ._core import defaults
from ._core.answer import Adapter, Answer, Headers, Replacement, answer_of, joined
from ._core.choices import Choices
from ._core.defaults import Default
from ._core.log import report
from ._core.site import Site

Scope: TypeAlias = MutableMapping[str, Any]
Event: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Event]]
Send: TypeAlias = Callable[[Event], Awaitable[None]]
# As loose as Starlette's own type, so that `add_middleware` takes the class.
App: TypeAlias = Callable[
    [Any, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]
]

#: Set in a scope by a framework's handler that has decided whether an answer is replaced.
DECIDED = "httplingo.decided"


def scope_header(scope: Scope, name: str) -> str | None:
    """Return a header field of an ASGI scope, several joined with commas; None if it is absent.

    What is no header in it is passed over.

    >>> scope_header({"headers": [(b"accept", b"a/b"), (b"accept", b"c/d")]}, "Accept")
    'a/b, c/d'
    """
    wanted = name.lower().encode("latin-1")
    headers = scope.get("headers") or ()
    try:
        found = [value.decode("latin-1") for key, value in headers if key == wanted]
    except (TypeError, ValueError, AttributeError):
        found = [value for key, value in _pairs(headers) if key.lower() == name.lower()]
    return joined(found)


def _pairs(headers: Iterable[Any]) -> Headers:
    """Return the header fields of a message as strings; what is none is passed over."""
    pairs = []
    for pair in headers:
        try:
            name, value = pair
            pairs.append((name.decode("latin-1"), value.decode("latin-1")))
        except (TypeError, ValueError, AttributeError):
            continue
    return pairs


class ScopeAdapter:
    """Reads an ASGI scope."""

    def header(self, request: Scope, name: str) -> str | None:
        """Return a header field of a scope."""
        return scope_header(request, name)

    def path(self, request: Scope) -> str:
        """Return the path, with that of the mount."""
        return request.get("path") or ""

    def framework_locale(self, request: Scope) -> None:
        """Return None: plain ASGI has no locale of its own."""

    def endpoint(self, request: Scope) -> Any:
        """Return what a router has put into the scope."""
        return request.get("endpoint")


class LocalizedErrorsMiddleware:
    """Wraps an ASGI application so that its bare errors speak the visitor's language.

    Only answers of 400 to 599 that carry nothing of the application's own are replaced. All
    others pass unbuffered, as do WebSockets and lifespan. While a request is handled, its
    language is the active locale, worked out when first asked for; an answer that depends on it
    says so in ``Vary`` and ``Content-Language``.

    An exception that comes before the start of the response is answered with a localized 500,
    and raised again, so that the server logs it; after the start it is only raised again. A
    `httplingo.Problem` is answered as what it is.

    Args:
        app: The application.
        **choices: The keywords of `Site`; its callables are called with the scope.

    >>> async def nothing(scope, receive, send):
    ...     await send({"type": "http.response.start", "status": 404, "headers": []})
    ...     await send({"type": "http.response.body"})
    >>> async def show(event):
    ...     print(event.get("status") or event["body"].decode().splitlines()[0])
    >>> scope = {"type": "http", "method": "GET", "path": "/", "headers": [
    ...     (b"accept", b"text/plain"), (b"accept-language", b"zh-CN")]}
    >>> import asyncio
    >>> asyncio.run(LocalizedErrorsMiddleware(nothing)(scope, None, show))
    404
    404 未找到
    """

    #: The formats to choose from where the site does not say.
    formats: tuple[str, ...] = MEDIA_TYPES
    #: Whether the framework's locale may change within a request.
    live = False

    def __init__(self, app: App, *, site: Site | None = None, **choices: Unpack[Choices]) -> None:
        self.app = app
        #: One for an application: another part of the integration may have made it.
        self.site = site or Site(self.adapter(), framework_formats=self.formats, **choices)

    def adapter(self) -> Adapter:
        """Return what reads a request."""
        return ScopeAdapter()

    def request(self, scope: Scope) -> Any:
        """Return what the site's callables get."""
        return scope

    def known_defaults(self, _scope: Scope, status: int) -> Collection[Default]:
        """Return the bodies that show that an answer says nothing of the application's own."""
        return defaults.defaults(status)

    def answers_exceptions(self, _scope: Scope) -> bool:
        """Say whether an exception that nobody has handled is answered here."""
        return True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection (ASGI 3)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = self.request(scope)
        lazy = self.site.locale(request, live=self.live)
        exchange: _Exchange | None = None
        passes = False

        # A closure: what a 200 costs is this and the lazy locale, and nothing is made for it.
        async def send_on(event: Event) -> None:
            nonlocal exchange, passes
            if passes:
                await send(event)
                return
            if exchange is None:
                if event["type"] == "http.response.start":
                    passes = True
                    status = event.get("status")
                    # What is no status is the server's to refuse.
                    if isinstance(status, int) and status >= 400 and DECIDED not in scope:
                        exchange = _Exchange(self, scope, request, lazy, event)
                        passes = not exchange.holds
                        if not passes:
                            return
                    elif lazy.used:
                        _label(event, self.site, lazy)
                await send(event)
                return
            events = exchange.take(event)
            passes = exchange.ended
            for one in events:
                await send(one)

        token = activate(lazy)
        try:
            await self.app(scope, receive, send_on)
            if exchange is not None and not passes:
                for held in exchange.release():
                    await send(held)
        except Exception as error:
            answer: list[Event] | None = None
            if exchange is not None and not passes:
                answer = exchange.release()
            elif exchange is None and not passes:
                answer = self._of_exception(error, scope, request, lazy)
                if answer is not None and isinstance(error, Problem):
                    for one in answer:
                        await send(one)
                    return
            # A client that left: the application's exception counts.
            with suppress(Exception):
                for one in answer or ():
                    await send(one)
            raise
        finally:
            try:  # noqa: SIM105 - suppress() would cost as much as all the rest of a 200
                deactivate(token)
            except ValueError:
                pass  # closed from another context, which never had the locale

    def _of_exception(
        self, error: Exception, scope: Scope, request: Any, lazy: LazyLocale
    ) -> list[Event] | None:
        if isinstance(error, Problem):
            answer = self.site.replacement(request, answer_of(error), lazy)
        elif self.answers_exceptions(scope):
            answer = self.site.replacement(request, Answer(500, default=True), lazy)
        else:
            return None
        return None if answer is None else _events(answer, scope)


class _Exchange:
    """An error on its way through the middleware; it does no I/O.

    The start is held back (``holds``) until the body shows whether it is replaced (``ended``).
    """

    def __init__(
        self,
        middleware: LocalizedErrorsMiddleware,
        scope: Scope,
        request: Any,
        lazy: LazyLocale,
        start: Event,
    ) -> None:
        self._middleware = middleware
        self._site = middleware.site
        self._scope = scope
        self._request = request
        self._lazy = lazy
        self._start = start
        self._held: list[Event] = [start]
        self._verdict: bool | None = False
        self.ended = False
        try:
            # An iterable that can be read only once has been read here, so it is put back.
            start["headers"] = list(start.get("headers") or ())
            self._answer = Answer(start["status"], _pairs(start["headers"]), body=None)
            self._verdict = self._site.waits_for_body(request, self._answer)
        except Exception as error:  # a predicate's, or headers that are none
            report("it cannot be told whether an answer is replaced", error)
        if start.get("trailers"):
            self._verdict = False
        #: Whether the start is held back until the body is known.
        self.holds = self._verdict is not False

    def take(self, event: Event) -> list[Event]:
        """Take what follows a start that is held back; return what to send now."""
        self._held.append(event)
        if event["type"] != "http.response.body":
            return self.release()
        more = event.get("more_body", False)
        if not self._verdict and not self._is_default(more):
            return self.release()
        if more:
            # All is kept: if no document can be made, the whole answer goes out.
            return []
        answer = self._replacement()
        if answer is None:
            return self.release()
        self.ended = True
        return _events(answer, self._scope)

    def _replacement(self) -> Replacement | None:
        return self._site.replacement(self._request, self._answer, self._lazy, decided=True)

    def _is_default(self, more: bool) -> bool:
        """Say whether the body so far is empty or a framework's default."""
        status, kind = self._answer.status, self._answer.header("content-type")
        try:
            body = b"".join([event.get("body", b"") for event in self._held[1:]])
            if body:
                known = self._middleware.known_defaults(self._scope, status)
                return defaults.is_default(status, kind, body, known)
            if not more and self._scope.get("method") == "HEAD":
                known = self._middleware.known_defaults(self._scope, status)
                length = self._answer.header("content-length")
                return defaults.is_default_length(status, kind, length, known)
        except Exception as error:  # a body that is no bytes
            report("it cannot be told whether an answer is replaced", error)
            return False
        return True

    def release(self) -> list[Event]:
        """Return what was held back as it was."""
        self.ended = True
        if self._lazy.used:
            _label(self._start, self._site, self._lazy)
        return self._held


def _label(start: Event, site: Site, lazy: LazyLocale) -> None:
    """Say in a start of the application's own what its language depends on."""
    try:
        headers: Headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in start.get("headers") or ()
        ]
        labelled = site.labelled(headers, lazy)
    except Exception as error:  # headers that are none: the server's to refuse
        report("an answer cannot be labelled with its language", error)
        return
    if labelled is not None:
        start["headers"] = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in labelled
        ]


def _events(answer: Replacement, scope: Scope) -> list[Event]:
    body = b"" if scope.get("method") == "HEAD" else answer.body
    return [
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": answer.raw_headers(),
        },
        {"type": "http.response.body", "body": body},
    ]
