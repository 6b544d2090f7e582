"""The contract's site in Starlette, under uvicorn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.starlette import install
from httplingo.locales import set_locale
from tests.integrations.contract import CHOICES, NUMBER, Ask, reads_cookie
from tests.integrations.serving import serving_asgi

ENDPOINTS: dict[str, Callable[[Request], Any]] = {}


def endpoint(function: Callable[[Request], Any]) -> Callable[[Request], Any]:
    ENDPOINTS[f"/{function.__name__}"] = function
    return function


@endpoint
async def ok(_: Request) -> Response:
    before = get_message(404).phrase
    await asyncio.sleep(0)
    return PlainTextResponse(f"{before} {get_message(404).phrase}")


@endpoint
async def plain(_: Request) -> Response:
    return PlainTextResponse("fine")


@endpoint
async def bare(_: Request) -> Response:
    response = Response(status_code=404, headers={"X-Own": "1"})
    response.set_cookie("crumb", "1")
    return response


@endpoint
async def page(_: Request) -> Response:
    return PlainTextResponse("Nothing here", 404)


@endpoint
async def own(_: Request) -> Response:
    raise HTTPException(404, "No such book")


@endpoint
async def busy(_: Request) -> Response:
    raise HTTPException(503, headers={"Retry-After": "120"})


@endpoint
async def login(_: Request) -> Response:
    raise HTTPException(401, headers={"WWW-Authenticate": "Basic"})


@endpoint
async def range(_: Request) -> Response:
    return Response(status_code=416, headers={"Content-Range": "bytes */10"})


@endpoint
async def public(_: Request) -> Response:
    return Response(status_code=404, headers={"Cache-Control": "public, max-age=60"})


@endpoint
async def taken(_: Request) -> Response:
    raise Problem(409, "seat-taken", seat="<12A>")


@endpoint
@localized_errors(False)
async def left(_: Request) -> Response:
    return Response(status_code=404)


@endpoint
async def set(_: Request) -> Response:
    set_locale("de")
    raise HTTPException(404)


@endpoint
async def boom(_: Request) -> Response:
    raise ZeroDivisionError


@endpoint
async def stream(_: Request) -> Response:
    async def pieces() -> AsyncIterator[str]:
        for _ in "12":
            await asyncio.sleep(0)
            yield get_message(404).phrase

    return StreamingResponse(pieces())


@endpoint
async def refused(_: Request) -> Response:
    async def pieces() -> AsyncIterator[str]:
        yield "one"
        yield "two"

    return StreamingResponse(pieces(), 403)


@contextmanager
def serve() -> Iterator[Ask]:
    app = Starlette(routes=[Route(path, function) for path, function in ENDPOINTS.items()])
    install(
        app,
        selector=reads_cookie,
        details=lambda request: {"request_id": request.headers.get(NUMBER)},
        **CHOICES,
    )
    with serving_asgi(app) as client:
        yield client
