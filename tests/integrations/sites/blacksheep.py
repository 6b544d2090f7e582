"""The contract's site in BlackSheep, under uvicorn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from blacksheep import Application, Cookie, Request, Response, Router, StreamedContent
from blacksheep.server.responses import text

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.blacksheep import install
from httplingo.locales import set_locale
from tests.integrations.contract import CHOICES, NUMBER, Ask, reads_cookie
from tests.integrations.serving import serving_asgi

ROUTES: dict[str, Any] = {}


def route(path: str) -> Callable[[Any], Any]:
    def add(handler: Any) -> Any:
        ROUTES[path] = handler
        return handler

    return add


@route("/ok")
async def ok(_: Request) -> Response:
    before = get_message(404).phrase
    await asyncio.sleep(0)
    return text(f"{before} {get_message(404).phrase}")


@route("/plain")
async def plain() -> str:
    return "fine"


@route("/bare")
async def bare(_: Request) -> Response:
    response = Response(404, [(b"X-Own", b"1")])
    response.set_cookie(Cookie("crumb", "1"))
    return response


@route("/page")
async def page(_: Request) -> Response:
    return text("Nothing here", 404)


@route("/own")
async def own(_: Request) -> Response:
    # Of BlackSheep's exceptions, only the log has the message.
    raise Problem(404, detail="No such book")


@route("/busy")
async def busy(_: Request) -> Response:
    return Response(503, [(b"Retry-After", b"120")])


@route("/login")
async def login(_: Request) -> Response:
    return Response(401, [(b"WWW-Authenticate", b"Basic")])


@route("/range")
async def of_range(_: Request) -> Response:
    return Response(416, [(b"Content-Range", b"bytes */10")])


@route("/public")
async def public(_: Request) -> Response:
    return Response(404, [(b"Cache-Control", b"public, max-age=60")])


@route("/taken")
async def taken(_: Request) -> Response:
    raise Problem(409, "seat-taken", seat="<12A>")


@route("/left")
@localized_errors(False)
async def left(_: Request) -> Response:
    return Response(404)


@route("/set")
async def set_german(_: Request) -> Response:
    set_locale("de")
    return Response(404)


@route("/boom")
async def boom(_: Request) -> Response:
    raise ZeroDivisionError


@route("/stream")
async def stream(_: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(2):
            await asyncio.sleep(0)
            yield get_message(404).phrase.encode()

    return Response(200, content=StreamedContent(b"text/plain", pieces))


@route("/refused")
async def refused(_: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"one"
        yield b"two"

    return Response(403, content=StreamedContent(b"text/plain", pieces))


def build(choices: dict[str, Any] | None = None, **settings: Any) -> Application:
    app = Application(router=Router(), **settings)
    for path, handler in ROUTES.items():
        app.router.add_get(path, handler)
    install(
        app,
        selector=reads_cookie,
        details=lambda request: {"request_id": _number(request)},
        **{**CHOICES, **(choices or {})},
    )
    return app


def _number(request: Request) -> str | None:
    value = request.get_first_header(NUMBER.encode())
    return value.decode() if value else None


@contextmanager
def serve() -> Iterator[Ask]:
    with serving_asgi(build()) as client:
        yield client
