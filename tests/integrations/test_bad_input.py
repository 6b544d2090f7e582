"""Bad input to the ASGI and WSGI middleware: nothing reflected, nothing swallowed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from httplingo import get_locale
from httplingo.integrations import asgi, wsgi

from .asking import (
    asgi_app,
    ask,
    ask_wsgi,
    body,
    environ,
    messages,
    receive,
    scope,
    start,
    wsgi_app,
)

LOCALIZED = asgi.LocalizedErrorsMiddleware(asgi_app(start(404), body()))
LOCALIZED_WSGI = wsgi.LocalizedErrorsMiddleware(
    wsgi_app("404 Not Found", [], ("Content-Type", "text/plain"))
)


@pytest.mark.parametrize(
    "status", ["404 未找到", "404 A\r\nSet-Cookie: a=1", "404 \x00", "404 Größe", "404 "]
)
def test_a_reason_phrase_that_is_none_becomes_english(status: str) -> None:
    app = wsgi.LocalizedErrorsMiddleware(wsgi_app(status, [], ("Content-Type", "text/plain")))
    assert ask_wsgi(app, validate=False).status == "404 Not Found"


@pytest.mark.parametrize("status", ["abc", "", "4", "999 Odd", b"404 Not Found", None])
def test_a_status_that_is_none_is_the_servers_to_refuse(status: Any) -> None:
    answer = ask_wsgi(wsgi.LocalizedErrorsMiddleware(wsgi_app(status, [b"own"])), validate=False)
    assert answer.status is status
    assert answer.body == b"own"


def test_an_error_is_answered_whatever_stands_in_the_place_of_its_headers() -> None:
    for headers in ([b"x"], [(b"a",)], [(1, 2)], [("name", "text")], None):
        bad = {"type": "http.response.start", "status": 404, "headers": headers}
        sent = messages(asgi.LocalizedErrorsMiddleware(asgi_app(bad, body())))
        assert sent[0]["status"] == 404
        assert (b"content-language", b"zh-TW") in sent[0]["headers"]
    seven = {"type": "http.response.start", "status": 404, "headers": 7}
    assert messages(asgi.LocalizedErrorsMiddleware(asgi_app(seven, body())))[0] == seven


def test_headers_of_wsgi_that_are_none_are_the_servers_to_refuse() -> None:
    for wsgi_headers in (["x"], [("a",)], [(1, 2)], None, 7):

        def app(_: Any, start_response: Any, given: Any = wsgi_headers) -> list[bytes]:
            start_response("404 Not Found", given)
            return []

        started: list[Any] = []
        wsgi.LocalizedErrorsMiddleware(app)(
            environ(), lambda *args, seen=started: seen.append(args)
        )
        assert started == [("404 Not Found", wsgi_headers)] or wsgi_headers is None


def test_duplicate_and_strange_headers_are_kept_as_they_were() -> None:
    strange = [(b"x-a", b"1"), (b"x-a", b"1"), (b"x-\xff", b"\xe9\r\n"), (b"", b"")]
    answer = ask(asgi.LocalizedErrorsMiddleware(asgi_app(start(404, *strange), body())))
    assert answer.headers[-4:] == strange


@pytest.mark.parametrize("status", [None, "404", 404.5, 10**30])
def test_a_status_of_asgi_that_is_none_does_not_stop_us(status: Any) -> None:
    sent = [{"type": "http.response.start", "status": status, "headers": []}, body(b"own")]
    assert messages(asgi.LocalizedErrorsMiddleware(asgi_app(*sent))) == sent


@pytest.mark.parametrize(
    "sent",
    [
        [],
        [start(404)],
        [body(b"no start")],
        [start(404), start(404), body(b"")],
        [start(404), {"type": "http.response.body", "body": "text"}],
        [start(200), body(b"end"), body(b"after the end"), start(500)],
    ],
)
def test_what_no_application_may_send_reaches_the_server_as_it_was(sent: list[Any]) -> None:
    assert messages(asgi.LocalizedErrorsMiddleware(asgi_app(*sent))) == sent


def test_more_body_after_the_end_of_a_replaced_answer_reaches_the_server_too() -> None:
    app = asgi_app(start(404), body(), body(b"after the end"))
    assert messages(asgi.LocalizedErrorsMiddleware(app))[2:] == [body(b"after the end")]


def test_a_wsgi_application_that_sends_no_start_or_two() -> None:
    started: list[Any] = []

    def note(*args: Any) -> Any:
        started.append(args)

    assert list(wsgi.LocalizedErrorsMiddleware(lambda *_: [b"x"])(environ(), note)) == [b"x"]
    assert list(wsgi.LocalizedErrorsMiddleware(lambda *_: iter([]))(environ(), note)) == []
    assert started == []

    def twice(_: Any, start_response: Any) -> list[bytes]:
        start_response("404 Not Found", [])
        start_response("404 Not Found", [])
        return []

    list(wsgi.LocalizedErrorsMiddleware(twice)(environ(), note))
    assert len(started) == 2
    nothing: Any = lambda *_: None  # noqa: E731 - no body at all
    page = iter(wsgi.LocalizedErrorsMiddleware(nothing)(environ(), note))
    assert b"500" in next(page)
    assert started[-1][0] == "500 Internal Server Error"
    with pytest.raises(TypeError):
        next(page)


@pytest.mark.parametrize("status", [200, 404])
def test_a_client_that_leaves_is_the_applications_to_know(status: int) -> None:
    noticed: list[type[BaseException]] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        try:
            await send(start(status))
            await send(body())
        except OSError as error:
            noticed.append(type(error))
            raise

    async def gone(_: Any) -> None:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        asyncio.run(asgi.LocalizedErrorsMiddleware(app)(scope(), receive, gone))
    assert noticed == [ConnectionResetError]


def test_a_request_that_is_cancelled_leaves_nothing() -> None:
    async def app(*_: Any) -> None:
        get_locale()
        await asyncio.Event().wait()

    async def run() -> None:
        task = asyncio.create_task(
            asgi.LocalizedErrorsMiddleware(app)(scope(accept_language="de"), receive, receive)  # type: ignore[arg-type]
        )
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert get_locale() == "en"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de," * 21845, "de"),
        ("x" * 65536, "en"),
        ("\xff\xfe;q=;q", "en"),
        ("de\r\nSet-Cookie: a=1", "en"),
        ("*", "en"),
    ],
)
def test_any_accept_language_is_answered(header: str, language: str) -> None:
    answer = ask(LOCALIZED, scope(accept_language=header))
    assert answer.header("content-language") == language
    answer = ask_wsgi(LOCALIZED_WSGI, environ(**{"Accept-Language": header}))
    assert answer.header("content-language") == language


def test_headers_of_a_request_that_are_none_are_passed_over() -> None:
    for headers in (
        None,
        [],
        [b"x"],
        [(1, 2)],
        [("accept", "text")],
        [(b"accept-language", b"de")],
    ):
        asked = {**scope(), "headers": headers}
        assert ask(LOCALIZED, asked).status == 404
    assert ask(LOCALIZED, asked).header("content-language") == "de"
    twice = {**scope(), "headers": [(b"accept-language", b"tlh"), (b"accept-language", b"fr")]}
    assert ask(LOCALIZED, twice).header("content-language") == "fr"
    del asked["headers"], asked["path"], asked["method"]
    assert ask(LOCALIZED, asked).status == 404


@pytest.mark.parametrize(
    "path", ["/<script>alert(1)</script>", "/%3Cscript%3E", "/\r\nX: y", "/\ud800", "//evil"]
)
@pytest.mark.parametrize("accept", ["text/html", "text/plain", "application/json", "text/xml", ""])
def test_nothing_of_the_path_is_reflected(path: str, accept: str) -> None:
    plain = ask(LOCALIZED, scope(path="/", accept=accept))
    asked = {**scope(accept=accept), "path": path}
    assert ask(LOCALIZED, asked) == plain
    in_wsgi = ask_wsgi(LOCALIZED_WSGI, environ(path="/", Accept=accept))
    assert ask_wsgi(LOCALIZED_WSGI, environ(path=path, Accept=accept), False) == in_wsgi
