"""Tornado, asked over a socket."""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections.abc import Callable, Coroutine, Iterator
from http import HTTPStatus
from typing import Any

import pytest
from tornado import locale
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketHandler, websocket_connect

from httplingo import get_message
from httplingo.integrations._core import defaults
from httplingo.integrations.tornado import Application
from httplingo.locales import set_locale

from .contract import (
    CHOICES,
    NOT_FOUND,
    ZH,
    Ask,
    assert_faults_are_logged_once,
    assert_localized,
    every_behaviour,
)
from .serving import Client, serving


class Ok(RequestHandler):
    async def get(self) -> None:
        before = get_message(404).phrase
        await asyncio.sleep(0)
        self.write(f"{before} {get_message(404).phrase}")


class Bare(RequestHandler):
    def get(self) -> None:
        self.set_status(404)
        self.set_header("X-Own", "1")
        self.set_cookie("crumb", "1")


class Page(RequestHandler):
    def get(self) -> None:
        self.set_status(404)
        self.finish("Nothing here")


class Own(RequestHandler):
    def get(self) -> None:
        raise HTTPError(404, reason="No such book")


class Busy(RequestHandler):
    def write_error(self, status_code: int, **details: Any) -> None:
        self.set_header("Retry-After", "120")
        super().write_error(status_code, **details)

    def get(self) -> None:
        raise HTTPError(503, "said to the log only")


class Login(RequestHandler):
    def set_default_headers(self) -> None:
        self.set_header("WWW-Authenticate", "Basic")

    def get(self) -> None:
        raise HTTPError(401)


class Set(RequestHandler):
    async def get(self) -> None:
        set_locale("de")
        raise HTTPError(404)


class Boom(RequestHandler):
    def get(self) -> None:
        raise ZeroDivisionError


class Stream(RequestHandler):
    async def get(self) -> None:
        for _ in range(2):
            self.write(get_message(404).phrase)
            await self.flush()


class Refused(RequestHandler):
    async def get(self) -> None:
        self.set_status(403)
        for piece in ("one", "two"):
            self.write(piece)
            await self.flush()


class Argument(RequestHandler):
    def get(self) -> None:
        self.get_argument("name")


class Echo(WebSocketHandler):
    def open(self, *_: str, **__: str) -> None:
        self.write_message(get_message(404).phrase)


HANDLERS: dict[str, type[RequestHandler]] = {
    "ok": Ok,
    "bare": Bare,
    "page": Page,
    "own": Own,
    "busy": Busy,
    "login": Login,
    "set": Set,
    "boom": Boom,
    "stream": Stream,
    "refused": Refused,
    "argument": Argument,
    "socket": Echo,
}


def cookie(request: Any) -> str | None:
    morsel = request.cookies.get("lang")
    return None if morsel is None else str(morsel.value)


def server(details: Any = None, **settings: Any) -> Callable[[], Coroutine[Any, Any, Any]]:
    async def start() -> tuple[int, Callable[[], Coroutine[Any, Any, None]]]:
        app = Application(
            [(f"/{name}", handler) for name, handler in HANDLERS.items()],
            httplingo={"selector": cookie, "details": details, **CHOICES},
            **settings,
        )
        http = HTTPServer(app)
        socket, port = bind_unused_port()
        http.add_socket(socket)

        async def stop() -> None:
            http.stop()
            await http.close_all_connections()

        return port, stop

    return start


@pytest.fixture(scope="module")
def ask() -> Iterator[Client]:
    with serving(server()) as client:
        yield client


@every_behaviour
def test_the_adapter_keeps_to_the_contract(behaviour: Callable[[Ask], None], ask: Ask) -> None:
    behaviour(ask)


def test_faults_of_the_page_let_tornado_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert_faults_are_logged_once(ask, b"404: Not Found", monkeypatch, caplog)


def test_tornado_still_logs_what_nobody_handles(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "tornado.application"):
        ask("/boom", **ZH)
    assert [one.exc_info[0] for one in caplog.records if one.exc_info] == [ZeroDivisionError]


def test_a_method_that_a_handler_lacks_is_localized(ask: Ask) -> None:
    assert_localized(ask("/ok", "DELETE", **ZH), "405 Method Not Allowed")


def test_a_missing_argument_is_answered_as_a_bare_400(ask: Ask) -> None:
    assert_localized(ask("/argument", **ZH), "400 Bad Request")


def test_tracebacks_that_are_served_stay() -> None:
    with serving(server(serve_traceback=True)) as client:
        assert b"ZeroDivisionError" in client("/boom", **ZH).body
        assert b"Traceback" in client("/own", **ZH).body


def test_what_is_compressed_is_compressed_after_it() -> None:
    details = {"home_url": "/" + 1024 * "x"}
    with serving(server(details, compress_response=True)) as client:
        headers = {"Accept": "text/html", "Accept_Language": "de", "Accept_Encoding": "gzip"}
        answer = client("/none", **headers)
    assert answer.header("content-language") == "de"
    vary = answer.header("vary") or ""
    assert "Accept-Encoding" in vary
    assert answer.header("content-encoding") == "gzip"
    assert b'lang="de"' in gzip.decompress(answer.body)


def test_translations_of_the_site_decide_before_the_header(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locale, "_supported_locales", frozenset({"en_US", "fr_FR"}))
    monkeypatch.setattr(locale, "_translations", {"fr_FR": {}})
    monkeypatch.setattr(locale.Locale, "_cache", {})
    assert_localized(ask("/set", **ZH), "404 Not Found", "de")
    answer = ask("/none", Accept="text/plain", Accept_Language="fr-FR,de")
    assert answer.header("content-language") == "fr"
    assert ask("/none", **ZH).header("content-language") == "en"


def test_websockets_are_left_alone() -> None:
    async def main() -> Any:
        port, stop = await server()()
        connection = await websocket_connect(f"ws://127.0.0.1:{port}/socket")
        message = await connection.read_message()
        connection.close()
        await stop()
        return message

    assert asyncio.run(main()) == "Not Found"
    assert NOT_FOUND != "Not Found"


def test_tornados_own_pages_are_known(caplog: pytest.LogCaptureFixture) -> None:
    class Asked(RequestHandler):
        def get(self, code: str) -> None:
            raise HTTPError(int(code))

    async def start() -> tuple[int, Callable[[], Coroutine[Any, Any, None]]]:
        from tornado.web import Application as Plain

        http = HTTPServer(Plain([(r"/(\d+)", Asked)]))
        socket, port = bind_unused_port()
        http.add_socket(socket)

        async def stop() -> None:
            http.stop()
            await http.close_all_connections()

        return port, stop

    with caplog.at_level(logging.CRITICAL), serving(start) as client:
        for status in [one.value for one in HTTPStatus if one >= 400]:
            answer = client(f"/{status}")
            assert defaults.is_default(status, answer.header("content-type") or "", answer.body)
