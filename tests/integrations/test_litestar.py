"""Litestar under uvicorn, and through its own test client."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from http import HTTPStatus
from typing import Any

import pytest
from litestar import Controller, Litestar, MediaType, Request, Response, WebSocket, get, websocket
from litestar.exceptions import (
    HTTPException,
    NotAuthorizedException,
    NotFoundException,
    ServiceUnavailableException,
)
from litestar.logging import LoggingConfig
from litestar.params import FromPath
from litestar.response import Stream
from litestar.testing import TestClient

from httplingo import get_message
from httplingo.integrations._core import defaults
from httplingo.integrations.litestar import LocalizedErrors
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


@get("/ok", media_type=MediaType.TEXT)
async def ok() -> str:
    before = get_message(404).phrase
    await asyncio.sleep(0)
    return f"{before} {get_message(404).phrase}"


@get("/sync", media_type=MediaType.TEXT, sync_to_thread=True)
def in_a_thread() -> str:
    return get_message(404).phrase


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


@get("/extra")
async def extra() -> None:
    raise NotFoundException(extra={"book": "none"})


@get("/busy")
async def busy() -> None:
    raise ServiceUnavailableException(headers={"Retry-After": "120"})


@get("/text", media_type=MediaType.TEXT)
async def text() -> str:
    raise NotFoundException


@get("/login")
async def login() -> None:
    raise NotAuthorizedException(headers={"WWW-Authenticate": "Basic"})


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


@websocket("/socket")
async def socket(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()
    await socket.send_text(get_message(404).phrase)
    await socket.close()


def guard(app: Any) -> Any:
    del app

    async def refuse(*_: Any) -> None:
        raise NotAuthorizedException(headers={"WWW-Authenticate": "Basic"})

    return refuse


@get("/guarded", middleware=[guard])
async def guarded() -> None: ...


def own_words(_: Request[Any, Any, Any], error: Exception) -> Response[str]:
    return Response(f"own {type(error).__name__}", status_code=404, media_type="text/plain")


class Handled(Controller):
    path = "/handled"
    exception_handlers = {Exception: own_words}  # noqa: RUF012

    @get("/none")
    async def none(self) -> None:
        raise NotFoundException


ROUTES: list[Any] = [
    ok,
    in_a_thread,
    bare,
    page,
    own,
    extra,
    busy,
    text,
    login,
    set_german,
    boom,
    stream,
    refused,
    socket,
    guarded,
    Handled,
]


def cookie(scope: Any) -> str | None:
    return Request[Any, Any, Any](scope).cookies.get("lang")


def build(**settings: Any) -> Litestar:
    return Litestar(
        ROUTES,
        plugins=[LocalizedErrors(selector=cookie, **CHOICES)],
        openapi_config=None,
        **settings,
    )


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with serving_asgi(build()) as client:
        yield client


@every_behaviour
def test_the_adapter_keeps_to_the_contract(behaviour: Callable[[Ask], None], ask: Ask) -> None:
    behaviour(ask)


def test_a_method_that_is_not_allowed_keeps_its_allow(ask: Ask) -> None:
    assert_allow_is_kept(ask)


def test_faults_of_the_page_let_litestar_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert_faults_are_logged_once(ask, b'"Not Found"', monkeypatch, caplog)


def test_what_a_middleware_raises_is_localized(ask: Ask) -> None:
    answer = ask("/guarded", **ZH)
    assert_localized(answer, "401 Unauthorized")
    assert answer.header("www-authenticate") == "Basic"


def test_a_route_of_another_media_type_is_localized_too(ask: Ask) -> None:
    assert_localized(ask("/text", **ZH), "404 Not Found")


def test_extra_members_are_the_applications_own(ask: Ask) -> None:
    assert b'"book"' in ask("/extra", **ZH).body


def test_handlers_of_a_controller_stay(ask: Ask) -> None:
    assert ask("/handled/none", **ZH).body == b"own NotFoundException"


@pytest.mark.parametrize(
    ("key", "path"), [(404, "/none"), (NotFoundException, "/none"), (500, "/boom")]
)
def test_handlers_of_the_application_stay(key: Any, path: str) -> None:
    with TestClient(build(exception_handlers={key: own_words})) as client:
        assert client.get(path).text.startswith("own ")


def test_a_handler_for_all_has_the_last_word() -> None:
    with TestClient(build(exception_handlers={Exception: own_words})) as client:
        assert client.get("/none").text == "own NotFoundException"
        assert client.get("/bare", headers={"Accept-Language": "de"}).json()["status"] == 404


def test_the_debug_page_stays() -> None:
    with TestClient(build(debug=True)) as client:
        assert "ZeroDivisionError" in client.get("/boom").text
        headers = {"Accept-Language": "zh-HK"}
        assert client.get("/none", headers=headers).json()["title"] == NOT_FOUND


def test_litestar_still_logs_what_nobody_handles(caplog: pytest.LogCaptureFixture) -> None:
    config = LoggingConfig(log_exceptions="always", configure_root_logger=False)
    with TestClient(build(logging_config=config)) as client:
        logger = logging.getLogger("litestar")
        logger.addHandler(caplog.handler)
        try:
            client.get("/boom")
        finally:
            logger.removeHandler(caplog.handler)
    assert "ZeroDivisionError" in caplog.text


def test_handlers_in_threads_speak_the_visitors_language(ask: Ask) -> None:
    assert ask("/sync", **ZH).body.decode() == NOT_FOUND


def test_websockets_are_left_alone() -> None:
    with (
        TestClient(build()) as client,
        client.websocket_connect("/socket", headers={"Accept-Language": "zh-HK"}) as connection,
    ):
        assert connection.receive_text() == "Not Found"


def test_litestars_own_answers_are_known() -> None:
    @get("/{code:int}")
    async def asked(code: FromPath[int]) -> None:
        raise HTTPException(status_code=code)

    with TestClient(Litestar([asked], openapi_config=None)) as client:
        for status in [one.value for one in HTTPStatus if one >= 400]:
            answer = client.get(f"/{status}")
            kind = answer.headers["content-type"]
            assert defaults.is_default(status, kind, answer.content), answer.content
