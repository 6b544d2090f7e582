"""Flask: the site's own handlers, configuration and objects stay what they are."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
from flask import Flask, abort
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.http import dump_cookie

from httplingo import Problem, get_message, lazy_message
from httplingo.integrations.flask import LocalizedErrors, problem_response

GERMAN = {"Accept-Language": "de", "Accept": "text/plain"}


class InsufficientStorage(HTTPException):
    """The example of Flask's manual."""

    code = 507
    description = "Not enough storage space."


def make(**choices: Any) -> Flask:
    app = Flask("own")
    LocalizedErrors(app, **choices)
    app.add_url_rule("/404", view_func=lambda: abort(404), endpoint="missing")
    app.add_url_rule("/500", view_func=lambda: abort(500), endpoint="failed")
    return app


def test_a_generic_handler_of_the_site_gets_every_error_first() -> None:
    app = make()
    app.register_error_handler(Exception, lambda error: (f"own {type(error).__name__}", 500))
    client = app.test_client()
    for path, name in (("/404", "NotFound"), ("/500", "InternalServerError"), ("/no", "NotFound")):
        assert client.get(path, headers=GERMAN).text == f"own {name}"


def test_a_handler_that_hands_the_error_on_says_nothing_of_its_own() -> None:
    app = make()
    app.register_error_handler(HTTPException, lambda error: error)
    assert app.test_client().get("/no", headers=GERMAN).text.startswith("404 Nicht gefunden")


def test_what_is_configured_about_errors_keeps_its_effect() -> None:
    app = make()
    app.config.update(TRAP_HTTP_EXCEPTIONS=True, PROPAGATE_EXCEPTIONS=True)
    with pytest.raises(NotFound):
        app.test_client().get("/404", headers=GERMAN)
    app = make()
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.add_url_rule("/boom", view_func=raises(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        app.test_client().get("/boom")


def test_a_class_with_a_description_of_its_own_keeps_it() -> None:
    app = make()
    app.add_url_rule("/full", view_func=raises(InsufficientStorage()))
    text = app.test_client().get("/full", headers=GERMAN).text
    assert text.startswith("507 ")
    assert "Not enough storage space." in text


def raises(error: Exception) -> Any:
    def view(*_: object) -> str:
        raise error

    return view


@pytest.mark.parametrize("path", ["/json", "/form"])
def test_what_flask_says_of_a_request_by_itself_is_localized(path: str) -> None:
    from flask import request

    app = make()
    app.add_url_rule("/json", "json", lambda: str(request.get_json()), methods=["POST"])
    app.add_url_rule("/form", "form", lambda: request.form["none"], methods=["POST"])
    client = app.test_client()
    for data, kind in (("{", "application/json"), ("x", "text/plain")):
        answer = client.post(path, data=data, headers=GERMAN, content_type=kind)
        assert answer.status_code in {400, 415}
        assert answer.headers["Content-Language"] == "de"
        assert "request" not in answer.text


def test_the_application_can_be_freed_and_its_templates_are_made_when_used() -> None:
    app = make()
    assert "jinja_env" not in app.__dict__
    app.config["TEMPLATES_AUTO_RELOAD"] = True
    assert app.jinja_env.auto_reload
    assert "http_phrase" in app.jinja_env.filters
    app.test_client().get("/no", headers=GERMAN)
    freed = weakref.ref(app)
    del app
    gc.collect()
    assert freed() is None


def test_pages_in_the_sites_own_layout() -> None:
    def page(asked: Any, shown: Any) -> str:
        return f"<title>{asked.path}</title><h1>{shown.title}</h1>"

    answer = (
        make(page=page)
        .test_client()
        .get("/no", headers={"Accept": "text/html", "Accept-Language": "de"})
    )
    assert answer.text == "<title>/no</title><h1>Nicht gefunden</h1>"
    assert answer.headers["Content-Language"] == "de"


def test_the_packages_page_goes_out_where_the_sites_fails(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = make(page=raises(ZeroDivisionError("division by zero")))
    answer = app.test_client().get("/no", headers={**GERMAN, "Accept": "text/html"})
    assert "Nicht gefunden" in answer.text
    assert "<html" in answer.text
    assert "division by zero" in caplog.text


def test_a_view_may_return_a_problem() -> None:
    app = make()
    app.add_url_rule(
        "/taken",
        view_func=lambda: problem_response(409, detail="Seat 12A", members={"seat": "12A"}),
    )
    headers = {"Accept": "application/problem+json", "Accept-Language": "de"}
    answer = app.test_client().get("/taken", headers=headers)
    assert answer.status_code == 409
    document = answer.get_json()
    assert (document["detail"], document["seat"]) == ("Seat 12A", "12A")


def test_a_problem_handler_of_the_sites_own_wins() -> None:
    app = make()
    app.register_error_handler(Problem, lambda problem: (problem.name, 418))
    app.add_url_rule("/taken", view_func=raises(Problem(409, "seat-taken")))
    assert app.test_client().get("/taken").text == "seat-taken"


def test_cookies_of_a_replaced_answer_are_kept() -> None:
    app = make()
    cookies = [("Set-Cookie", dump_cookie("a", "1")), ("Set-Cookie", dump_cookie("b", "2"))]
    app.add_url_rule("/bare", view_func=lambda: ("", 404, cookies))
    assert len(app.test_client().get("/bare").headers.getlist("Set-Cookie")) == 2


def test_messages_are_encoded_in_json() -> None:
    app = make()
    app.add_url_rule("/message", view_func=lambda: {"error": get_message(404, "de")})
    app.add_url_rule("/lazy", view_func=lambda: {"error": lazy_message(404, "de")}, endpoint="lazy")
    client = app.test_client()
    assert client.get("/message").get_json()["error"]["phrase"] == "Nicht gefunden"
    assert client.get("/lazy").get_json() == {"error": "404 Nicht gefunden"}
