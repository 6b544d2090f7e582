"""The contract's site in Sanic, under its own server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from itertools import count
from socket import create_server
from typing import Any

from sanic import Request, Sanic
from sanic.exceptions import NotFound, ServiceUnavailable, Unauthorized
from sanic.response import HTTPResponse, empty, text

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.sanic import install
from httplingo.locales import set_locale
from tests.integrations.contract import CHOICES, NUMBER, Ask, reads_cookie
from tests.integrations.serving import serving

ROUTES: dict[str, Any] = {}
#: Sanic wants a name of its own for each application of a process.
_numbers = count()


def route(path: str) -> Callable[[Any], Any]:
    def add(handler: Any) -> Any:
        ROUTES[path] = handler
        return handler

    return add


@route("/ok")
async def ok(_: Request) -> HTTPResponse:
    before = get_message(404).phrase
    await asyncio.sleep(0)
    return text(f"{before} {get_message(404).phrase}")


@route("/plain")
async def plain(_: Request) -> HTTPResponse:
    return text("fine")


@route("/bare")
async def bare(_: Request) -> HTTPResponse:
    response = empty(404, headers={"X-Own": "1"})
    response.add_cookie("crumb", "1")
    return response


@route("/page")
async def page(_: Request) -> HTTPResponse:
    return text("Nothing here", 404)


@route("/own")
async def own(_: Request) -> HTTPResponse:
    raise NotFound("No such book")


@route("/busy")
async def busy(_: Request) -> HTTPResponse:
    raise ServiceUnavailable(headers={"Retry-After": "120"})


@route("/login")
async def login(_: Request) -> HTTPResponse:
    raise Unauthorized(scheme="Basic", realm="shop")


@route("/range")
async def of_range(_: Request) -> HTTPResponse:
    return empty(416, headers={"Content-Range": "bytes */10"})


@route("/public")
async def public(_: Request) -> HTTPResponse:
    return empty(404, headers={"Cache-Control": "public, max-age=60"})


@route("/taken")
async def taken(_: Request) -> HTTPResponse:
    raise Problem(409, "seat-taken", seat="<12A>")


@route("/left")
@localized_errors(False)
async def left(_: Request) -> HTTPResponse:
    return empty(404)


@route("/set")
async def set_german(_: Request) -> HTTPResponse:
    set_locale("de")
    raise NotFound


@route("/boom")
async def boom(_: Request) -> HTTPResponse:
    raise ZeroDivisionError


@route("/stream")
async def stream(request: Request) -> None:
    response = await request.respond()
    for _ in range(2):
        await response.send(get_message(404).phrase)
    await response.eof()


@route("/refused")
async def refused(request: Request) -> None:
    response = await request.respond(status=403)
    await response.send("one")
    await response.send("two")
    await response.eof()


def build(*more: Any, choices: dict[str, Any] | None = None, **settings: Any) -> Sanic[Any, Any]:
    Sanic.test_mode = True
    app: Sanic[Any, Any] = Sanic(f"site{next(_numbers)}", configure_logging=False, **settings)
    app.config.ACCESS_LOG = False
    for path, handler in ROUTES.items():
        app.add_route(handler, path)
    for handler in more:
        app.add_route(handler, f"/{handler.__name__}", methods=["GET", "POST"])
    install(
        app,
        selector=reads_cookie,
        details=lambda request: {"request_id": request.headers.get(NUMBER)},
        **{**CHOICES, **(choices or {})},
    )
    return app


@contextmanager
def serving_app(app: Sanic[Any, Any], debug: bool = False) -> Iterator[Ask]:
    async def start() -> tuple[int, Callable[[], Coroutine[Any, Any, None]]]:
        bound = create_server(("127.0.0.1", 0))
        made: Any = await app.create_server(sock=bound, return_asyncio_server=True, debug=debug)
        await made.startup()
        await made.start_serving()

        async def stop() -> None:
            await made.close()

        return bound.getsockname()[1], stop

    with serving(start) as client:
        yield client


@contextmanager
def serve() -> Iterator[Ask]:
    with serving_app(build()) as client:
        yield client
