"""Localized errors around any ASGI application (ASGI 3).

>>> from httplingo.integrations.asgi import LocalizedErrors
>>> async def app(scope, receive, send): ...
>>> app = LocalizedErrors(app, api="/api/")

Each HTTP request has its own `LazyLocale`, each error its own `Exchange`. The first message of
the response decides: below 400 everything passes from then on, untouched. An error is held back
until its body shows whether it carries anything of the application's own; what is no default, is
longer than one, or goes on after it, passes as it was.
"""

from __future__ import annotations

from contextlib import suppress

from httplingo.documents import Document
from httplingo.lingo import default_lingo
from httplingo.locales import (
    LazyLocale,
    activate,
    activated,
    deactivate,
)

from ._core.headers import REPRESENTATION, merged
from ._core.locale import Selection, in_force, list_header, scope_header, scope_language
from ._core.policy import Policy
from .asgi_exchange import Exchange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, MutableMapping
    from typing import Any, Unpack

    from httplingo.typing import LocaleLike

    from ._core.locale import Selector
    from ._core.policy import Choices

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    # As loose as Starlette's own type, so that `add_middleware` takes the class.
    App = Callable[
        [Any, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]
    ]
    RawHeaders = list[tuple[bytes, bytes]]

#: Set in a scope by an adapter whose handler has localized the answer already.
ANSWERED = "httplingo.answered"

#: How many documents' headers are kept as ASGI has them.
MAX_KEPT = 1024

#: The longest header that is remembered, in bytes.
LONGEST_KEPT = 256

_REPRESENTATION = frozenset(name.encode() for name in REPRESENTATION)


