"""Which format an answer has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from httplingo.integrations._core.formats import choose
from httplingo.integrations._core.site import Site
from httplingo.integrations.asgi import ScopeAdapter

from .asking import scope

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
HTML, PROBLEM, JSON, TEXT = (
    "text/html",
    "application/problem+json",
    "application/json",
    "text/plain",
)


def media_type(site: Site, path: str, accept: str | None) -> str:
    return site.media_type(scope(path=path, **({} if accept is None else {"accept": accept})))


@pytest.mark.parametrize(
    ("accept", "page", "api"),
    [
        (BROWSER, HTML, PROBLEM),
        ("text/html, application/problem+json", HTML, PROBLEM),
        ("*/*", HTML, PROBLEM),
        (None, HTML, PROBLEM),
        ("", HTML, PROBLEM),
        ("application/json", JSON, JSON),
        ("application/json, text/plain, */*", JSON, JSON),
        ("application/xml", "application/xml", "application/xml"),
        ("image/png", TEXT, PROBLEM),
        ("\x00\r\n;;;", HTML, PROBLEM),
        ("text/plain;q=0.5, text/html;q=0.4", TEXT, PROBLEM),
    ],
)
def test_accept_decides_then_the_path_then_the_order_of_formats(
    accept: str | None, page: str, api: str
) -> None:
    site = Site(ScopeAdapter(), api="/api/")
    assert media_type(site, "/page", accept) == page
    assert media_type(site, "/api/users", accept) == api


@pytest.mark.parametrize("api", ["/api/", ("/v1/", "/api/"), lambda path: "api" in path])
def test_api_paths_are_one_start_or_several_or_a_predicate(
    api: str | tuple[str, ...] | Callable[[str], bool],
) -> None:
    site = Site(ScopeAdapter(), api=api)
    assert media_type(site, "/api/x", BROWSER) == PROBLEM
    assert media_type(site, "/x", BROWSER) == HTML


def test_what_a_client_without_a_preference_gets_is_the_first_format() -> None:
    site = Site(ScopeAdapter(), formats=[TEXT, HTML])
    assert {media_type(site, "/", accept) for accept in (None, "*/*", "image/png")} == {TEXT}
    assert media_type(site, "/", BROWSER) == HTML
    assert choose("*/*", [PROBLEM, HTML]) == PROBLEM
