"""Sanic beside the contract: under its own server, and in its ASGI mode."""

from __future__ import annotations

import gc
import logging
import socket as sockets
import weakref
from collections.abc import Iterator
from json import loads
from typing import Any

import pytest
from sanic import Request, Sanic, Websocket
from sanic.exceptions import NotFound, SanicException
from sanic.handlers import ErrorHandler
from sanic.response import BaseHTTPResponse, HTTPResponse, ResponseStream, json, text
from sanic.views import HTTPMethodView

from httplingo import Problem, get_locale, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.sanic import install, problem_response

from .checker import check_localized
from .contract import BROWSER, NOT_FOUND, ZH, Ask, assert_localized, checked, vary_of
from .serving import serving_asgi
from .sites.sanic import build, serving_app

CHINESE = {"Accept_Language": "zh-HK"}
JSON = {"Accept": "application/json", **CHINESE}


async def labelled(request: Request) -> None:
    phrase = get_message(404).phrase
    response = await request.respond(content_type="text/plain")
    await response.send(phrase)
    await response.eof()


async def file(_: Request) -> ResponseStream:
    async def write(response: Any) -> None:
        await response.write(get_message(404).phrase)

    return ResponseStream(write, status=404)


async def context(_: Request) -> HTTPResponse:
    raise SanicException("No such book", status_code=404, context={"isbn": "none"})


async def body(request: Request) -> HTTPResponse:
    return text(str(request.json))


async def data(request: Request) -> HTTPResponse:
    if "id" not in request.args:
        raise NotFound
    return json({})


async def returned(_: Request) -> HTTPResponse:
    return problem_response(409, "seat-taken", seat="12A", headers={"X-Own": "1"})


async def lookup(_: Request) -> HTTPResponse:
    raise LookupError


async def socket(_: Request, connection: Websocket) -> None:
    await connection.send(get_message(404).phrase)


class Books(HTTPMethodView):
    @localized_errors(False)
    async def get(self, _: Request) -> HTTPResponse:
        raise NotFound

    async def post(self, _: Request) -> HTTPResponse:
        raise NotFound


def app(**settings: Any) -> Sanic[Any, Any]:
    made = build(labelled, file, context, body, data, returned, lookup, **settings)
    made.add_route(Books.as_view(), "/books")
    made.add_websocket_route(socket, "/socket")
    return made


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("static")
    (folder / "book.txt").write_text("0123456789")
    made = app()
    made.static("/static", folder, name="static", use_content_range=True)
    with serving_app(made) as client:
        yield checked(client)


