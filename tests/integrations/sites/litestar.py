"""The contract's site in Litestar, under uvicorn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from litestar import Litestar, MediaType, Response, get
from litestar.exceptions import (
    NotAuthorizedException,
    NotFoundException,
    ServiceUnavailableException,
)
from litestar.response import Stream

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.litestar import LocalizedErrorsPlugin
from httplingo.locales import set_locale
from tests.integrations.contract import CHOICES, NUMBER, Ask, reads_cookie
from tests.integrations.serving import serving_asgi


@get("/ok", media_type=MediaType.TEXT)
async def ok() -> str:
    before = get_message(404).phrase
    await asyncio.sleep(0)
    return f"{before} {get_message(404).phrase}"


@get("/plain", media_type=MediaType.TEXT)
async def plain() -> str:
    return "fine"


@get("/bare")
async def bare() -> Response[None]:
    response = Response(None, status_code=404, headers={"X-Own": "1"})
    response.set_cookie("crumb", "1")
    return response


@get("/page", media_type=MediaType.TEXT)
async def page() -> Response[str]:
    return Response("Nothing here", status_code=404)


@get("/own")
async def own() -> None:
    raise NotFoundException("No such book")


@get("/busy")
async def busy() -> None:
    raise ServiceUnavailableException(headers={"Retry-After": "120"})


@get("/login")
async def login() -> None:
    raise NotAuthorizedException(headers={"WWW-Authenticate": "Basic"})


@get("/range")
async def of_range() -> Response[None]:
    return Response(None, status_code=416, headers={"Content-Range": "bytes */10"})


@get("/public")
async def public() -> Response[None]:
    return Response(None, status_code=404, headers={"Cache-Control": "public, max-age=60"})


@get("/taken")
async def taken() -> None:
    raise Problem(409, "seat-taken", seat="<12A>")


@get("/left")
@localized_errors(False)
async def left() -> Response[None]:
    return Response(None, status_code=404)


@get("/set")
async def set_german() -> None:
    set_locale("de")
    raise NotFoundException


@get("/boom")
async def boom() -> None:
    raise ZeroDivisionError


@get("/stream")
async def stream() -> Stream:
    async def pieces() -> AsyncIterator[str]:
        for _ in range(2):
            await asyncio.sleep(0)
            yield get_message(404).phrase

    return Stream(pieces())


@get("/refused")
async def refused() -> Stream:
    async def pieces() -> AsyncIterator[str]:
        yield "one"
        yield "two"

    return Stream(pieces(), status_code=403)


HANDLERS: list[Any] = [
    *(ok, plain, bare, page, own, busy, login, of_range, public),
    *(taken, left, set_german, boom, stream, refused),
]


def build(*handlers: Any, **settings: Any) -> Litestar:
    plugin = LocalizedErrorsPlugin(
        selector=reads_cookie,
        details=lambda request: {"request_id": request.headers.get(NUMBER)},
        **CHOICES,
    )
    return Litestar([*HANDLERS, *handlers], plugins=[plugin], openapi_config=None, **settings)


@contextmanager
def serve() -> Iterator[Ask]:
    with serving_asgi(build()) as client:
        yield client
