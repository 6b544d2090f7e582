"""Tornado beside the contract."""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import logging
import weakref
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from tornado import locale
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application as Plain
from tornado.web import FallbackHandler, HTTPError, RequestHandler, stream_request_body
from tornado.websocket import WebSocketHandler, websocket_connect

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations._core import defaults
from httplingo.integrations.tornado import Application, send_problem

from .checker import check_localized
from .contract import BROWSER, NOT_FOUND, ZH, Ask, assert_localized, checked
from .sites.tornado import build, serving_app


class Argument(RequestHandler):
    def get(self) -> None:
        self.get_argument("name")

    def post(self) -> None:
        pass


class Sent(RequestHandler):
    def get(self) -> None:
        send_problem(self, 409, "seat-taken", seat="12A", headers={"X-Own": "1"})


class Escaped(RequestHandler):
    def get(self) -> None:
        raise HTTPError(404, "for the log", reason="Tom & Jerry's book")


class Books(RequestHandler):
    @localized_errors(False)
    def get(self) -> None:
        raise HTTPError(404)

    def post(self) -> None:
        raise HTTPError(404)


@stream_request_body
class Upload(RequestHandler):
    async def data_received(self, chunk: bytes) -> None:
        await asyncio.sleep(0)
        self.write(f"{len(chunk)} {get_message(404).phrase} ")

    def post(self) -> None:
        self.write(get_message(404).phrase)


class Json(RequestHandler):
    """The application's own errors, as many have them in a base class."""

    def write_error(self, status_code: int, **_: Any) -> None:
        # The very words that another framework has, but the application's.
        self.finish({"detail": HTTPStatus(status_code).phrase})

    def get(self) -> None:
        raise Problem(404) if self.get_query_argument("problem", "") else HTTPError(404)


class Echo(WebSocketHandler):
    def open(self, *_: str, **__: str) -> None:
        self.write_message(get_message(404).phrase)


HANDLERS = [
    (f"/{one.__name__.lower()}", one)
    for one in (Argument, Sent, Escaped, Books, Upload, Json, Echo)
]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("static")
    (folder / "book.txt").write_text("0123456789")
    with serving_app(build(*HANDLERS, static_path=str(folder))) as client:
        yield checked(client)


def test_tornado_still_logs_what_nobody_handles_and_no_problem(
    ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "tornado.application"):
        ask("/boom", **ZH)
        ask("/taken", **ZH)
    assert [one.exc_info[0] for one in caplog.records if one.exc_info] == [ZeroDivisionError]


def test_a_method_that_a_handler_lacks_is_localized() -> None:
    # Tornado does not say which methods are allowed.
    with serving_app(build()) as client:
        assert_localized(client("/ok", "DELETE", **ZH), 405)


def test_what_is_for_the_log_is_not_shown(ask: Ask) -> None:
    missing = ask("/argument", **ZH)
    assert_localized(missing, 400)
    assert b"name" not in missing.body
    assert b"for the log" not in ask("/escaped", **ZH).body


def test_a_reason_is_shown_as_tornado_shows_it_and_stays_out_of_the_status_line(ask: Ask) -> None:
    answer = ask("/escaped", **ZH)
    assert_localized(answer, 404)
    assert answer.status == "404 Not Found"
    assert b"Tom & Jerry's book" in answer.body


def test_error_pages_of_the_application_win(ask: Ask) -> None:
    assert json.loads(ask("/json", **ZH).body) == {"detail": "Not Found"}
    problem = ask("/json?problem=1", **ZH)
    assert (problem.status, problem.body) == ("404 Not Found", b'{"detail": "Not Found"}')


def test_a_default_handler_of_the_application_wins() -> None:
    class Missing(RequestHandler):
        def prepare(self) -> None:
            self.set_status(404)
            self.finish(f"own {get_message(404).phrase}")

    with serving_app(build(default_handler_class=Missing)) as client:
        assert client("/none", **ZH).body.decode() == f"own {NOT_FOUND}"
    with serving_app(build(default_handler_class=Json)) as client:
        assert json.loads(client("/none", **ZH).body) == {"detail": "Not Found"}


def test_a_problem_can_be_sent(ask: Ask) -> None:
    answer = ask("/sent", Accept="application/json", Accept_Language="zh-HK")
    assert json.loads(answer.body)["title"] == "座位 12A 已被預訂"
    assert answer.status == "409 Conflict"
    assert answer.header("x-own") == "1"


def test_a_method_of_a_handler_can_be_left_out(ask: Ask) -> None:
    assert b"404: Not Found" in ask("/books", **ZH).body
    assert_localized(ask("/books", "POST", **ZH), 404)


