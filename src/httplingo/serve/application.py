"""The backend as an ASGI application (ASGI 3)."""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable, MutableMapping
from importlib.util import find_spec
from time import perf_counter
from typing import Any, NamedTuple

from prometheus_client import Counter

from httplingo._bounded import Bounded
from httplingo._matching.header import members
from httplingo._matching.negotiator import Negotiator
from httplingo.documents import Theme, render

from .access_log import AccessLog
from .metrics import Metrics
from .request import CHOSEN_BY, LOGGED, Asked, Fields, read_fields, read_request, text_of
from .settings import Settings

Scope = MutableMapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

#: How many documents are kept ready, with their headers; some 2 KiB each.
READY = 4096

#: The longest ``Accept-Language`` and ``Accept-Encoding`` that are read.
LONGEST = 1024

_VARY = b"Accept, Accept-Encoding, Accept-Language, X-Format"
#: How many requests are remembered by their headers: with them, half as many answers more a second.
KEPT = 1024

#: The longest headers that are remembered, in bytes altogether.
LONGEST_KEPT = 512

_OPERATORS = frozenset(["/healthz", "/readyz", "/metrics"])


class _Ready(NamedTuple):
    """An answer that is ready to be sent, and what is counted and logged of it."""

    status: int
    headers: Headers
    body: bytes
    locale: str
    media_type: str
    counter: Counter


class Application:
    """Answers each request with the error document that a proxy asks for.

    Args:
        settings: What it shows.

    >>> import asyncio
    >>> from httplingo.serve import Settings
    >>> async def show(event):
    ...     print(event.get("status") or event["body"].decode().splitlines()[0])
    >>> scope = {"type": "http", "method": "GET", "path": "/502.txt", "headers": [
    ...     (b"accept-language", b"zh-CN")]}
    >>> asyncio.run(Application(Settings())(scope, None, show))
    502
    502 网关错误
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.log: AccessLog | None = None
        self._lingo = settings.lingo
        self._theme = Theme(settings.theme)
        self._home = {"home_url": settings.home_url} if settings.home_url else {}
        self._metrics = Metrics()
        self._brotli = find_spec("brotli") is not None
        self._stopping = False
        self._read()

    def _read(self) -> None:
        locales = self.settings.locales or self._lingo.available_locales()
        self._negotiator = Negotiator(locales, default=self._lingo.default_locale)
        #: Path and header fields → answer: three quarters of the time that one takes to find.
        self._ready: Bounded[tuple[object, ...], _Ready] = Bounded(KEPT)
        #: What is the same for many headers: code, locale, format and coding → answer.
        self._documents: Bounded[tuple[object, ...], _Ready] = Bounded(READY)

    def refresh(self) -> None:
        """Read the catalogs anew; what is in flight is answered with the ones before."""
        self._lingo.refresh()
        self._read()

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http":
            await self._http(scope, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    async def _http(self, scope: Scope, send: Send) -> None:
        started = perf_counter()
        path = scope.get("path") or ""
        fields = read_fields(scope.get("headers") or ())
        if path in _OPERATORS and b"x-code" not in fields:
            status, headers, body = self._for_operators(path)
        else:
            ready = self._answer(path, fields)
            status, headers, body = ready[:3]
            seconds = perf_counter() - started
            ready.counter.inc()
            self._metrics.seconds.observe(seconds)
            if self.log is not None:
                self.log.add(self._logged(scope, fields, ready, seconds))
        if scope.get("method") == "HEAD":
            body = b""
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _lifespan(self, receive: Any, send: Send) -> None:
        while True:
            event = await receive()
            if event["type"] == "lifespan.startup":
                self._answer("/404", {})
            else:
                self._stopping = True
                if self.log is not None:
                    self.log.flush()
            await send({"type": f"{event['type']}.complete"})
            if self._stopping:
                return

    def _for_operators(self, path: str) -> tuple[int, Headers, bytes]:
        if path == "/metrics":
            text = self._metrics.text()
            return 200, _plain(len(text), self._metrics.content_type), text
        if path == "/readyz" and self._stopping:
            return 503, _plain(9), b"stopping\n"
        return 200, _plain(3), b"ok\n"

    def _answer(self, path: str, fields: Fields) -> _Ready:
        key = (path, *[fields.get(name) for name in CHOSEN_BY])
        if not self.settings.show:
            ready = self._ready.get(key)
            if ready is not None:
                return ready
        asked = read_request(path, fields, self.settings.show)
        locale = self._negotiator(asked.accept_language[:LONGEST])
        coding = self._coding(text_of(fields, b"accept-encoding")[:LONGEST])
        if asked.details:
            return self._document(asked, locale, coding)
        common = (asked.code, locale, asked.media_type, coding)
        ready = self._documents.get(common)
        if ready is None:
            ready = self._documents[common] = self._document(asked, locale, coding)
        if sum(map(len, filter(None, key))) <= LONGEST_KEPT:
            self._ready[key] = ready
        return ready

    def _document(self, asked: Asked, locale: str, coding: str) -> _Ready:
        details: dict[str, Any] = {**self._home, **asked.details, "theme": self._theme}
        document = render(asked.code, locale, asked.media_type, lingo=self._lingo, **details)
        body = _compressed(document.body, coding)
        dropped = {"vary", "content-length"}
        headers = [
            (name.lower().encode(), value.encode())
            for name, value in document.headers
            if name.lower() not in dropped
        ]
        headers += [(b"vary", _VARY), (b"content-length", str(len(body)).encode())]
        if coding:
            headers.append((b"content-encoding", coding.encode()))
        counter = self._metrics.counter(asked.code, locale, asked.media_type)
        return _Ready(asked.code, headers, body, locale, asked.media_type, counter)

    def _coding(self, accept_encoding: str) -> str:
        """Return the content coding that a client likes best, empty for none (RFC 9110, 12.5.3)."""
        if not accept_encoding:
            return ""
        weights = {name.lower(): weight for weight, name in members(accept_encoding)}
        offered = ("br", "gzip") if self._brotli else ("gzip",)
        others = weights.get("*", 0)
        best = max(offered, key=lambda name: weights.get(name, others))
        weight = weights.get(best, others)
        return best if weight > 0 and weight >= weights.get("identity", 0) else ""

    @staticmethod
    def _logged(scope: Scope, fields: Fields, ready: _Ready, seconds: float) -> dict[str, object]:
        return {
            "code": ready.status,
            "locale": ready.locale,
            "format": ready.media_type,
            "bytes": len(ready.body),
            "seconds": round(seconds, 6),
            "method": str(scope.get("method", "")),
            "path": text_of(fields, b"x-original-uri") or str(scope.get("path", "")),
            **{
                name: text_of(fields, header) for name, header in LOGGED.items() if header in fields
            },
        }


def _plain(length: int, content_type: str = "text/plain; charset=utf-8") -> Headers:
    return [
        (b"content-type", content_type.encode()),
        (b"content-length", str(length).encode()),
        (b"cache-control", b"no-store"),
    ]


def _compressed(body: bytes, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.compress(body, 9, mtime=0)
    if coding == "br":
        import brotli

        compressed: bytes = brotli.compress(body)
        return compressed
    return body
