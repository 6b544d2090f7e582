"""The contract's site in Quart, under uvicorn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from quart import Quart, Response, abort, make_response, render_template_string, websocket
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotFound, ServiceUnavailable, Unauthorized

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.quart import LocalizedErrors
from httplingo.locales import set_locale
from tests.integrations.contract import CHOICES, NUMBER, Ask, reads_cookie
from tests.integrations.serving import serving_asgi

ROUTES: dict[str, Callable[[], Any]] = {}


def route(path: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    def add(handler: Callable[[], Any]) -> Callable[[], Any]:
        ROUTES[path] = handler
        return handler

    return add


@route("/ok")
async def ok() -> str:
    before = get_message(404).phrase
    await asyncio.sleep(0)
    return f"{before} {get_message(404).phrase}"


@route("/sync")
def in_a_thread() -> str:
    return get_message(404).phrase


@route("/template")
async def template() -> str:
    return await render_template_string("{{ 404 | http_phrase }}")


@route("/bare")
async def bare() -> Any:
    response = await make_response("", 404, {"X-Own": "1"})
    response.set_cookie("crumb", "1")
    return response


@route("/page")
async def page() -> tuple[str, int]:
    return "Nothing here", 404


@route("/own")
async def own() -> None:
    abort(404, "No such book")


@route("/busy")
async def busy() -> None:
    raise ServiceUnavailable(retry_after=120)


@route("/login")
async def login() -> None:
    raise Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": "shop"}))


@route("/plain")
async def plain() -> str:
    return "fine"


@route("/range")
async def of_range() -> Any:
    return "", 416, {"Content-Range": "bytes */10"}


@route("/public")
async def public() -> Any:
    return "", 404, {"Cache-Control": "public, max-age=60"}


@route("/taken")
async def taken() -> None:
    raise Problem(409, "seat-taken", seat="<12A>")


@route("/left")
@localized_errors(False)
async def left() -> Any:
    return "", 404


@route("/set")
async def set_german() -> None:
    set_locale("de")
    raise NotFound


@route("/boom")
async def boom() -> None:
    raise ZeroDivisionError


@route("/stream")
async def stream() -> AsyncIterator[str]:
    async def pieces() -> AsyncIterator[str]:
        for _ in range(2):
            await asyncio.sleep(0)
            yield get_message(404).phrase

    return pieces()


@route("/refused")
async def refused() -> tuple[AsyncIterator[str], int]:
    async def pieces() -> AsyncIterator[str]:
        yield "one"
        yield "two"

    return pieces(), 403


@route("/reason")
async def reason() -> Response:
    return Response("", status="404 未找到")  # type: ignore[arg-type]


def build(**settings: Any) -> Quart:
    app = Quart(__name__)
    app.config.update(settings)
    for path, handler in ROUTES.items():
        app.add_url_rule(path, handler.__name__, handler)

    @app.websocket("/socket")
    async def socket() -> None:
        await websocket.send(get_message(404).phrase)

    LocalizedErrors(
        app,
        selector=reads_cookie,
        details=lambda request: {"request_id": request.headers.get(NUMBER)},
        **CHOICES,
    )
    return app


@contextmanager
def serve() -> Iterator[Ask]:
    with serving_asgi(build()) as client:
        yield client
