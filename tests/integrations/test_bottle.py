"""Bottle beside the contract."""

from __future__ import annotations

import io
from typing import Any

import bottle
import pytest

from httplingo import get_message

from .asking import ask_wsgi, environ
from .contract import NOT_FOUND, ZH, Ask, assert_localized
from .serving import WSGIClient
from .sites.bottle import build


@pytest.fixture(scope="module")
def ask() -> Ask:
    return WSGIClient(build())


def test_a_body_that_is_no_text_stays_bottles_to_show() -> None:
    app = build()
    app.route("/list", callback=lambda: bottle.abort(400, ["a", "b"]))
    answer = WSGIClient(app)("/list", **ZH)
    assert answer.status == "400 Bad Request"
    assert b"critical" not in answer.body.lower()


def test_what_bottle_says_of_files_and_bodies_is_localized(ask: Ask) -> None:
    assert_localized(ask("/file", **ZH), 404)
    posted = ask("/body", "POST", b"{", Content_Type="application/json", **ZH)
    assert_localized(posted, 400)


def test_a_reason_phrase_stays_ascii(ask: Ask) -> None:
    assert ask("/reason", **ZH).status == "404 Not Found"


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
    assert_localized(ask("/none", **ZH), 404)


def test_cookies_of_an_error_are_sent_once(ask: Ask) -> None:
    answer = ask("/bare", **ZH)
    cookies = [value for name, value in answer.headers if name.lower() == "set-cookie"]
    assert cookies == ["crumb=1"]
