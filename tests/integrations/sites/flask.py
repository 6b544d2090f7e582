"""The contract, asked of a Flask application, both sides checked by ``wsgiref.validate``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, abort, make_response
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotFound, ServiceUnavailable, Unauthorized

from httplingo import Problem, get_message, set_locale
from httplingo.integrations import localized_errors
from httplingo.integrations.flask import LocalizedErrors
from tests.integrations.contract import CHOICES, NUMBER, Ask, reads_cookie
from tests.integrations.serving import WSGIClient


def site() -> Flask:
    app = Flask("contract")

    @app.get("/ok")
    def ok() -> str:
        before = get_message(404).phrase
        time.sleep(0)
        return f"{before} {get_message(404).phrase}"

    @app.get("/plain")
    def plain() -> str:
        return "fine"

    @app.get("/bare")
    def bare() -> Response:
        response = make_response("", 404, {"X-Own": "1"})
        response.set_cookie("crumb", "1")
        return response

    @app.get("/page")
    def page() -> ResponseReturnValue:
        return "Nothing here", 404

    @app.get("/own")
    def own() -> str:
        abort(404, "No such book")

    @app.get("/busy")
    def busy() -> str:
        raise ServiceUnavailable(retry_after=120)

    @app.get("/login")
    def login() -> str:
        raise Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": "shop"}))

    @app.get("/range")
    def of_range() -> ResponseReturnValue:
        return "", 416, {"Content-Range": "bytes */10"}

    @app.get("/public")
    def public() -> ResponseReturnValue:
        return "", 404, {"Cache-Control": "public, max-age=60"}

    @app.get("/taken")
    def taken() -> str:
        raise Problem(409, "seat-taken", seat="<12A>")

    @app.get("/left")
    @localized_errors(False)
    def left() -> ResponseReturnValue:
        return "", 404

    @app.get("/set")
    def set_german() -> str:
        set_locale("de")
        raise NotFound

    @app.get("/boom")
    def boom() -> str:
        raise ZeroDivisionError

    @app.get("/stream")
    def stream() -> Response:
        return Response(get_message(404).phrase for _ in range(2))

    @app.get("/refused")
    def refused() -> Response:
        return Response(iter(["one", "two"]), 403)

    return app


@contextmanager
def serve() -> Iterator[Ask]:
    app = site()
    LocalizedErrors(
        app,
        selector=reads_cookie,
        details=lambda request: {"request_id": request.headers.get(NUMBER)},
        **CHOICES,
    )
    yield WSGIClient(app)
