from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Any
from wsgiref.util import FileWrapper

import pytest

from httplingo import get_locale, get_message
from httplingo.documents import render
from httplingo.integrations.wsgi import LocalizedErrorsMiddleware

from .asking import CHINESE, ask_wsgi, environ, wsgi_app

TEXT = ("Content-Type", "text/plain")
BARE = wsgi_app("404 Not Found", [], TEXT)


@pytest.mark.parametrize("chunks", [[], [b""], (b"Not Found",), [b"Not ", b"Found"]])
def test_a_bare_error_speaks_the_visitors_language(chunks: Any) -> None:
    app = wsgi_app("404 Not Found", chunks, TEXT, ("Content-Length", "9"), ("Allow", "GET"))
    answer = ask_wsgi(LocalizedErrorsMiddleware(app))
    assert answer.status == "404 Not Found"
    assert answer.body == render(404, "zh_TW", "text/plain").body
    assert answer.header("content-language") == "zh-TW"
    assert answer.header("content-length") == str(len(answer.body))
    assert answer.header("vary") == "Accept, Accept-Language"
    assert answer.header("allow") == "GET"


@pytest.mark.parametrize(
    ("status", "chunks"),
    [
        ("200 OK", [b"fine"]),
        ("404 Not Found", [b"No such user"]),
        ("500 Oops", [b"a" * 9999]),
        ("304 Not Modified", []),
    ],
)
def test_a_list_of_the_applications_own_is_handed_on_itself(
    status: str, chunks: list[bytes]
) -> None:
    app = LocalizedErrorsMiddleware(wsgi_app(status, chunks, TEXT))
    started: list[Any] = []
    assert app(environ(), lambda *args: started.append(args)) is chunks  # type: ignore[arg-type]
    assert started == [(status, [TEXT])]


def test_a_stream_passes_step_by_step() -> None:
    steps: list[int] = []

    def stream() -> Iterator[bytes]:
        for number in range(3):
            steps.append(number)
            yield b"own words"

    for status in ("200 OK", "503 Busy"):
        steps.clear()
        started: list[Any] = []
        app = LocalizedErrorsMiddleware(wsgi_app(status, stream(), TEXT))
        body = iter(app(environ(), lambda *args, seen=started: seen.append(args)))
        assert next(body) == b"own words"
        assert steps == [0]
        assert started == [(status, [TEXT])]
        assert list(body) == [b"own words"] * 2


def test_the_language_holds_in_the_steps_of_a_stream_and_nowhere_else() -> None:
    def stream(status: str, _: Any, start_response: Any) -> Iterator[bytes]:
        start_response(status, [TEXT])
        for _ in range(3):
            yield get_message(404).locale.encode()

    for status in ("200 OK", "404 Not Found"):
        app = LocalizedErrorsMiddleware(partial(stream, status))
        body = app(environ(**CHINESE), lambda *_: None)  # type: ignore[arg-type]
        found = []
        for chunk in body:
            found.append(chunk)
            assert get_locale() == "en"
        assert found == [b"zh_TW"] * 3


def test_a_generator_that_starts_a_bare_error_late_is_replaced() -> None:
    def late(_: Any, start_response: Any) -> Iterator[bytes]:
        start_response("404 Not Found", [TEXT])
        yield b""
        yield b"Not Found"

    assert ask_wsgi(LocalizedErrorsMiddleware(late)).header("content-language") == "zh-TW"


def test_a_body_is_closed_once_whatever_becomes_of_it() -> None:
    class Body:
        closed = 0

        def __init__(self, *chunks: bytes) -> None:
            self.chunks = list(chunks)

        def __iter__(self) -> Iterator[bytes]:
            return iter(self.chunks)

        def close(self) -> None:
            self.closed += 1

    for status in ("200 OK", "404 Not Found"):
        for chunks in ([b"own"], [b"Not Found"], []):
            body = Body(*chunks)
            ask_wsgi(LocalizedErrorsMiddleware(wsgi_app(status, body, TEXT)))
            assert body.closed == 1


def test_a_file_reaches_the_server_as_it_is() -> None:
    file = FileWrapper(io.BytesIO(b"content"))
    asked = environ()
    asked["wsgi.file_wrapper"] = FileWrapper
    app = LocalizedErrorsMiddleware(wsgi_app("200 OK", file, TEXT))
    assert app(asked, lambda *_: None) is file  # type: ignore[arg-type]


