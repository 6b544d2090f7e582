"""Sanic, asked over a socket by its own server, and through its ASGI mode."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from socket import create_server
from typing import Any

import pytest
from sanic import Request, Sanic, Websocket
from sanic.exceptions import NotFound, SanicException, ServiceUnavailable, Unauthorized
from sanic.handlers import ErrorHandler
from sanic.response import HTTPResponse, ResponseStream, empty, text

from httplingo import get_locale, get_message
from httplingo.integrations.sanic import install
from httplingo.locales import set_locale

from .contract import (
    CHOICES,
    NOT_FOUND,
    ZH,
    Ask,
    assert_allow_is_kept,
    assert_faults_are_logged_once,
    assert_localized,
    every_behaviour,
)
from .serving import Client, serving, serving_asgi


async def ok(_: Request) -> HTTPResponse:
    before = get_message(404).phrase
    await asyncio.sleep(0)
    return text(f"{before} {get_message(404).phrase}")


async def bare(_: Request) -> HTTPResponse:
    response = empty(404, headers={"X-Own": "1"})
    response.add_cookie("crumb", "1")
    return response


async def page(_: Request) -> HTTPResponse:
    return text("Nothing here", 404)


async def own(_: Request) -> HTTPResponse:
    raise NotFound("No such book")


async def busy(_: Request) -> HTTPResponse:
    raise ServiceUnavailable(headers={"Retry-After": "120"})


async def login(_: Request) -> HTTPResponse:
    raise Unauthorized(scheme="Basic", realm="shop")


async def set_german(_: Request) -> HTTPResponse:
    set_locale("de")
    raise NotFound


async def boom(_: Request) -> HTTPResponse:
    raise ZeroDivisionError


async def stream(request: Request) -> None:
    response = await request.respond()
    for _ in range(2):
        await response.send(get_message(404).phrase)
    await response.eof()


async def refused(request: Request) -> None:
    response = await request.respond(status=403)
    await response.send("one")
    await response.send("two")
    await response.eof()


async def file(_: Request) -> ResponseStream:
    async def write(response: Any) -> None:
        await response.write(get_message(404).phrase)

    return ResponseStream(write, status=404)


async def context(_: Request) -> HTTPResponse:
    raise SanicException(status_code=404, context={"book": "none"})


async def body(request: Request) -> HTTPResponse:
    return text(str(request.json))


async def socket(_: Request, connection: Websocket) -> None:
    await connection.send(get_message(404).phrase)


def build(name: str, **settings: Any) -> Sanic[Any, Any]:
    Sanic.test_mode = True
    app: Sanic[Any, Any] = Sanic(name, configure_logging=False, **settings)
    app.config.ACCESS_LOG = False
    for handler in (ok, bare, page, own, busy, boom, stream, refused, file, context, login):
        app.add_route(handler, f"/{handler.__name__}")  # type: ignore[arg-type]
    app.add_route(set_german, "/set")
    app.add_route(body, "/body", methods=["POST"])
    app.add_websocket_route(socket, "/socket")
    install(app, **{"selector": lambda request: request.cookies.get("lang"), **CHOICES})
    return app


def server(app: Sanic[Any, Any], debug: bool = False) -> Callable[[], Coroutine[Any, Any, Any]]:
    async def start() -> tuple[int, Callable[[], Coroutine[Any, Any, None]]]:
        bound = create_server(("127.0.0.1", 0))
        made: Any = await app.create_server(sock=bound, return_asyncio_server=True, debug=debug)
        await made.startup()
        await made.start_serving()

        async def stop() -> None:
            await made.close()

        return bound.getsockname()[1], stop

    return start


@pytest.fixture(scope="module")
def ask() -> Iterator[Client]:
    with serving(server(build("contract"))) as client:
        yield client


@every_behaviour
def test_the_adapter_keeps_to_the_contract(behaviour: Callable[[Ask], None], ask: Ask) -> None:
    behaviour(ask)


def test_a_method_that_is_not_allowed_keeps_its_allow(ask: Ask) -> None:
    assert_allow_is_kept(ask)


def test_faults_of_the_page_let_sanic_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert_faults_are_logged_once(ask, b"not found", monkeypatch, caplog)


def test_sanic_still_logs_what_nobody_handles(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("sanic.error")
    logger.addHandler(caplog.handler)
    try:
        ask("/boom", **ZH)
    finally:
        logger.removeHandler(caplog.handler)
    assert ZeroDivisionError in [one.exc_info[0] for one in caplog.records if one.exc_info]


def test_a_context_and_streams_are_the_applications_own(ask: Ask) -> None:
    assert b"none" in ask("/context", Accept="application/json", Accept_Language="de").body
    assert ask("/file", **ZH).body.decode() == NOT_FOUND


def test_a_body_that_sanic_cannot_read_is_localized(ask: Ask) -> None:
    assert_localized(ask("/body", "POST", b"{", **ZH), "400 Bad Request")


def test_an_error_handler_of_the_sites_own_stays() -> None:
    class Own(ErrorHandler):
        def default(self, request: Request, exception: Exception) -> HTTPResponse:
            return text(f"own {type(exception).__name__} of {request.path}", 404)

    with serving(server(build("own_handler", error_handler=Own()))) as client:
        assert client("/none", **ZH).body == b"own NotFound of /none"
        assert_localized(client("/bare", **ZH), "404 Not Found")


def test_pages_in_debug_mode_stay() -> None:
    with serving(server(build("debug"), debug=True)) as client:
        assert b"ZeroDivisionError" in client("/boom", **ZH).body


def test_its_asgi_mode_is_localized_and_leaves_no_locale() -> None:
    app = build("asgi")
    after = []

    async def outer(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, receive, send)
        after.append(get_locale())

    with serving_asgi(outer) as client:
        assert_localized(client("/none", **ZH), "404 Not Found")
        assert_localized(client("/boom", **ZH), "500 Internal Server Error")
        assert client("/ok", **ZH).body.decode() == f"{NOT_FOUND} {NOT_FOUND}"
    assert set(after) == {"en"}


def test_websockets_are_left_alone(ask: Ask) -> None:
    answer = ask(
        "/socket",
        Upgrade="websocket",
        Connection="Upgrade",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==",
    )
    assert answer.status.startswith("101")
    assert answer.header("content-language") is None
