"""The contract's site in Pyramid, validated as a WSGI application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.httpexceptions import (
    HTTPMethodNotAllowed,
    HTTPNotFound,
    HTTPServiceUnavailable,
    HTTPUnauthorized,
)
from pyramid.response import Response
from pyramid.security import Denied

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.locales import set_locale
from tests.integrations.asking import ask_wsgi, environ
from tests.integrations.contract import CHOICES, NUMBER, Ask
from tests.integrations.serving import WSGIClient


def ok(_: Any) -> Any:
    before = get_message(404).phrase
    return Response(f"{before} {get_message(404).phrase}", content_type="text/plain")


def bare(_: Any) -> Any:
    response = Response(status=404, headerlist=[("X-Own", "1")])
    response.set_cookie("crumb", "1")
    return response


def page(_: Any) -> Any:
    return Response("Nothing here", status=404, content_type="text/plain")


def own(_: Any) -> Any:
    raise HTTPNotFound("No such book")


def comment(_: Any) -> Any:
    return HTTPNotFound(comment="No such book")


def busy(_: Any) -> Any:
    return HTTPServiceUnavailable(headers=[("Retry-After", "120")])


def login(_: Any) -> Any:
    raise HTTPUnauthorized(headers=[("WWW-Authenticate", 'Basic realm="shop"')])


def set_german(_: Any) -> Any:
    set_locale("de")
    raise HTTPNotFound


def boom(_: Any) -> Any:
    raise ZeroDivisionError


def refused_method(_: Any) -> Any:
    raise HTTPMethodNotAllowed(headers=[("Allow", "GET")])


def pieces() -> Iterator[bytes]:
    for _ in range(2):
        yield get_message(404).phrase.encode()


def stream(_: Any) -> Any:
    return Response(app_iter=pieces(), content_type="text/plain")


def refused(_: Any) -> Any:
    return Response(app_iter=iter([b"one", b"two"]), status=403, content_type="text/plain")


def secret(_: Any) -> Any:
    return Response("secret")


class Policy:
    """Nobody may do anything that is asked for."""

    def permits(self, *_: Any) -> Any:
        return Denied("nobody")


def plain(_: Any) -> Any:
    return Response("fine", content_type="text/plain")


def of_range(_: Any) -> Any:
    return Response(status=416, headerlist=[("Content-Range", "bytes */10")])


def public(_: Any) -> Any:
    return Response(status=404, headerlist=[("Cache-Control", "public, max-age=60")])


def taken(_: Any) -> Any:
    raise Problem(409, "seat-taken", seat="<12A>")


@localized_errors(False)
def left(_: Any) -> Any:
    return Response(status=404)


VIEWS = {
    "ok": ok,
    "plain": plain,
    "bare": bare,
    "page": page,
    "own": own,
    "comment": comment,
    "busy": busy,
    "login": login,
    "boom": boom,
    "stream": stream,
    "refused": refused,
    "range": of_range,
    "public": public,
    "taken": taken,
    "left": left,
    "set": set_german,
    "secret": secret,
}


def cookie(request: Any) -> Any:
    return request.cookies.get("lang")


def number(request: Any) -> dict[str, Any]:
    return {"request_id": request.headers.get(NUMBER)}


def build(**settings: Any) -> Any:
    api = {f"httplingo.{name}": value for name, value in CHOICES.items()}
    config = Configurator(
        settings={**api, "httplingo.selector": cookie, "httplingo.details": number, **settings}
    )
    config.include("httplingo.integrations.pyramid")
    config.set_security_policy(Policy())
    for name, view in VIEWS.items():
        config.add_route(name, f"/{name}")
        permission = "read" if view is secret else None
        config.add_view(view, route_name=name, permission=permission)
    config.add_view(refused_method, route_name="ok", request_method="DELETE")
    config.add_route("get", "/get")
    config.add_view(secret, route_name="get", request_method="POST")
    return config


class Client(WSGIClient):
    """Takes the exception that comes after a page as a server does."""

    def __call__(self, path: str, method: str = "GET", data: bytes = b"", /, **headers: Any) -> Any:
        try:
            return super().__call__(path, method, data, **headers)
        except ZeroDivisionError:
            return ask_until_it_raises(self._app, environ(method, path, **headers))


def ask_until_it_raises(app: Any, asked: dict[str, Any]) -> Any:
    written: list[bytes] = []

    def until(environ: Any, start_response: Any) -> Iterator[bytes]:
        result = app(environ, start_response)
        with pytest.raises(ZeroDivisionError):
            written.extend(result)
        return iter(written)

    return ask_wsgi(until, asked)


@contextmanager
def serve() -> Iterator[Ask]:
    yield Client(build().make_wsgi_app())
