from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import Any

import flask_babel
import pytest
from flask import Blueprint, Flask, Response, abort, render_template_string
from werkzeug.exceptions import HTTPException

from httplingo import get_locale, get_message
from httplingo.integrations._core import log as faults
from httplingo.integrations.flask import LocalizedErrors

BROWSER = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "zh-HK,zh;q=0.8"}


def make(**choices: Any) -> Flask:
    app = Flask("site")
    routes(app)
    LocalizedErrors(app, **choices)
    return app


def routes(app: Flask) -> None:
    app.add_url_rule("/boom", view_func=boom)
    app.add_url_rule("/fail/<int:code>", view_func=fail)
    app.add_url_rule("/own", view_func=lambda: abort(404, "No such user"), endpoint="own")
    app.add_url_rule("/empty", view_func=lambda: ("", 404), endpoint="empty")
    app.add_url_rule("/page", view_func=lambda: (PAGE, 404), endpoint="page")
    app.add_url_rule("/reason", view_func=lambda: Response(status="404 未找到"), endpoint="reason")
    app.add_url_rule("/response", view_func=lambda: abort(Response("own", 403)), endpoint="resp")
    app.add_url_rule("/asks", view_func=lambda: get_message(404).locale, endpoint="asks")
    app.add_url_rule("/stream", view_func=lambda: Response(stream()), endpoint="stream")
    app.add_url_rule(
        "/template", view_func=lambda: render_template_string(TEMPLATE), endpoint="template"
    )


PAGE = "<!doctype html><title>Our own</title>"
TEMPLATE = "{{ http_message(404).phrase }} {{ 503 | http_phrase }} {{ http_phrase(404, 'de') }}"


def boom() -> str:
    raise RuntimeError("broken")


def fail(code: int) -> str:
    abort(code)


def stream() -> Iterator[str]:
    for _ in range(2):
        yield get_message(404).locale + " "


def test_default_pages_speak_the_visitors_language() -> None:
    client = make().test_client()
    for path, code in (("/none", 404), ("/fail/403", 403), ("/empty", 404), ("/boom", 500)):
        answer = client.get(path, headers=BROWSER)
        assert answer.status_code == code
        assert answer.headers["Content-Language"] == "zh-TW"
        assert answer.mimetype == "text/html"
        assert get_message(code, "zh_TW").phrase in answer.text
        assert len(answer.headers.getlist("Content-Length")) == 1
    answer = client.post("/own", headers=BROWSER)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_the_applications_own_words_stay() -> None:
    client = make().test_client()
    assert "No such user" in client.get("/own", headers=BROWSER).text
    assert client.get("/page", headers=BROWSER).text == PAGE
    assert client.get("/response", headers=BROWSER).text == "own"


def test_the_applications_own_handlers_stay() -> None:
    app = Flask("site")
    routes(app)
    app.register_error_handler(404, lambda _: ("own 404", 404))
    errors = LocalizedErrors()
    errors.init_app(app)
    app.register_error_handler(403, lambda _: ("own 403", 403))
    client = app.test_client()
    assert client.get("/none").text == "own 404"
    assert client.get("/fail/403").text == "own 403"
    assert client.get("/fail/410", headers=BROWSER).headers["Content-Language"] == "zh-TW"

    other = Flask("other")
    other.register_error_handler(HTTPException, lambda error: ("own", error.code))
    LocalizedErrors(other)
    assert other.test_client().get("/none").text == "own"


def test_a_blueprints_handlers_stay() -> None:
    app = Flask("site")
    part = Blueprint("part", __name__, url_prefix="/part")
    part.add_url_rule("/fail", view_func=lambda: abort(403), endpoint="fail")
    part.register_error_handler(403, lambda _: ("the part's own", 403))
    LocalizedErrors(app)
    app.register_blueprint(part)
    assert app.test_client().get("/part/fail").text == "the part's own"


def test_head_and_headers() -> None:
    client = make().test_client()
    get, head = (method("/none", headers=BROWSER) for method in (client.get, client.head))
    assert head.data == b""
    assert list(head.headers) == list(get.headers)


def test_programs_get_problem_details() -> None:
    answer = make(api="/api/").test_client().get("/api/x", headers={"Accept-Language": "de"})
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["title"] == "Nicht gefunden"
    assert answer.get_json()["type"] == "about:blank"


def test_the_status_line_stays_ascii() -> None:
    answer = make().test_client().get("/reason", headers=BROWSER)
    assert answer.status == "404 Not Found"


def test_views_templates_and_streams_speak_the_language_of_the_request() -> None:
    client = make().test_client()
    assert client.get("/asks", headers=BROWSER).text == "zh_TW"
    assert client.get("/stream", headers=BROWSER).text == "zh_TW zh_TW "
    assert client.get("/template", headers=BROWSER).text == "找不到資源 服務無法使用 Nicht gefunden"
    assert get_locale() == "en"


def test_the_locale_of_flask_babel_wins_over_the_header_and_the_selector() -> None:
    app = make(selector=lambda request: request.args.get("lang"))
    client = app.test_client()
    assert client.get("/asks?lang=fr", headers=BROWSER).text == "fr"
    assert client.get("/none?lang=fr").headers["Content-Language"] == "fr"

    app = make(selector=lambda _: "fr")
    flask_babel.Babel(app, locale_selector=lambda: "de")
    app.add_url_rule("/forced", view_func=forced)
    client = app.test_client()
    assert client.get("/asks", headers=BROWSER).text == "de"
    assert client.get("/none", headers=BROWSER).headers["Content-Language"] == "de"
    assert client.get("/empty", headers=BROWSER).headers["Content-Language"] == "de"
    assert client.get("/forced", headers=BROWSER).text == "ja de"


def forced() -> str:
    with flask_babel.force_locale("ja"):
        first = get_message(404).locale
    return f"{first} {get_message(404).locale}"


def test_exceptions_reach_the_debugger_and_the_tests() -> None:
    app = make()
    app.testing = True
    with pytest.raises(RuntimeError, match="broken"):
        app.test_client().get("/boom")


def test_the_predicate_widens_and_narrows() -> None:
    app = make(replace=lambda request, *_: request.path == "/own")
    client = app.test_client()
    assert client.get("/own", headers=BROWSER).headers["Content-Language"] == "zh-TW"
    assert "Content-Language" not in client.get("/none", headers=BROWSER).headers
    assert client.get("/empty", headers=BROWSER).text == ""


def test_if_the_page_fails_flasks_own_goes_out_and_the_fault_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(faults, "_seen", set())
    app = make(details=lambda _: 1 / 0)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert "<h1>Not Found</h1>" in app.test_client().get("/none", headers=BROWSER).text
    assert caplog.text.count("an error page failed") == 1


def test_interleaved_requests_keep_their_languages() -> None:
    app = make()
    wanted = ["de", "fr", "ja", "zh-CN"]
    wrong: list[str] = []

    def serve(language: str) -> None:
        client = app.test_client()
        for number in range(250):
            path = ("/asks", "/none", "/stream", "/empty")[number % 4]
            answer = client.get(path, headers={"Accept-Language": language})
            found = answer.headers.get("Content-Language") or answer.text.split()[0]
            if found.replace("_", "-") != language or get_locale() != "en":
                wrong.append(f"{path} {language} {found}")

    threads = [threading.Thread(target=serve, args=[language]) for language in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
