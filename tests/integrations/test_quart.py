"""Quart under uvicorn, and through its own test client."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from quart import Quart, Response, abort, make_response, render_template_string, websocket
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotFound, ServiceUnavailable, Unauthorized

from httplingo import get_message
from httplingo.integrations.quart import LocalizedErrors
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
from .serving import serving_asgi

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

    LocalizedErrors(app, selector=lambda request: request.cookies.get("lang"), **CHOICES)
    return app


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with serving_asgi(build()) as client:
        yield client


@every_behaviour
def test_the_adapter_keeps_to_the_contract(behaviour: Callable[[Ask], None], ask: Ask) -> None:
    behaviour(ask)


def test_a_method_that_is_not_allowed_keeps_its_allow(ask: Ask) -> None:
    assert_allow_is_kept(ask)


def test_faults_of_the_page_let_quart_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert_faults_are_logged_once(ask, b"<h1>Not Found</h1>", monkeypatch, caplog)


def test_handlers_in_threads_and_templates_speak_the_visitors_language(ask: Ask) -> None:
    assert ask("/sync", **ZH).body.decode() == NOT_FOUND
    assert ask("/template", **ZH).body.decode() == NOT_FOUND


def test_a_reason_phrase_stays_ascii(ask: Ask) -> None:
    assert_localized(ask("/reason", **ZH), "404 Not Found")


def test_quart_still_logs_what_nobody_handles(caplog: pytest.LogCaptureFixture) -> None:
    app = build()

    async def main() -> int:
        return (await app.test_client().get("/boom")).status_code

    with caplog.at_level(logging.ERROR):
        app.logger.addHandler(caplog.handler)
        assert asyncio.run(main()) == 500
    assert ZeroDivisionError in [one.exc_info[0] for one in caplog.records if one.exc_info]


def test_the_debug_page_stays() -> None:
    async def main() -> str:
        response = await build(TESTING=True).test_client().get("/boom")
        return str(await response.get_data(as_text=True))

    assert "ZeroDivisionError" in asyncio.run(main())


def test_handlers_of_the_application_stay() -> None:
    app = build()

    @app.errorhandler(404)
    async def missing(_: Exception) -> tuple[str, int]:
        return f"own {get_message(404).phrase}", 404

    async def main() -> str:
        response = await app.test_client().get("/none", headers={"Accept-Language": "zh-HK"})
        return str(await response.get_data(as_text=True))

    assert asyncio.run(main()) == f"own {NOT_FOUND}"


def test_websockets_are_left_alone() -> None:
    async def main() -> Any:
        headers = {"Accept-Language": "zh-HK"}
        async with build().test_client().websocket("/socket", headers=headers) as connection:
            return await connection.receive()

    assert asyncio.run(main()) == "Not Found"
