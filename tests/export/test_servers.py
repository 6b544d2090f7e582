"""What a visitor gets from each real server, in front of an application that fails."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json

import brotli
import pytest

from httplingo import negotiate_locale, tags
from httplingo.documents import render
from httplingo.lingo import Lingo

from .headers import ACCEPTS, BROWSERS, DIFFERENT, HARD, NOT_DONE
from .servers import Answer, Running
from .upstream import API_PROBLEM, OWN_PAGE

pytestmark = pytest.mark.system

LINGO = Lingo()
MEDIA_TYPES = {
    "html": "text/html",
    "problem": "application/problem+json",
    "json": "application/json",
    "txt": "text/plain",
}
# Which ask an upstream's answer for more than its status before they replace it.
KEEPS_OWN_PAGES = {"caddy", "haproxy", "lighttpd"}
# Which send files that are compressed already.
SENDS_GZIP = {"nginx", "apache", "caddy", "lighttpd"}
SENDS_BROTLI = {"nginx", "apache", "caddy", "lighttpd"}
# What they say of an upstream that is down, and of one that is slow.
DOWN = {"nginx": 502, "apache": 503, "caddy": 502, "haproxy": 503, "lighttpd": 503}
SLOW = {"nginx": 504, "apache": 502, "caddy": 504, "haproxy": 504, "lighttpd": 504}
# Which keep more of an answer that they replace than its status.
KEEPS_COOKIES = {"caddy", "lighttpd"}
KEEPS_RETRY_AFTER = {"nginx", "caddy", "haproxy", "lighttpd"}
# Whose pages have no line breaks.
ONE_LINE = {"haproxy"}
# Which read Accept-Language with more than expressions.
EXACT = {"lighttpd"}


def expect(answer: Answer, code: int, locale: str, name: str = "html") -> None:
    """Hold an answer against what httplingo itself would send."""
    document = render(code, locale, MEDIA_TYPES[name], lingo=LINGO, home_url="/")
    assert answer.status == code
    assert answer.headers.get_all("Content-Type") == [document.header("Content-Type")]
    assert answer.headers.get_all("Content-Language") == [tags.language_tag(locale)]
    assert answer.headers.get_all("Cache-Control") == [document.header("Cache-Control")]
    assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert answer.headers["Last-Modified"] is None
    assert answer.headers["ETag"] is None
    assert answer.headers["Accept-Ranges"] is None
    policy = answer.headers.get_all("Content-Security-Policy")
    if name == "html":
        assert policy is not None
        assert policy[0].count("default-src 'none'") == len(policy) == 1
        style = answer.body.partition(b"<style>")[2].partition(b"</style>")[0]
        assert base64.b64encode(hashlib.sha256(style).digest()).decode() in policy[0]
    else:
        assert policy is None
    assert {"accept", "accept-language"} <= vary(answer)
    if answer.server in ONE_LINE:
        assert seen(answer.body) == seen(document.body)
    else:
        assert answer.body == document.body


def seen(body: bytes) -> list[bytes]:
    """Return the words of a page, for which one white space is as good as another."""
    return body.replace(b"&#10;", b"\n").split()


def vary(answer: Answer) -> set[str]:
    lines = answer.headers.get_all("Vary") or []
    return {name.strip().lower() for line in lines for name in line.split(",")}


def test_an_answer_that_is_no_error_is_left_alone(server: Running) -> None:
    answer = server.ask("/ok", {"Accept-Language": "de"})
    assert (answer.status, answer.body) == (200, b"fine\n")
    assert answer.headers["Content-Language"] is None


@pytest.mark.parametrize("header", [*BROWSERS, *HARD])
def test_the_language_is_the_one_that_httplingo_chooses(server: Running, header: str) -> None:
    answer = server.ask("/down/", {"Accept-Language": header, "Accept": "text/plain"})
    locale = negotiate_locale(header, LINGO.available_locales())
    assert answer.headers["Content-Language"] == tags.language_tag(locale)
    assert answer.body.decode().splitlines()[0].startswith(str(answer.status))


@pytest.mark.parametrize(("header", "otherwise"), [*DIFFERENT.items(), *NOT_DONE.items()])
def test_what_a_server_cannot_do_is_known(server: Running, header: str, otherwise: str) -> None:
    answer = server.ask("/down/", {"Accept-Language": header})
    locale = negotiate_locale(header, LINGO.available_locales())
    assert locale != otherwise
    expected = locale if server.name in EXACT and header in DIFFERENT else otherwise
    assert answer.headers["Content-Language"] == tags.language_tag(expected)


def test_a_header_of_any_kind_is_answered(server: Running) -> None:
    for header in ("a," * 2_000, "-x-" * 1_000, "\xff" * 3_000, "(a+)+$" * 500, ";q=" * 1_000):
        answer = server.ask("/down/", {"Accept-Language": header, "Accept": header})
        assert answer.headers["Content-Language"] == "en"


@pytest.mark.parametrize(("accept", "name"), ACCEPTS.items())
def test_the_format_is_the_one_that_is_accepted(server: Running, accept: str, name: str) -> None:
    expect(server.ask("/bare", {"Accept": accept, "Accept-Language": "de"}), 404, "de", name)


def test_without_any_header_the_page_is_in_the_default_language(server: Running) -> None:
    expect(server.ask("/bare"), 404, "en")


def test_an_upstream_that_is_down(server: Running) -> None:
    expect(server.ask("/down/", {"Accept-Language": "zh-HK"}), DOWN[server.name], "zh_TW")


def test_an_upstream_that_is_slow(server: Running) -> None:
    expect(server.ask("/slow", {"Accept-Language": "fr-CH"}), SLOW[server.name], "fr")


def test_an_upstream_that_sends_a_bare_status(server: Running) -> None:
    expect(server.ask("/bare", {"Accept-Language": "ja"}), 404, "ja")
    expect(server.ask("/rare", {"Accept-Language": "ar"}), 423, "ar")
    expect(server.ask("/bare", {"Accept-Language": "ko"}, method="POST"), 404, "ko")


def test_an_upstream_with_a_page_of_its_own(server: Running) -> None:
    answer = server.ask("/page", {"Accept-Language": "de"})
    if server.name in KEEPS_OWN_PAGES:
        assert (answer.status, answer.body) == (404, OWN_PAGE)
        assert answer.headers["Content-Language"] is None
    else:
        expect(answer, 404, "de")


def test_an_api_can_be_left_out(server: Running) -> None:
    answer = server.ask("/api/thing", {"Accept-Language": "de"})
    assert (answer.status, answer.body) == (404, API_PROBLEM)
    answer = server.ask("/api/bare", {"Accept-Language": "de"})
    assert (answer.status, answer.body) == (404, b"")
    assert answer.headers["Content-Language"] is None


def test_what_a_client_needs_of_an_upstreams_headers_survives(server: Running) -> None:
    answer = server.ask("/login", {"Accept-Language": "de"})
    expect(answer, 401, "de")
    assert answer.headers.get_all("WWW-Authenticate") == ['Basic realm="x"']
    cookies = ["a=1"] if server.name in KEEPS_COOKIES else None
    assert answer.headers.get_all("Set-Cookie") == cookies
    for path, code, name, value in (
        ("/busy", 503, "Retry-After", "7"),
        ("/write", 405, "Allow", "PUT"),
        ("/range", 416, "Content-Range", "bytes */70"),
    ):
        answer = server.ask(path, {"Accept-Language": "de"})
        expect(answer, code, "de")
        expected = [value] if server.name in KEEPS_RETRY_AFTER else None
        assert answer.headers.get_all(name) == expected


def test_head_gets_the_headers_alone(server: Running) -> None:
    for path in ("/bare", "/down/"):
        whole = server.ask(path, {"Accept-Language": "de"})
        answer = server.ask(path, {"Accept-Language": "de"}, method="HEAD")
        assert answer.body == b""
        assert answer.status == whole.status
        for name in ("Content-Type", "Content-Language", "Content-Length", "Cache-Control"):
            assert answer.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    "condition",
    [
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"Range": "bytes=0-9"},
        {"If-Match": '"x"'},
        {"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ],
    ids=str,
)
def test_an_error_is_whole_and_new_whatever_is_asked(
    server: Running, condition: dict[str, str]
) -> None:
    expect(server.ask("/bare", {"Accept-Language": "de", **condition}), 404, "de")


def test_a_page_is_not_asked_for_by_its_address(server: Running) -> None:
    for path in ("/_httplingo/html/de/404.html", "/_httplingo/de/404.html", "/_httplingo/404"):
        assert b"404 Nicht gefunden" not in server.ask(path).body
        assert server.ask(path).body in {b"fine\n", server.ask("/bare").body}


def test_pages_are_sent_as_they_were_compressed(server: Running) -> None:
    plain = server.ask("/bare", {"Accept-Language": "de"})
    for encoding, senders, unpack in (
        ("gzip", SENDS_GZIP, gzip.decompress),
        ("br", SENDS_BROTLI, brotli.decompress),
    ):
        packed = server.ask("/bare", {"Accept-Language": "de", "Accept-Encoding": encoding})
        if server.name not in senders:
            assert packed.body == plain.body
            continue
        assert packed.status == 404
        assert packed.headers["Content-Encoding"] == encoding
        assert packed.headers["Content-Type"] == plain.headers["Content-Type"]
        assert packed.headers["Content-Language"] == "de"
        assert "accept-encoding" in vary(packed) & vary(plain)
        assert unpack(packed.body) == plain.body


def test_the_number_of_a_request_is_shown_and_kept_from_caches(numbered: Running) -> None:
    for path in ("/bare", "/down/"):
        for accept in ("text/html", "application/problem+json", "text/plain"):
            answer = numbered.ask(path, {"X-Request-ID": "abc-123", "Accept": accept})
            assert b"abc-123" in answer.body
            assert b"HTTPLINGO" not in answer.body
            assert answer.headers["Cache-Control"] == "no-store"
        data = numbered.ask(path, {"X-Request-ID": "abc-123", "Accept": "application/json"})
        assert json.loads(data.body)["request_id"] == "abc-123"


@pytest.mark.parametrize("hostile", ["<b>x</b>", '"},"x":{', "x" * 200, "a b", "%[url]", "é"])
def test_a_number_that_could_do_harm_is_not_shown(numbered: Running, hostile: str) -> None:
    for accept in ("text/html", "application/json"):
        answer = numbered.ask("/bare", {"X-Request-ID": hostile, "Accept": accept})
        assert answer.status == 404
        assert hostile.encode("latin-1") not in answer.body
        if accept == "application/json":
            json.loads(answer.body)
