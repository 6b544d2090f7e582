"""Pyramid beside the contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pyramid.exceptions import ConfigurationError
from pyramid.httpexceptions import HTTPForbidden
from pyramid.response import Response

from httplingo import get_locale, get_message

from .asking import environ
from .contract import NOT_FOUND, ZH, Ask, assert_localized
from .serving import WSGIClient
from .sites.pyramid import ask_until_it_raises, build, serve


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with serve() as client:
        yield client


def test_a_view_that_does_not_match_and_one_that_is_forbidden_are_localized(ask: Ask) -> None:
    assert_localized(ask("/get", **ZH), 404)
    assert_localized(ask("/secret", **ZH), 403)


def test_a_comment_is_the_applications_own(ask: Ask) -> None:
    answer = ask("/comment", **ZH)
    assert_localized(answer, 404)
    assert b"No such book" in answer.body


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        ({"httplingo.selectr": "x"}, "perhaps httplingo.selector"),
        ({"httplingo.formats": "text/htm"}, "perhaps 'text/html'"),
    ],
)
def test_a_misspelt_setting_is_an_error_at_the_start(settings: dict[str, str], hint: str) -> None:
    with pytest.raises(ConfigurationError, match=hint):
        build(**settings)


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
    assert_localized(WSGIClient(config.make_wsgi_app())("/none?_LOCALE_=fr", **ZH), 404, "fr")
    config = build()
    config.set_locale_negotiator(lambda _: "de")
    assert_localized(WSGIClient(config.make_wsgi_app())("/none", **ZH), 404, "de")


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
