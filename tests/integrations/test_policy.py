"""Which format an answer has."""

from __future__ import annotations

import pytest
from httplingo.integrations._core.policy import LONGEST_ACCEPT, MAX_ACCEPTS, Policy

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
HTML, JSON, TEXT = "text/html", "application/problem+json", "text/plain"


@pytest.mark.parametrize(
    ("accept", "page", "api"),
    [
        (BROWSER, HTML, HTML),
        ("text/html, application/problem+json", HTML, JSON),
        ("*/*", JSON, JSON),
        (None, JSON, JSON),
        ("", JSON, JSON),
        ("application/json", "application/json", "application/json"),
        ("text/*", TEXT, TEXT),
        ("image/png", TEXT, TEXT),
        ("\x00\r\n;;;", JSON, JSON),
        ("text/plain;q=0.5, text/html;q=0.4", TEXT, TEXT),
    ],
)
def test_accept_decides_then_the_path_then_who_asks(
    accept: str | None, page: str, api: str
) -> None:
    policy = Policy(api="/api/")
    for _ in range(2):
        assert policy.media_type("/page", accept) == page
        assert policy.media_type("/api/users", accept) == api


def test_api_paths_are_one_start_or_several_or_a_predicate() -> None:
    for api in ("/api/", ("/v1/", "/api/"), lambda path: "api" in path):
        assert Policy(api=api).media_type("/api/x", "text/html, application/json") != HTML


def test_only_formats_that_the_site_offers_are_sent() -> None:
    policy = Policy(formats=(HTML,))
    assert {policy.media_type("/", accept) for accept in (None, "*/*", "image/png")} == {HTML}
    for formats in ([], ["image/png"]):
        with pytest.raises(ValueError, match="media type"):
            Policy(formats=formats)


def test_what_is_remembered_of_headers_is_bounded() -> None:
    policy = Policy()
    for number in range(MAX_ACCEPTS * 2):
        policy.media_type("/", f"a/b{number}")
    policy.media_type("/", "a" * (LONGEST_ACCEPT + 1))
    assert len(policy._chosen) <= MAX_ACCEPTS
    assert all(len(accept or "") <= LONGEST_ACCEPT for accept, _ in policy._chosen)


def test_details_are_given_or_made_for_the_request() -> None:
    given = Policy(details={"home_url": "/home"}).document(None, 404, "en", HTML)
    assert b'href="/home"' in given.body
    made = Policy(details=lambda request: {"request_id": request}).document("abc", 404, "en", TEXT)
    assert b"abc" in made.body
    more = Policy(details={"request_id": "a"}).document(None, 503, "en", TEXT, "60", request_id="b")
    assert b"b" in more.body
    assert more.header("Retry-After") == "60"