class LocalizedErrors:
    """Wraps an ASGI application so that its bare errors speak the visitor's language.

    Only answers of 400 to 599 that carry nothing of the application's own are replaced; see
    `Policy`. All others pass untouched and unbuffered, as do WebSockets and lifespan. While a
    request is handled, its language is the active locale, worked out when first asked for.

    An exception that comes before the start of the response is answered with a localized 500,
    and raised again, so that the server logs it; after the start it is only raised again.

    Args:
        app: The application.
        framework_locale: Returns the framework's active locale for a scope, or None; it is asked
            before ``selector``. For adapters.
        live: The framework's locale may change within a request, so it is asked each time.
        answer_exceptions: False: exceptions pass, and nothing is sent for them.
        **choices: The keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
            with the scope.

    >>> async def nothing(scope, receive, send):
    ...     await send({"type": "http.response.start", "status": 404, "headers": []})
    ...     await send({"type": "http.response.body"})
    >>> async def show(message):
    ...     print(message.get("status") or message["body"].decode().splitlines()[0])
    >>> scope = {"type": "http", "method": "GET", "path": "/", "headers": [
    ...     (b"accept", b"text/plain"), (b"accept-language", b"zh-CN")]}
    >>> import asyncio
    >>> asyncio.run(LocalizedErrors(nothing)(scope, None, show))
    404
    404 未找到
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
        self._set_up(Policy(**choices), framework_locale, live, answer_exceptions)

    @classmethod
    def of(cls, policy: Policy, framework_locale: Selector | None = None) -> LocalizedErrors:
        """Return one that answers by a policy and wraps nothing, for an adapter's handlers.

        >>> LocalizedErrors.of(Policy()).document({}, 404, [])[0].status
        404
        """
        made = cls.__new__(cls)
        made._set_up(policy, framework_locale, live=False, answer_exceptions=False)
        return made

    def _set_up(
        self, policy: Policy, framework_locale: Selector | None, live: bool, answer_exceptions: bool
    ) -> None:
        self.policy = policy
        self.choose = Selection(scope_language, framework_locale, self.policy.selector)
        self._live = live
        self._answer_exceptions = answer_exceptions
        self._raw: dict[tuple[int, str, str], tuple[Document, RawHeaders]] = {}
        # Where an answer depends on nothing but two headers, they lead to it at once.
        self._is_plain = not (framework_locale or live or self.policy.depends_on_request)
        self._answers: dict[tuple[int, bytes, bytes], tuple[int, Document, RawHeaders]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection (ASGI 3)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        lazy = LazyLocale(self.choose, scope, live=self._live)
        exchange: Exchange | None = None
        passes = False

        # A closure: what a 200 costs is this and the lazy locale, and nothing is made for it.
        async def send_on(message: Message) -> None:
            nonlocal exchange, passes
            if not passes:
                if exchange is not None:
                    answer = exchange.take(message)
                    passes = exchange.start is None
                    for one in answer:
                        await send(one)
                    return
                if message["type"] == "http.response.start":
                    status = message.get("status")
                    # What is no status is the server's to refuse.
                    if isinstance(status, int) and status >= 400 and ANSWERED not in scope:
                        begun = Exchange(self, scope, lazy)
                        if begun.begin(message):
                            exchange = begun
                            return
                    passes = True
            await send(message)

        token = activate(lazy)
        try:
            await self.app(scope, receive, send_on)
            if exchange is not None:
                for held in exchange.release():
                    await send(held)
        except Exception:
            if not passes:
                held_back: Iterable[Message] | None = (
                    exchange.release() if exchange is not None else None
                )
                if held_back is None and self._answer_exceptions:
                    held_back = Exchange(self, scope, lazy).answer(500, ())
                # A client that left: the application's exception counts.
                with suppress(Exception):
                    for one in held_back or ():
                        await send(one)
            raise
        finally:
            try:  # noqa: SIM105 - suppress() would cost as much as all the rest
                deactivate(token)
            except ValueError:
                pass  # closed from another context, which never had the locale

    def document(
        self,
        scope: Scope,
        status: int,
        headers: Iterable[Any],
        lazy: LazyLocale | None = None,
        locale: LocaleLike | None = None,
        **more: Any,
    ) -> tuple[Document, RawHeaders]:
        """Return what to send in the place of an answer with these headers.

        Args:
            scope: The request.
            status: The status code.
            headers: Those of the answer, as ASGI has them.
            lazy: The request's own locale, made anew where it is not at hand.
            locale: A locale that wins over it.
            **more: Keywords of `httplingo.documents.render`.

        >>> asked = {"headers": [(b"accept-language", b"de")]}
        >>> LocalizedErrors(None).document(asked, 404, [])[0].locale
        'de'
        """
        if lazy is None:
            lazy = LazyLocale(self.choose, scope, live=self._live)
        if locale is None:
            if (
                not (headers or more)
                and self._is_plain
                and isinstance(activated(), LazyLocale | None)
            ):
                return self._plain_document(scope, status, lazy)
            locale = in_force(lazy)
        media_type = self.policy.media_type(scope.get("path") or "", scope_header(scope, b"accept"))
        kept = [pair for pair in headers if pair[0].lower() not in _REPRESENTATION]
        if kept:
            retry_after = list_header(kept, b"retry-after")
            document = self.policy.document(scope, status, locale, media_type, retry_after, **more)
            pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in kept]
            return document, [
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in merged(pairs, document.headers)
            ]
        document = self.policy.document(scope, status, locale, media_type, **more)
        if more:
            return document, document.raw_headers()
        key = (status, document.locale, media_type)
        known = self._raw.get(key)
        if known is None or known[0] is not document:
            if len(self._raw) >= MAX_KEPT:
                self._raw.clear()
            known = self._raw[key] = (document, document.raw_headers())
        return document, list(known[1])

    def _plain_document(
        self, scope: Scope, status: int, lazy: LazyLocale
    ) -> tuple[Document, RawHeaders]:
        """Return what `document` does, from memory where the same was asked for before."""
        accept = language = b""
        for name, value in scope.get("headers") or ():
            if name == b"accept":
                accept = accept + b"," + value if accept else value
            elif name == b"accept-language":
                language = language + b"," + value if language else value
        key = (status, accept, language)
        known = self._answers.get(key)
        if known is not None and known[0] == default_lingo().generation:
            return known[1], list(known[2])
        changes = default_lingo().generation
        media_type = self.policy.media_type("", accept.decode("latin-1") or None)
        document = self.policy.document(scope, status, lazy.resolve(), media_type)
        raw = document.raw_headers()
        if len(accept) <= LONGEST_KEPT and len(language) <= LONGEST_KEPT:
            if len(self._answers) >= MAX_KEPT:
                self._answers.clear()
            self._answers[key] = (changes, document, raw)
        return document, list(raw)
