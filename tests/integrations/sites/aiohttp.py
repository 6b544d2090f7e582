"""The contract's site in aiohttp, under its own server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.aiohttp import setup
from httplingo.locales import set_locale
from tests.integrations.contract import CHOICES, NUMBER, Ask, reads_cookie
from tests.integrations.serving import serving

routes = web.RouteTableDef()


@routes.get("/ok")
async def ok(_: web.Request) -> web.Response:
    before = get_message(404).phrase
    await asyncio.sleep(0)
    return web.Response(text=f"{before} {get_message(404).phrase}")


@routes.get("/plain")
async def plain(_: web.Request) -> web.Response:
    return web.Response(text="fine")


@routes.get("/bare")
async def bare(_: web.Request) -> web.Response:
    response = web.Response(status=404, headers={"X-Own": "1"})
    response.set_cookie("crumb", "1")
    return response


@routes.get("/page")
async def page(_: web.Request) -> web.Response:
    return web.Response(status=404, text="Nothing here")


@routes.get("/own")
async def own(_: web.Request) -> web.Response:
    raise web.HTTPNotFound(text="No such book")


@routes.get("/busy")
async def busy(_: web.Request) -> web.Response:
    raise web.HTTPServiceUnavailable(headers={"Retry-After": "120"})


@routes.get("/login")
async def login(_: web.Request) -> web.Response:
    raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Basic"})


@routes.get("/range")
async def of_range(_: web.Request) -> web.Response:
    return web.Response(status=416, headers={"Content-Range": "bytes */10"})


@routes.get("/public")
async def public(_: web.Request) -> web.Response:
    return web.Response(status=404, headers={"Cache-Control": "public, max-age=60"})


@routes.get("/taken")
async def taken(_: web.Request) -> web.Response:
    raise Problem(409, "seat-taken", seat="<12A>")


@routes.get("/left")
@localized_errors(False)
async def left(_: web.Request) -> web.Response:
    return web.Response(status=404)


@routes.get("/set")
async def set_german(_: web.Request) -> web.Response:
    set_locale("de")
    raise web.HTTPNotFound


@routes.get("/boom")
async def boom(_: web.Request) -> web.Response:
    raise ZeroDivisionError


@routes.get("/stream")
async def stream(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(2):
        await response.write(get_message(404).phrase.encode())
    return response


@routes.get("/refused")
async def refused(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(status=403)
    await response.prepare(request)
    await response.write(b"one")
    await response.write(b"two")
    return response


def build(*more: web.AbstractRouteDef, **choices: Any) -> web.Application:
    app = web.Application()
    setup(
        app,
        selector=reads_cookie,
        details=lambda request: {"request_id": request.headers.get(NUMBER)},
        **{**CHOICES, **choices},
    )
    app.add_routes(routes)
    app.add_routes(more)
    return app


@contextmanager
def serving_app(app: web.Application) -> Iterator[Ask]:
    async def start() -> tuple[int, Callable[[], Coroutine[Any, Any, None]]]:
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner.addresses[0][1], runner.cleanup

    with serving(start) as client:
        yield client


@contextmanager
def serve() -> Iterator[Ask]:
    with serving_app(build()) as client:
        yield client
