"""The backend as an ASGI application (ASGI 3)."""

from __future__ import annotations

import gzip
import json
import logging
import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from httplingo._bounded import Bounded
from httplingo._matching.header import members
from httplingo._matching.negotiator import Negotiator
from httplingo.documents import Theme, render
from httplingo.integrations.asgi import scope_header

from .metrics import Metrics
from .request import read_request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from .request import Asked
    from .settings import Settings

    Scope = MutableMapping[str, Any]
    Send = Callable[[dict[str, Any]], Awaitable[None]]
    Headers = list[tuple[bytes, bytes]]

#: How many documents are kept ready, with their headers; some 2 KiB each.
READY = 4096

#: The longest ``Accept-Language`` and ``Accept-Encoding`` that are read.
LONGEST = 1024

_VARY = b"Accept, Accept-Encoding, Accept-Language, X-Format"
_access = logging.getLogger("httplingo.access")


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
        self._lingo = settings.lingo
        self._theme = Theme(settings.theme)
        self._home = {"home_url": settings.home_url} if settings.home_url else {}
        self._metrics = Metrics()
        self._ready: Bounded[tuple[Any, ...], tuple[Headers, bytes]] = Bounded(READY)
        self._brotli = find_spec("brotli") is not None
        self._stopping = False
        self._logs = _access.isEnabledFor(logging.INFO)
        self._read()

    def _read(self) -> None:
        locales = self.settings.locales or self._lingo.available_locales()
        self._negotiator = Negotiator(locales, default=self._lingo.default_locale)

    def refresh(self) -> None:
        """Read the catalogs anew; what is in flight is answered with the ones before."""
        self._lingo.refresh()
        self._read()
        self._ready = Bounded(READY)

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            started = time.perf_counter()
            status, headers, body, asked, locale = self._answer(scope)
            head = scope.get("method") == "HEAD"
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": b"" if head else body})
            if asked is not None:
                seconds = time.perf_counter() - started
                self._metrics.count(status, locale, asked.media_type, seconds)
                if self._logs:
                    self._log(scope, asked, locale, len(body), seconds)

    async def _lifespan(self, receive: Any, send: Send) -> None:
        while True:
            event = await receive()
            if event["type"] == "lifespan.startup":
                self._answer({"type": "http", "path": "/404", "headers": []})
                await send({"type": "lifespan.startup.complete"})
            else:
                self._stopping = True
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _answer(self, scope: Scope) -> tuple[int, Headers, bytes, Asked | None, str]:
        path = scope.get("path") or ""
        if scope_header(scope, "X-Code") is None:
            if path == "/healthz":
                return 200, _plain(3), b"ok\n", None, ""
            if path == "/readyz":
                body = b"stopping\n" if self._stopping else b"ok\n"
                return 503 if self._stopping else 200, _plain(len(body)), body, None, ""
            if path == "/metrics":
                text = self._metrics.text()
                return 200, _plain(len(text), self._metrics.content_type), text, None, ""
        asked = read_request(scope, self.settings.show)
        locale = self._negotiator((asked.accept_language or "")[:LONGEST])
        coding = self._coding(scope_header(scope, "Accept-Encoding"))
        if asked.details:
            headers, body = self._document(asked, locale, coding)
        else:
            key = (asked.code, locale, asked.media_type, coding)
            ready = self._ready.get(key)
            if ready is None:
                ready = self._document(asked, locale, coding)
                self._ready[key] = ready
            headers, body = ready
        return asked.code, list(headers), body, asked, locale

    def _document(self, asked: Asked, locale: str, coding: str) -> tuple[Headers, bytes]:
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
        return headers, body

    def _coding(self, accept_encoding: str | None) -> str:
        """Return the content coding that a client likes best, empty for none (RFC 9110, 12.5.3)."""
        if not accept_encoding:
            return ""
        weights = {name.lower(): weight for weight, name in members(accept_encoding[:LONGEST])}
        offered = ("br", "gzip") if self._brotli else ("gzip",)
        others = weights.get("*", 0)
        best = max(offered, key=lambda name: weights.get(name, others))
        weight = weights.get(best, others)
        return best if weight > 0 and weight >= weights.get("identity", 0) else ""

    def _log(self, scope: Scope, asked: Asked, locale: str, size: int, seconds: float) -> None:
        fields = {
            "code": asked.code,
            "locale": locale,
            "format": asked.media_type,
            "bytes": size,
            "seconds": round(seconds, 6),
            "method": str(scope.get("method", "")),
            "path": scope_header(scope, "X-Original-URI") or str(scope.get("path", "")),
            "service": scope_header(scope, "X-Service-Name") or "",
            "namespace": scope_header(scope, "X-Namespace") or "",
            "request_id": scope_header(scope, "X-Request-ID") or "",
        }
        if self.settings.log_format == "json":
            _access.info("%s", json.dumps(fields))
        else:
            # As json has it: what a client sent can neither end a line nor reach a terminal.
            _access.info(
                "%s", " ".join(f"{k}={json.dumps(v)}" for k, v in fields.items() if v != "")
            )


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


def log_to_stdout() -> None:
    """Let the access log go to standard output, a line an answer."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _access.addHandler(handler)
    _access.setLevel(logging.INFO)
    _access.propagate = False
