"""Bottle, validated as a WSGI application."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import bottle
import pytest

from httplingo import get_message
from httplingo.integrations.bottle import LocalizedErrors
from httplingo.locales import set_locale

from .asking import ask_wsgi, environ
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
from .serving import WSGIClient


def ok() -> str:
    before = get_message(404).phrase
    bottle.response.content_type = "text/plain; charset=utf-8"
    return f"{before} {get_message(404).phrase}"


def bare() -> str:
    bottle.response.status = 404
    bottle.response.set_header("X-Own", "1")
    bottle.response.set_cookie("crumb", "1")
    return ""


def page() -> str:
    bottle.response.status = 404
    return "Nothing here"


def own() -> None:
    bottle.abort(404, "No such book")


def busy() -> None:
    bottle.response.set_cookie("crumb", "1")
    raise bottle.HTTPError(503, headers=None, **{"Retry-After": "120"})


def login() -> None:
    raise bottle.HTTPError(401, **{"WWW-Authenticate": "Basic"})


def set_german() -> None:
    set_locale("de")
    raise bottle.HTTPError(404)


def boom() -> None:
    raise ZeroDivisionError


def stream() -> Iterator[str]:
    for _ in range(2):
        yield get_message(404).phrase


def refused() -> Iterator[bytes]:
    bottle.response.status = 403
    yield b"one"
    yield b"two"


def reason() -> None:
    raise bottle.HTTPError("404 未找到")


def file() -> Any:
    return bottle.static_file("none.txt", root="/nowhere")


def body() -> Any:
    return str(bottle.request.json)


def cookie(request: Any) -> Any:
    return request.get_cookie("lang")


def build(**settings: Any) -> Any:
    app = bottle.Bottle()
    app.config.update(settings)
    app.install(LocalizedErrors(selector=cookie, **CHOICES))
    for handler in (ok, bare, page, own, busy, login, boom, stream, refused, reason, file):
        app.route(f"/{handler.__name__}", callback=handler)
    app.route("/set", callback=set_german)
    app.route("/body", method="POST", callback=body)
    return app


@pytest.fixture(scope="module")
def ask() -> Ask:
    return WSGIClient(build())


@every_behaviour
def test_the_adapter_keeps_to_the_contract(behaviour: Callable[[Ask], None], ask: Ask) -> None:
    behaviour(ask)


def test_a_method_that_is_not_allowed_keeps_its_allow(ask: Ask) -> None:
    assert_allow_is_kept(ask)


def test_faults_of_the_page_let_bottle_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert_faults_are_logged_once(ask, b"Sorry, the requested URL", monkeypatch, caplog)


def test_what_bottle_says_of_files_and_bodies_is_localized(ask: Ask) -> None:
    assert_localized(ask("/file", **ZH), "404 Not Found")
    posted = ask("/body", "POST", b"{", Content_Type="application/json", **ZH)
    assert_localized(posted, "400 Bad Request")


def test_a_reason_phrase_stays_ascii(ask: Ask) -> None:
    assert_localized(ask("/reason", **ZH), "404 Not Found")


def test_bottle_still_logs_what_nobody_handles() -> None:
    log = io.StringIO()
    asked = {**environ(path="/boom", **ZH), "wsgi.errors": log}
    answer = ask_wsgi(build(), asked, validate=False)
    assert answer.status == "500 Internal Server Error"
    assert "ZeroDivisionError" in log.getvalue()


def test_exceptions_are_raised_where_bottle_catches_none() -> None:
    with pytest.raises(ZeroDivisionError):
        ask_wsgi(build(catchall=False), environ(path="/boom"))


def test_handlers_of_the_application_stay_and_speak_the_visitors_language() -> None:
    app = build()

    @app.error(404)  # type: ignore[untyped-decorator]
    def missing(_: Any) -> str:
        return f"own {get_message(404).phrase}"

    assert WSGIClient(app)("/none", **ZH).body.decode() == f"own {NOT_FOUND}"


def test_the_page_in_debug_mode_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bottle, "DEBUG", True)
    ask = WSGIClient(build())
    assert b"ZeroDivisionError" in ask("/boom", **ZH).body
    assert_localized(ask("/none", **ZH), "404 Not Found")


def test_cookies_of_an_error_are_sent_once(ask: Ask) -> None:
    answer = ask("/bare", **ZH)
    cookies = [value for name, value in answer.headers if name.lower() == "set-cookie"]
    assert cookies == ["crumb=1"]
