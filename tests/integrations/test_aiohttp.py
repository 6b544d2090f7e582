"""aiohttp's server, asked over a socket."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from httplingo import get_message
from httplingo.integrations._core import defaults
from httplingo.integrations.aiohttp import setup
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
from .serving import serving

PLAIN = {"Accept": "text/plain", "Accept-Language": "zh-HK"}
#: Exceptions that take arguments, or have other texts.
UNLIKE_OTHERS = (
    web.HTTPMethodNotAllowed,
    web.HTTPRequestEntityTooLarge,
    web.HTTPUnavailableForLegalReasons,
)

routes = web.RouteTableDef()


@routes.get("/ok")
async def ok(_: web.Request) -> web.Response:
    before = get_message(404).phrase
    await asyncio.sleep(0)
    return web.Response(text=f"{before} {get_message(404).phrase}")


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


@routes.get("/set")
async def set_german(_: web.Request) -> web.Response:
    set_locale("de")
    raise web.HTTPNotFound


@routes.get("/boom")
async def boom(_: web.Request) -> web.Response:
    raise ZeroDivisionError


@routes.get("/late")
async def late(_: web.Request) -> web.Response:
    raise TimeoutError


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


@routes.get("/reason")
async def reason(_: web.Request) -> web.Response:
    return web.Response(status=404, reason="未找到")


@routes.get("/zip")
async def zipped(_: web.Request) -> web.Response:
    response = web.Response(status=404, text="404: Not Found")
    response.enable_compression(web.ContentCoding.gzip)
    return response


@routes.post("/upload")
async def upload(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


@routes.get("/socket")
async def socket(request: web.Request) -> web.WebSocketResponse:
    response = web.WebSocketResponse()
    await response.prepare(request)
    await response.send_str(get_message(404).phrase)
    await response.close()
    return response


def build(**choices: Any) -> web.Application:
    app = web.Application(client_max_size=10)
    setup(app, **{"selector": lambda request: request.cookies.get("lang"), **CHOICES, **choices})
    app.add_routes(routes)
    inner = web.Application()
    inner.add_routes(routes)
    app.add_subapp("/inner", inner)
    return app


async def start() -> tuple[int, Callable[[], Coroutine[Any, Any, None]]]:
    runner = web.AppRunner(build())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner.addresses[0][1], runner.cleanup


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with serving(start) as client:
        yield client


@every_behaviour
def test_the_adapter_keeps_to_the_contract(behaviour: Callable[[Ask], None], ask: Ask) -> None:
    behaviour(ask)


def test_faults_of_the_page_let_aiohttp_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert_faults_are_logged_once(ask, b"404: Not Found", monkeypatch, caplog)


def test_a_method_that_is_not_allowed_keeps_its_allow(ask: Ask) -> None:
    assert_allow_is_kept(ask)


def test_parts_of_the_application_are_answered_as_the_whole_is(ask: Ask) -> None:
    assert_localized(ask("/inner/busy", **ZH), "503 Service Unavailable")
    assert_localized(ask("/inner/none", **ZH), "404 Not Found")


def test_aiohttp_still_logs_what_nobody_handles(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "aiohttp.server"):
        ask("/boom", **ZH)
    assert [one.exc_info[0] for one in caplog.records if one.exc_info] == [ZeroDivisionError]


def test_its_timeouts_its_limit_and_compressed_defaults_are_localized(ask: Ask) -> None:
    assert_localized(ask("/late", **ZH), "504 Gateway Timeout")
    assert_localized(ask("/zip", Accept_Encoding="gzip", **ZH), "404 Not Found")
    answer = ask("/upload", "POST", **ZH)
    assert answer.status == "200 OK"


def test_a_reason_phrase_stays_ascii(ask: Ask) -> None:
    assert_localized(ask("/reason", **ZH), "404 Not Found")


def test_a_body_beyond_aiohttps_limit_is_localized() -> None:
    async def main() -> tuple[int, str]:
        async with TestClient(TestServer(build())) as client:
            response = await client.post("/upload", data=b"x" * 11, headers=PLAIN)
            return response.status, await response.text()

    status, text = asyncio.run(main())
    assert status == 413
    assert text.startswith(f"413 {get_message(413, 'zh_TW').phrase}")


def test_websockets_are_left_alone() -> None:
    async def main() -> str:
        async with TestClient(TestServer(build())) as client:
            headers = {"Accept-Language": "zh-HK"}
            async with client.ws_connect("/socket", headers=headers) as connection:
                return await connection.receive_str()

    assert asyncio.run(main()) == NOT_FOUND


def test_a_traceback_in_debug_mode_stays() -> None:
    async def main() -> str:
        async with TestClient(TestServer(build())) as client:
            return await (await client.get("/boom", headers=PLAIN)).text()

    assert "Traceback" in asyncio.run(main(), debug=True)
    assert "Traceback" not in asyncio.run(main())


def test_aiohttps_own_texts_are_known(ask: Ask) -> None:
    errors = [
        one()
        for one in vars(web).values()
        if isinstance(one, type)
        and issubclass(one, web.HTTPError)
        and one.status_code >= 400
        and not issubclass(one, UNLIKE_OTHERS)
    ]
    assert len(errors) > 30
    for error in errors:
        body = error.body
        assert isinstance(body, bytes)
        assert defaults.is_default(error.status, error.headers["Content-Type"], body)
    for accept in ("text/html", "text/plain"):
        answer = ask("/boom", Accept=accept, Accept_Language="de")
        assert answer.header("content-language") == "de"
