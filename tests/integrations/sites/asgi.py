"""The contract, asked of a raw ASGI application under uvicorn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.asgi import LocalizedErrorsMiddleware, scope_header
from httplingo.locales import set_locale
from tests.integrations.contract import CHOICES, NUMBER, Ask
from tests.integrations.serving import serving_asgi

PLAIN = (b"content-type", b"text/plain; charset=utf-8")


@localized_errors(False)
async def left() -> None: ...


async def site(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return

    async def answer(status: int, *headers: tuple[bytes, bytes], body: bytes = b"") -> None:
        await send({"type": "http.response.start", "status": status, "headers": iter(headers)})
        await send({"type": "http.response.body", "body": body})

    async def stream(status: int, *pieces: Callable[[], bytes]) -> None:
        await send({"type": "http.response.start", "status": status, "headers": [PLAIN]})
        for piece in pieces:
            await asyncio.sleep(0)
            await send({"type": "http.response.body", "body": piece(), "more_body": True})
        await send({"type": "http.response.body"})

    def phrase() -> bytes:
        return get_message(404).phrase.encode()

    path = scope["path"]
    if path == "/ok":
        before = phrase()
        await asyncio.sleep(0)
        await answer(200, PLAIN, body=before + b" " + phrase())
    elif path == "/plain":
        await answer(200, PLAIN, body=b"fine")
    elif path == "/bare":
        await answer(404, (b"x-own", b"1"), (b"set-cookie", b"crumb=1"))
    elif path == "/page":
        await answer(404, PLAIN, body=b"Nothing here")
    elif path == "/own":
        raise Problem(404, detail="No such book")
    elif path == "/busy":
        raise Problem(503, headers={"Retry-After": "120"})
    elif path == "/login":
        await answer(401, (b"www-authenticate", b"Basic"))
    elif path == "/range":
        await answer(416, (b"content-range", b"bytes */10"))
    elif path == "/public":
        await answer(404, (b"cache-control", b"public, max-age=60"))
    elif path == "/taken":
        raise Problem(409, "seat-taken", seat="<12A>")
    elif path == "/left":
        scope["endpoint"] = left
        await answer(404)
    elif path == "/set":
        set_locale("de")
        await answer(404)
    elif path == "/boom":
        raise ZeroDivisionError
    elif path == "/stream":
        await stream(200, phrase, phrase)
    elif path == "/refused":
        await stream(403, lambda: b"one", lambda: b"two")
    else:
        await answer(404)


def selector(scope: Any) -> str | None:
    morsel = SimpleCookie(scope_header(scope, "cookie") or "").get("lang")
    return morsel.value if morsel else None


@contextmanager
def serve() -> Iterator[Ask]:
    app = LocalizedErrorsMiddleware(
        site,
        selector=selector,
        details=lambda scope: {"request_id": scope_header(scope, NUMBER)},
        **CHOICES,
    )
    with serving_asgi(app) as client:
        yield client