def test_head_has_the_headers_and_no_body() -> None:
    app = LocalizedErrorsMiddleware(BARE)
    get, head = ask_wsgi(app), ask_wsgi(app, environ("HEAD", **CHINESE))
    assert head.body == b""
    assert head.headers == get.headers
    own = wsgi_app("404 Not Found", [], TEXT, ("Content-Length", "4711"))
    assert (
        ask_wsgi(LocalizedErrorsMiddleware(own), environ("HEAD")).header("content-length") == "4711"
    )


def test_who_writes_has_something_of_their_own_to_say() -> None:
    def app(_: Any, start_response: Any) -> list[bytes]:
        write = start_response("404 Not Found", [TEXT])
        write(b"Not ")
        write(b"Found")
        return []

    assert ask_wsgi(LocalizedErrorsMiddleware(app)).body == b"Not Found"


def test_a_later_start_with_the_exception_counts() -> None:
    def app(_: Any, start_response: Any) -> list[bytes]:
        start_response("404 Not Found", [TEXT])
        try:
            raise RuntimeError
        except RuntimeError as error:
            start_response(
                "503 Service Unavailable", [TEXT], (RuntimeError, error, error.__traceback__)
            )
        return [b""]

    answer = ask_wsgi(LocalizedErrorsMiddleware(app))
    assert answer.status == "503 Service Unavailable"
    assert answer.body == render(503, "zh_TW", "text/plain").body


def no_start(*_: Any) -> Any: ...


def broken(*_: Any) -> list[bytes]:
    raise RuntimeError("broken")


def test_an_exception_before_the_start_is_answered_and_then_raised_to_the_server() -> None:
    for method, size in (("GET", 1), ("HEAD", 0)):
        started: list[Any] = []
        body = iter(
            LocalizedErrorsMiddleware(broken)(
                environ(method, **CHINESE), lambda *args, seen=started: seen.append(args)
            )
        )
        page = render(500, "zh_TW", "text/plain")
        assert next(body) == page.body * size
        assert started[0][0] == "500 Internal Server Error"
        assert dict(started[0][1])["Content-Length"] == str(len(page.body))
        with pytest.raises(RuntimeError, match="broken"):
            next(body)


def test_an_exception_goes_straight_to_a_debugger_and_to_who_wants_it() -> None:
    asked = environ()
    asked["paste.throw_errors"] = True
    with pytest.raises(RuntimeError, match="broken"):
        LocalizedErrorsMiddleware(broken)(asked, no_start)


def test_werkzeugs_debugger_sees_the_exception() -> None:
    from werkzeug.debug import DebuggedApplication

    answer = ask_wsgi(DebuggedApplication(LocalizedErrorsMiddleware(broken)), validate=False)
    assert b"Traceback" in answer.body
    assert b"RuntimeError: broken" in answer.body


def test_an_exception_after_the_start_only_goes_on() -> None:
    def app(_: Any, start_response: Any) -> list[bytes]:
        start_response("404 Not Found", [TEXT])
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        ask_wsgi(LocalizedErrorsMiddleware(app))
    assert get_locale() == "en"


def test_the_predicate_widens_and_narrows() -> None:
    own = wsgi_app("404 Not Found", [b"No such user"], TEXT)
    widened = LocalizedErrorsMiddleware(own, replace=lambda _, status, __: status == 404 or None)
    assert ask_wsgi(widened).header("content-language") == "zh-TW"
    stream = wsgi_app("404 Not Found", iter([b"No such user"]), TEXT)
    widened = LocalizedErrorsMiddleware(stream, replace=lambda *_: True)
    assert ask_wsgi(widened).header("content-language") == "zh-TW"
    narrowed = LocalizedErrorsMiddleware(BARE, replace=lambda *_: False)
    assert ask_wsgi(narrowed).body == b""


def test_a_generator_that_fails_before_its_start_is_a_localized_500() -> None:
    def app(_: Any, start_response: Any) -> Iterator[bytes]:
        raise RuntimeError("broken")
        yield start_response("200 OK", [])

    started: list[Any] = []
    body = LocalizedErrorsMiddleware(app)(environ(**CHINESE), lambda *args: started.append(args))  # type: ignore[arg-type]
    page = next(iter(body))
    assert page == render(500, "zh_TW", "text/plain").body
    assert started[0][0] == "500 Internal Server Error"
    with pytest.raises(RuntimeError, match="broken"):
        next(iter(body))


def test_a_200_that_shows_a_message_says_what_it_depends_on() -> None:
    def app(_: Any, start_response: Any) -> list[bytes]:
        shown = get_message(404).phrase.encode()
        start_response("200 OK", [TEXT])
        return [shown]

    answer = ask_wsgi(LocalizedErrorsMiddleware(app))
    assert answer.header("vary") == "Accept-Language"
    assert answer.header("content-language") == "zh-TW"
