"""The contract's site in Bottle, validated as a WSGI application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import bottle

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.bottle import LocalizedErrorsPlugin
from httplingo.locales import set_locale
from tests.integrations.contract import CHOICES, NUMBER, Ask
from tests.integrations.serving import WSGIClient


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


def plain() -> str:
    return "fine"


def public() -> None:
    bottle.response.set_header("Cache-Control", "public, max-age=60")
    bottle.response.status = 404


def taken() -> None:
    raise Problem(409, "seat-taken", seat="<12A>")


@localized_errors(False)
def left() -> None:
    bottle.response.status = 404


def of_range() -> None:
    bottle.response.set_header("Content-Range", "bytes */10")
    bottle.response.status = 416


HANDLERS = (
    ok,
    bare,
    page,
    own,
    busy,
    login,
    boom,
    stream,
    refused,
    reason,
    file,
    plain,
    public,
    taken,
    left,
)


def cookie(request: Any) -> Any:
    return request.get_cookie("lang")


def build(**settings: Any) -> Any:
    app = bottle.Bottle()
    app.config.update(settings)
    app.install(
        LocalizedErrorsPlugin(
            selector=cookie,
            details=lambda request: {"request_id": request.get_header(NUMBER)},
            **CHOICES,
        )
    )
    for handler in HANDLERS:
        app.route(f"/{handler.__name__}", callback=handler)
    app.route("/set", callback=set_german)
    app.route("/range", callback=of_range)
    app.route("/body", method="POST", callback=body)
    return app


@contextmanager
def serve() -> Iterator[Ask]:
    yield WSGIClient(build())