def test_static_files_that_are_missing_or_shorter_are_answered(ask: Ask) -> None:
    page = ask("/static/none.css", Accept=BROWSER, Accept_Language="zh-HK")
    assert NOT_FOUND.encode() in page.body
    check_localized(page)
    answer = ask("/static/book.txt", Range="bytes=100-200", **ZH)
    assert_localized(answer, 416)
    assert answer.header("content-range") == "bytes */10"
    assert ask("/static/book.txt", **ZH).body == b"0123456789"


def test_a_client_without_a_preference_gets_a_page_as_from_tornado(ask: Ask) -> None:
    for headers in ({}, {"Accept": "*/*"}):
        answer = ask("/none", Accept_Language="de", **headers)
        assert answer.header("content-type") == "text/html; charset=utf-8"


def test_tracebacks_that_are_served_stay() -> None:
    with serving_app(build(serve_traceback=True)) as client:
        assert b"ZeroDivisionError" in client("/boom", **ZH).body
        assert b"Traceback" in client("/own", **ZH).body


def test_what_is_compressed_is_compressed_after_it() -> None:
    choices = {"details": lambda _: {"home_url": "/" + 1024 * "x"}}
    with serving_app(build(choices=choices, compress_response=True)) as client:
        headers = {"Accept": "text/html", "Accept_Language": "de", "Accept_Encoding": "gzip"}
        answer = client("/none", **headers)
    assert answer.header("content-language") == "de"
    assert "Accept-Encoding" in (answer.header("vary") or "")
    assert answer.header("content-encoding") == "gzip"
    assert b'lang="de"' in gzip.decompress(answer.body)


def test_translations_of_the_site_decide_before_the_header(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locale, "_supported_locales", frozenset({"en_US", "fr_FR"}))
    monkeypatch.setattr(locale, "_translations", {"fr_FR": {}})
    monkeypatch.setattr(locale.Locale, "_cache", {})
    assert_localized(ask("/set", **ZH), 404, "de")
    answer = ask("/none", Accept="text/plain", Accept_Language="fr-FR,de")
    assert answer.header("content-language") == "fr"
    assert ask("/none", **ZH).header("content-language") == "en"


def test_the_locale_of_a_user_decides_before_the_header() -> None:
    class OfUser(RequestHandler):
        def get_user_locale(self) -> locale.Locale:
            return locale.CSVLocale("fr_FR", {})

        def get(self) -> None:
            raise HTTPError(404)

    with serving_app(build(("/user", OfUser))) as client:
        assert_localized(client("/user", **ZH), 404, "fr")


def test_a_request_that_is_read_in_pieces_speaks_the_visitors_language() -> None:
    with serving_app(build(*HANDLERS)) as client:
        answer = client("/upload", "POST", b"book", **ZH)
    assert answer.body.decode() == f"4 {NOT_FOUND} {NOT_FOUND}"


def test_an_application_within_another_answers_too() -> None:
    outer = Plain([(r".*", FallbackHandler, {"fallback": build()})])
    with serving_app(outer) as client:
        assert_localized(client("/none", **ZH), 404)
        assert client("/ok", **ZH).body.decode() == f"{NOT_FOUND} {NOT_FOUND}"


def test_websockets_are_left_alone() -> None:
    async def main() -> Any:
        http = HTTPServer(build(*HANDLERS))
        socket, port = bind_unused_port()
        http.add_socket(socket)
        connection = await websocket_connect(f"ws://127.0.0.1:{port}/echo")
        message = await connection.read_message()
        connection.close()
        http.stop()
        await http.close_all_connections()
        return message

    assert asyncio.run(main()) == "Not Found"


def test_an_application_can_be_freed_and_mistakes_are_found_at_once() -> None:
    made = build()
    seen = weakref.ref(made)
    del made
    gc.collect()
    assert seen() is None
    with pytest.raises(ValueError, match="text/html"):
        Application([], httplingo={"formats": ["text/htm"]})


def test_tornados_own_pages_are_known(caplog: pytest.LogCaptureFixture) -> None:
    class Asked(RequestHandler):
        def get(self, code: str) -> None:
            raise HTTPError(int(code))

    with caplog.at_level(logging.CRITICAL), serving_app(Plain([(r"/(\d+)", Asked)])) as client:
        for status in [one.value for one in HTTPStatus if one >= 400]:
            answer = client(f"/{status}")
            assert defaults.is_default(status, answer.header("content-type") or "", answer.body)
