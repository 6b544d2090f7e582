"""aiohttp's server beside the contract."""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import logging
import weakref
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from httplingo import get_message
from httplingo.integrations import localized_errors
from httplingo.integrations._core import defaults
from httplingo.integrations.aiohttp import problem_response, setup

from .asking import Answer
from .checker import check, check_localized
from .contract import BROWSER, NOT_FOUND, ZH, Ask, assert_localized, checked
from .sites.aiohttp import build, routes, serving_app

#: Exceptions that take arguments, or have other texts.
UNLIKE_OTHERS = (
    web.HTTPMethodNotAllowed,
    web.HTTPRequestEntityTooLarge,
    web.HTTPUnavailableForLegalReasons,
)
ENGLISH = {"Accept": "text/plain", "Accept_Language": "en"}


async def late(_: web.Request) -> web.Response:
    raise TimeoutError


async def nothing(_: web.Request) -> Any:
    return None


async def zipped(_: web.Request) -> web.Response:
    error = web.HTTPNotFound()
    error.enable_compression(web.ContentCoding.gzip)
    raise error


async def upload(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


async def reason(_: web.Request) -> web.Response:
    raise web.HTTPNotFound(reason="Kein solches Buch: 未找到")


async def data(_: web.Request) -> web.Response:
    raise web.HTTPBadRequest(text=json.dumps({"error": "isbn"}), content_type="application/json")


async def sloppy_data(_: web.Request) -> web.Response:
    raise web.HTTPBadRequest(text=json.dumps(["isbn"]))


async def markup(_: web.Request) -> web.Response:
    raise web.HTTPNotFound(text="<h1>Gone fishing</h1>", content_type="text/html")


async def returned(_: web.Request) -> web.Response:
    return problem_response(409, "seat-taken", seat="12A", headers={"X-Own": "1"})


async def pieces(_: web.Request) -> web.Response:
    async def read() -> Any:
        yield b"one"
        yield b"two"

    return web.Response(status=403, body=read())


@localized_errors(formats=["application/problem+json"])
async def search(_: web.Request) -> web.Response:
    raise web.HTTPNotFound


class Books(web.View):
    @localized_errors(False)
    async def get(self) -> web.Response:
        raise web.HTTPNotFound

    async def post(self) -> web.Response:
        raise web.HTTPNotFound


ROUTES = [
    *(web.get(f"/{one.__name__}", one) for one in (late, nothing, zipped, reason, data, pieces)),
    *(web.get(f"/{one.__name__}", one) for one in (sloppy_data, markup, returned, search)),
    web.post("/upload", upload),
    web.view("/books", Books),
]


def app(**choices: Any) -> web.Application:
    made = build(*ROUTES, **choices)
    inner = web.Application()
    inner.add_routes(routes)
    made.add_subapp("/inner", inner)
    return made


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("static")
    (folder / "book.txt").write_text("0123456789")

    async def missing(_: web.Request) -> web.FileResponse:
        return web.FileResponse(folder / "book.txt", status=404)

    made = app()
    made.router.add_static("/static", folder)
    made.router.add_get("/own_file", missing)
    with serving_app(made) as client:
        yield checked(client)


def test_parts_of_the_application_are_answered_as_the_whole_is(ask: Ask) -> None:
    assert_localized(ask("/inner/busy", **ZH), 503)
    assert_localized(ask("/inner/none", **ZH), 404)


def test_aiohttp_still_logs_what_nobody_handles(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "aiohttp.server"):
        ask("/boom", **ZH)
    assert [one.exc_info[0] for one in caplog.records if one.exc_info] == [ZeroDivisionError]


def test_what_aiohttp_answers_outside_of_handlers_is_localized(ask: Ask) -> None:
    assert_localized(ask("/late", **ZH), 504)
    assert_localized(ask("/nothing", **ZH), 500)
    assert_localized(ask("/ok", Expect="200-maybe", **ZH), 417)


def test_what_is_compressed_is_compressed_after_it(ask: Ask) -> None:
    answer = ask("/zipped", Accept_Encoding="gzip", **ZH)
    assert gzip.decompress(answer.body).startswith(f"404 {NOT_FOUND}".encode())


def test_a_file_that_is_missing_is_answered_with_a_document(ask: Ask) -> None:
    page = ask("/static/none.css", Accept=BROWSER, Accept_Language="zh-HK")
    assert page.header("content-type") == "text/html; charset=utf-8"
    assert NOT_FOUND.encode() in page.body
    check_localized(page)
    assert_of_file(ask("/static/none.css", **ZH), 404)
    assert_of_file(ask("/static/", **ZH), 403)
    assert_of_file(ask("/static/book.txt", If_Match='"other"', **ZH), 412)
    head = ask("/static/none.css", "HEAD", **ZH)
    assert (head.status, head.body) == ("404 Not Found", b"")
    assert ask("/static/book.txt", **ZH).body == b"0123456789"


def test_a_file_that_is_missing_where_the_site_compresses(tmp_path: Path) -> None:
    @web.middleware
    async def compressing(request: web.Request, handler: Any) -> web.StreamResponse:
        response: web.StreamResponse = await handler(request)
        response.enable_compression()
        return response

    made = app()
    made.middlewares.append(compressing)
    made.router.add_static("/static", tmp_path)
    with serving_app(made) as client:
        answer = client("/static/none.css", Accept_Encoding="gzip", **ZH)
    check("GET", answer)
    assert answer.header("content-encoding") == "gzip"
    assert gzip.decompress(answer.body).startswith(f"404 {NOT_FOUND}".encode())


def assert_of_file(answer: Answer, code: int) -> None:
    assert answer.body.startswith(f"{code} {get_message(code, 'zh_TW').phrase}".encode())
    check_localized(answer)


def test_a_range_that_a_file_does_not_have_keeps_its_content_range(ask: Ask) -> None:
    answer = ask("/static/book.txt", Range="bytes=100-200", **ZH)
    assert_of_file(answer, 416)
    assert answer.header("content-range") == "bytes */10"


def test_a_file_that_the_application_sends_with_an_error_stays(ask: Ask) -> None:
    answer = ask("/own_file", **ZH)
    assert (answer.status, answer.body) == ("404 Not Found", b"0123456789")


def test_a_reason_is_the_applications_own_words_and_stays_out_of_the_status_line(ask: Ask) -> None:
    answer = ask("/reason", **ZH)
    assert_localized(answer, 404)
    assert answer.status == "404 Not Found"
    assert "Kein solches Buch: 未找到" in answer.body.decode()


def test_bodies_of_exceptions_that_are_no_words_stay(ask: Ask) -> None:
    assert json.loads(ask("/data", **ZH).body) == {"error": "isbn"}
    assert json.loads(ask("/sloppy_data", **ZH).body) == ["isbn"]
    assert ask("/markup", **ZH).body == b"<h1>Gone fishing</h1>"


def test_a_body_that_is_made_while_it_is_sent_stays() -> None:
    with serving_app(app(replace=lambda *_: True)) as client:
        assert client("/pieces", **ZH).body == b"onetwo"
        assert client("/refused", **ZH).body == b"onetwo"
        assert_localized(client("/page", **ZH), 404)


def test_a_problem_can_be_returned(ask: Ask) -> None:
    answer = ask("/returned", Accept="application/json", Accept_Language="zh-HK")
    assert json.loads(answer.body)["title"] == "座位 12A 已被預訂"
    assert answer.header("x-own") == "1"


def test_a_method_of_a_view_can_be_left_out(ask: Ask) -> None:
    assert ask("/books", **ZH).body == b"404: Not Found"
    assert_localized(ask("/books", "POST", **ZH), 404)


def test_a_handler_can_have_formats_of_its_own(ask: Ask) -> None:
    answer = ask("/search", Accept=BROWSER, Accept_Language="zh-HK")
    assert json.loads(answer.body)["title"] == NOT_FOUND


def test_middleware_of_the_application_wins() -> None:
    @web.middleware
    async def own(request: web.Request, handler: Any) -> web.StreamResponse:
        try:
            response: web.StreamResponse = await handler(request)
        except web.HTTPException as error:
            # The very words that aiohttp has, but the application's.
            return web.Response(status=error.status, text=error.text)
        except Exception as error:
            return web.json_response({"error": type(error).__name__}, status=500)
        return response

    made = app()
    made.middlewares.append(own)
    with serving_app(made) as client:
        assert client("/none", **ZH).body == b"404: Not Found"
        assert json.loads(client("/boom", **ZH).body) == {"error": "ZeroDivisionError"}
        assert json.loads(client("/taken", **ZH).body) == {"error": "Problem"}


def test_headers_that_the_application_adds_when_an_answer_is_sent_stay() -> None:
    async def add(_: web.Request, response: web.StreamResponse) -> None:
        response.headers["X-Frame-Options"] = "DENY"

    made = app()
    made.on_response_prepare.append(add)
    with serving_app(made) as client:
        for path in ("/none", "/boom", "/ok"):
            assert client(path, **ZH).header("x-frame-options") == "DENY"


def test_a_client_without_a_preference_gets_plain_text_as_from_aiohttp(ask: Ask) -> None:
    for headers in ({}, {"Accept": "*/*"}):
        answer = ask("/none", Accept_Language="de", **headers)
        assert answer.header("content-type") == "text/plain; charset=utf-8"


def test_a_body_beyond_aiohttps_limit_is_localized() -> None:
    small = web.Application(client_max_size=10)
    setup(small)
    small.router.add_post("/upload", upload)
    with serving_app(small) as client:
        assert_localized(client("/upload", "POST", b"x" * 11, **ZH), 413)
        assert client("/upload", "POST", b"x" * 10, **ZH).status == "200 OK"


def in_client(do: Callable[[TestClient[Any, Any]], Awaitable[Any]], **options: Any) -> Any:
    async def main() -> Any:
        async with TestClient(TestServer(app())) as client:
            return await do(client)

    return asyncio.run(main(), **options)


def test_websockets_are_left_alone() -> None:
    async def socket(request: web.Request) -> web.WebSocketResponse:
        response = web.WebSocketResponse()
        await response.prepare(request)
        await response.send_str(get_message(404).phrase)
        await response.close()
        return response

    async def main() -> str:
        made = build(web.get("/socket", socket))
        async with TestClient(TestServer(made)) as client:
            headers = {"Accept-Language": "zh-HK"}
            async with client.ws_connect("/socket", headers=headers) as connection:
                return await connection.receive_str()

    assert asyncio.run(main()) == NOT_FOUND


def test_a_traceback_in_debug_mode_stays() -> None:
    async def boom(client: TestClient[Any, Any]) -> str:
        return await (await client.get("/boom")).text()

    assert "Traceback" in in_client(boom, debug=True)
    assert "Traceback" not in in_client(boom)


def test_an_application_can_be_freed_and_mistakes_are_found_at_once() -> None:
    made = app()
    seen = weakref.ref(made)
    del made
    gc.collect()
    assert seen() is None
    with pytest.raises(ValueError, match="text/html"):
        setup(web.Application(), formats=["text/htm"])


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
