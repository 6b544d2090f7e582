"""Pyramid, validated as a WSGI application."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.httpexceptions import (
    HTTPForbidden,
    HTTPMethodNotAllowed,
    HTTPNotFound,
    HTTPServiceUnavailable,
    HTTPUnauthorized,
)
from pyramid.response import Response
from pyramid.security import Denied

from httplingo import get_locale, get_message
from httplingo.locales import set_locale

from .asking import ask_wsgi, environ
from .contract import (
    CHOICES,
    NOT_FOUND,
    ZH,
    Ask,
    assert_faults_are_logged_once,
    assert_localized,
    every_behaviour,
)
from .serving import WSGIClient


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
    raise HTTPMethodNotAllowed(headers=[("Allow", "POST")])


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


VIEWS = (ok, bare, page, own, comment, busy, login, boom, stream, refused, refused_method)


def cookie(request: Any) -> Any:
    return request.cookies.get("lang")


def build(**settings: Any) -> Any:
    api = {f"httplingo.{name}": value for name, value in CHOICES.items()}
    config = Configurator(settings={**api, "httplingo.selector": cookie, **settings})
    config.include("httplingo.integrations.pyramid")
    config.set_security_policy(Policy())
    for view in (*VIEWS, set_german, secret):
        name = "set" if view is set_german else view.__name__
        config.add_route(name, f"/{name}")
        permission = "read" if view is secret else None
        config.add_view(view, route_name=name, permission=permission)
    config.add_route("get", "/get")
    config.add_view(secret, route_name="get", request_method="POST")
    return config


class Client(WSGIClient):
    """Takes the exception that comes after a page as a server does."""

    def __call__(self, path: str, method: str = "GET", data: bytes = b"", /, **headers: str) -> Any:
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


@pytest.fixture(scope="module")
def ask() -> Ask:
    return Client(build().make_wsgi_app())


@every_behaviour
def test_the_adapter_keeps_to_the_contract(behaviour: Callable[[Ask], None], ask: Ask) -> None:
    behaviour(ask)


def test_faults_of_the_page_let_pyramid_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert_faults_are_logged_once(ask, b"could not be found", monkeypatch, caplog)


def test_a_view_that_does_not_match_and_one_that_is_forbidden_are_localized(ask: Ask) -> None:
    assert_localized(ask("/get", **ZH), "404 Not Found")
    assert_localized(ask("/secret", **ZH), "403 Forbidden")


def test_a_method_that_is_not_allowed_keeps_its_allow(ask: Ask) -> None:
    answer = ask("/refused_method", **ZH)
    assert_localized(answer, "405 Method Not Allowed")
    assert answer.header("allow") == "POST"


def test_a_comment_is_the_applications_own(ask: Ask) -> None:
    assert NOT_FOUND.encode() not in ask("/comment", **ZH).body


def test_an_exception_is_raised_after_its_page_to_head_too() -> None:
    app = build().make_wsgi_app()
    answer = ask_until_it_raises(app, environ("HEAD", "/boom", **ZH))
    assert (answer.status, answer.body) == ("500 Internal Server Error", b"")
    assert get_locale() == "en"


@pytest.mark.parametrize(
    ("settings", "more"),
    [({"httplingo.exceptions": "false"}, {}), ({}, {"paste.throw_errors": True})],
)
def test_exceptions_are_raised_at_once_where_that_is_wanted(
    settings: dict[str, str], more: dict[str, Any]
) -> None:
    app = build(**settings).make_wsgi_app()
    started: list[object] = []
    with pytest.raises(ZeroDivisionError):
        app({**environ(path="/boom"), **more}, started.append)
    assert started == []


def test_exception_views_of_the_application_stay() -> None:
    config = build()

    def missing(error: Any, request: Any) -> Any:
        del error, request
        return Response(f"own {get_message(404).phrase}", status=404, content_type="text/plain")

    config.add_notfound_view(missing)
    answer = WSGIClient(config.make_wsgi_app())("/none", **ZH)
    assert answer.body.decode() == f"own {NOT_FOUND}"


def test_debugging_words_stay() -> None:
    ask = WSGIClient(build(**{"pyramid.debug_notfound": "true"}).make_wsgi_app())
    assert b"debug_notfound" in ask("/none", **ZH).body
    ask = WSGIClient(build(**{"pyramid.debug_authorization": "true"}).make_wsgi_app())
    assert b"debug_authorization" in ask("/secret", **ZH).body


def test_the_sites_locale_negotiator_wins() -> None:
    config = build()
    assert_localized(
        WSGIClient(config.make_wsgi_app())("/none?_LOCALE_=fr", **ZH), "404 Not Found", "fr"
    )
    config = build()
    config.set_locale_negotiator(lambda _: "de")
    assert_localized(WSGIClient(config.make_wsgi_app())("/none", **ZH), "404 Not Found", "de")


def test_settings_are_read_as_text() -> None:
    settings = {"httplingo.api": "/v1/ /v2/", "httplingo.formats": "text/html text/plain"}
    ask = WSGIClient(build(**settings).make_wsgi_app())
    answer = ask("/v2/none", Accept="application/problem+json, text/html;q=0.5")
    assert (answer.header("content-type") or "").startswith("text/html")


def test_a_forbidden_view_of_the_applications_own_words_stays() -> None:
    config = build()
    config.add_route("mine", "/mine")

    def mine(_: Any) -> Any:
        raise HTTPForbidden("Members only")

    config.add_view(mine, route_name="mine")
    assert b"Members only" in WSGIClient(config.make_wsgi_app())("/mine", **ZH).body