def test_sanic_still_logs_what_nobody_handles_and_no_problem(
    ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("sanic.error")
    logger.addHandler(caplog.handler)
    try:
        ask("/boom", **ZH)
        ask("/taken", **ZH)
    finally:
        logger.removeHandler(caplog.handler)
    logged = {one.exc_info[0] for one in caplog.records if one.exc_info}
    assert logged == {ZeroDivisionError}


def test_json_has_sanics_shape(ask: Ask) -> None:
    bare = loads(ask("/none", **JSON).body)
    assert bare == {"description": NOT_FOUND, "status": 404, "message": NOT_FOUND}
    own = loads(ask("/own", **JSON).body)
    assert own == {"description": NOT_FOUND, "status": 404, "message": "No such book"}
    problem = loads(ask("/own", Accept="application/problem+json", **CHINESE).body)
    assert (problem["title"], problem["detail"]) == (NOT_FOUND, "No such book")


def test_json_is_problem_details_where_the_site_says_so() -> None:
    with serving_app(build(choices={"problems": True})) as client:
        answer = client("/none", **JSON)
    assert answer.header("content-type") == "application/problem+json"
    assert loads(answer.body)["title"] == NOT_FOUND


def test_a_context_stands_in_what_programs_get_and_else_sanics_answer_stays(ask: Ask) -> None:
    shown = loads(ask("/context", **JSON).body)
    assert shown["context"] == {"isbn": "none"}
    assert (shown["description"], shown["message"]) == (NOT_FOUND, "No such book")
    page = ask("/context", Accept=BROWSER, **CHINESE)
    assert b"isbn" in page.body
    assert page.header("content-language") is None


def test_formats_are_those_of_sanic(ask: Ask) -> None:
    def kind(answer: Any) -> str:
        check_localized(answer)
        return str(answer.header("content-type")).partition(";")[0]

    assert kind(ask("/none", Accept="*/*", **CHINESE)) == "text/plain"
    assert kind(ask("/none", Accept=BROWSER, **CHINESE)) == "text/html"
    # Sanic has seen that this handler returns JSON.
    assert kind(ask("/data", Accept="*/*", **CHINESE)) == "application/json"
    assert kind(ask("/data", Accept=BROWSER, **CHINESE)) == "text/html"
    content = {"Content_Type": "application/json"}
    assert kind(ask("/none", Accept="*/*", **content, **CHINESE)) == "application/json"


def test_the_configured_format_of_errors_stays() -> None:
    made = app()
    made.config.FALLBACK_ERROR_FORMAT = "json"
    with serving_app(made) as client:
        answer = client("/none", Accept=BROWSER, **CHINESE)
        assert loads(answer.body)["description"] == NOT_FOUND


@pytest.mark.parametrize("kind", [NotFound, SanicException, Exception])
def test_exception_handlers_of_the_application_win(kind: type[Exception]) -> None:
    made = app()

    @made.exception(kind)
    async def missing(*_: object) -> HTTPResponse:
        # The very words that another framework has, but the application's.
        return json({"detail": "Not Found"}, 404)

    with serving_app(made) as client:
        assert loads(client("/none", **ZH).body) == {"detail": "Not Found"}


def test_an_exception_handler_may_raise_what_sanic_then_answers() -> None:
    made = app()

    @made.exception(LookupError)
    async def missing(*_: object) -> HTTPResponse:
        raise NotFound("No such book")

    with serving_app(made) as client:
        answer = client("/lookup", **ZH)
    assert_localized(answer, 404)
    assert b"No such book" in answer.body


class Own(ErrorHandler):
    def default(self, request: Request, exception: Exception) -> HTTPResponse:
        return text(f"own {type(exception).__name__} of {request.path}", 404)


class Reporting(ErrorHandler):
    def default(self, request: Request, exception: Exception) -> HTTPResponse:
        return super().default(request, exception)


def test_an_error_handler_of_the_application_wins() -> None:
    with serving_app(app(error_handler=Own())) as client:
        assert client("/none", **ZH).body == b"own NotFound of /none"
        assert_localized(client("/bare", **ZH), 404)
    made = app()
    made.error_handler = Own()
    with serving_app(made) as client:
        assert client("/none", **ZH).body == b"own NotFound of /none"
        assert_localized(client("/bare", **ZH), 404)


def test_an_error_handler_that_hands_on_says_nothing_of_its_own() -> None:
    with serving_app(app(error_handler=Reporting())) as client:
        for path, code in (("/none", 404), ("/boom", 500), ("/taken", 409)):
            answer = client(path, **ZH)
            assert answer.status.startswith(str(code))
            check_localized(answer)


def test_middleware_of_the_application_wins() -> None:
    made = app()

    async def sign(_: Request, response: BaseHTTPResponse) -> None:
        if response.status == 404 and response.body:
            response.body += b"!"

    made.register_middleware(sign, "response")
    with serving_app(made) as client:
        answer = client("/none", **ZH)
    assert answer.body.endswith(b"!")
    assert answer.header("content-language") is None


def test_streams_pass_and_say_what_they_depend_on(ask: Ask) -> None:
    answer = ask("/labelled", **ZH)
    assert answer.body.decode() == NOT_FOUND
    assert answer.header("content-language") == "zh-TW"
    assert "accept-language" in vary_of(answer)
    assert ask("/file", **ZH).body.decode() == NOT_FOUND


def test_what_sanic_refuses_is_localized(ask: Ask) -> None:
    assert_localized(ask("/static/none.css", **ZH), 404)
    answer = ask("/static/book.txt", Range="bytes=100-", **ZH)
    assert_localized(answer, 416)
    assert answer.header("content-range") == "bytes */10"
    assert b"Range" not in answer.body


def test_a_body_that_sanic_cannot_read_is_localized() -> None:
    with serving_app(app()) as client:
        answer = client("/body", "POST", b"{", **ZH)
    assert_localized(answer, 400)
    assert b"Failed when parsing" not in answer.body


def test_a_request_that_is_none_is_not_answered_in_the_language_of_the_one_before() -> None:
    made = app()

    @made.get("/port")
    async def port(request: Request) -> HTTPResponse:
        return text(str(request.server_port))

    with (
        serving_app(made) as client,
        sockets.create_connection(("127.0.0.1", int(client("/port").body)), 20) as connection,
    ):
        first = b"GET /ok HTTP/1.1\r\nHost: x\r\nAccept-Language: zh-HK\r\n\r\n"
        connection.sendall(first + b"GET /ok HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n")
        received = b""
        while piece := connection.recv(65536):
            received += piece
    assert b"\r\n\r\n400 Bad Request" in received
    assert get_message(400, "zh_TW").phrase.encode() not in received


def test_a_problem_can_be_returned(ask: Ask) -> None:
    answer = ask("/returned", Accept="application/problem+json", **CHINESE)
    assert loads(answer.body)["title"] == "座位 12A 已被預訂"
    assert answer.header("x-own") == "1"


def test_a_problem_on_a_route_that_is_left_out_is_answered_as_sanic_would() -> None:
    made = app()

    @made.get("/seat")
    @localized_errors(False)
    async def seat(_: Request) -> HTTPResponse:
        raise Problem(409, headers={"X-Own": "1"})

    with serving_app(made) as client:
        answer = client("/seat", **JSON)
    assert answer.status.startswith("409")
    assert loads(answer.body)["message"] == "Conflict"
    assert answer.header("x-own") == "1"


def test_a_method_of_a_view_can_be_left_out(ask: Ask) -> None:
    assert ask("/books", **ZH).header("content-language") is None
    assert_localized(ask("/books", "POST", **ZH), 404)


def test_pages_in_debug_mode_stay() -> None:
    with serving_app(app(), debug=True) as client:
        assert b"ZeroDivisionError" in client("/boom", **ZH).body
        assert client("/none", **ZH).header("content-language") is None


def test_its_asgi_mode_is_localized_and_leaves_no_locale() -> None:
    made = app()
    after = []

    async def outer(scope: Any, receive: Any, send: Any) -> None:
        await made(scope, receive, send)
        after.append(get_locale())

    with serving_asgi(outer) as client:
        assert_localized(client("/none", **ZH), 404)
        assert_localized(client("/boom", **ZH), 500)
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


def test_an_application_can_be_freed_and_mistakes_are_found_at_once() -> None:
    made = app()
    # What Sanic's application has; it cannot be referred to weakly itself.
    seen = weakref.ref(made.error_handler)
    Sanic.unregister_app(made)
    del made
    gc.collect()
    assert seen() is None
    with pytest.raises(ValueError, match="text/html"):
        install(Sanic("mistaken", configure_logging=False), formats=["text/htm"])
