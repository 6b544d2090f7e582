"""What a translator, a visitor or a site may put into a document without doing harm."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from httplingo import add_catalogs
from httplingo.documents import MEDIA_TYPES, Document, Theme, negotiate_document, render

ATTACKS = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)",
    "{{ 7 * 7 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{0.__class__}{code.__class__}%s%(code)s",
    "]]><x/>&lt;&#0;",
    "a\r\nSet-Cookie: x=y\r\n\r\n<html>",
    "a\x00b\x1b[31m\x7f\x85",
    "\ud800 and \udfff",
    "\ufffe\uffff\U0001ffff\ufdd0",
    "\u202egnp.exe\u2066\u200f",
    "x" * 1_000_000,
    "<" * 1_000_000,
    "&amp;",
    "\u2028\u2029",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https://",
    "https://evil.example\\@good.example/",
    "http://[::1",
    "https://exa mple.org/",
    "/\ud800",
    "/" + "x" * 1_000_000,
    "",
    "?",
]
XML = etree.XMLParser(resolve_entities=False, no_network=True)


class Tags(HTMLParser):
    """Collects the elements and attributes of a page, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")


USUAL_TAGS = set(Tags(render(404, "en", path="/", request_id="7").body.decode()).names) | {
    *[
        "a",
        "nav",
        "ul",
        "li",
        "section",
        "h2",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "code",
        "bdi",
        "b",
        "span",
    ]
}
USUAL_ATTRIBUTES = {"lang", "dir", "charset", "name", "content", "rel", "href", "class"} | {
    "title",
    "open",
    "aria-label",
}


def assert_harmless(document: Document) -> None:
    """Say that a document is well-formed in its format, and holds nothing that acts."""
    for name, value in document.headers:
        assert re.fullmatch(r"[\x20-\x7e]+", name + value)
    text = document.body.decode("utf-8")
    if document.media_type == "text/html":
        tags = Tags(text)
        assert tags.names <= USUAL_TAGS
        assert tags.attributes.keys() <= USUAL_ATTRIBUTES
        for address in tags.attributes.get("href", ()):
            assert address == "data:," or not re.match(r"(?!https?:)[a-zA-Z][^/?#]*:|//", address)
            assert not address.lower().startswith(("javascript", "data:text", "vbscript"))
    elif document.media_type.endswith("json"):
        assert json.loads(text)["status"] == document.status
    elif document.media_type.endswith("xml"):
        assert etree.fromstring(document.body, XML).tag == "{urn:ietf:rfc:7807}problem"
    if not document.media_type.endswith("json"):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\ufffe\uffff\U0001ffff]", text)


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: ascii(attack[:20]))
def test_details_with_markup_and_controls_stay_text(attack: str, media_type: str) -> None:
    details: dict[str, Any] = {
        "request_id": attack,
        "path": attack,
        "instance": attack,
        "home_url": attack,
        "retry_url": f"/{attack}",
        "retry_after": attack,
        "title": attack,
        "detail": attack,
        "advice": attack,
        "errors": [{"detail": attack, "name": attack, "pointer": attack, "type": attack}],
        "host": attack,
        "type": attack,
        "extensions": {"x": attack, attack: [attack, {attack: attack}], "title": "no"},
        "languages": {"de": attack, attack: "/"},
    }
    assert_harmless(render(404, "en", media_type, **details))
    assert_harmless(render(404, "en", media_type, **details))


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: ascii(attack[:20]))
def test_a_translators_text_stays_text(attack: str, media_type: str, make_catalog: Any) -> None:
    attack = attack[:1000].replace("\x00", "").encode(errors="replace").decode()
    keys = ["404.phrase", "404.advice", "404.description", "page.status", "page.retry_after"]
    words = ["page.home", "page.request_id", "page.path", "page.details", "page.reference"]
    add_catalogs(make_catalog("qaa", dict.fromkeys(keys + words, attack)))
    details: dict[str, Any] = {"request_id": "7", "home_url": "/", "path": "/", "retry_after": 9}
    for audience in ("visitor", "developer"):
        details["audience"] = audience
        document = render(404, "qaa", media_type, **details)
        assert document.locale == "qaa"
        assert_harmless(document)
        assert b"49" not in document.body.partition(b"</style>")[2]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: ascii(address[:30]))
def test_addresses_that_lead_elsewhere_are_left_out(address: str) -> None:
    bare = render(404, "en", home_url=None)
    assert render(404, "en", home_url=address, retry_url=address) == bare
    assert render(404, "en", home_url=address, retry_url=address) == bare


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("/", "/"),
        ("https://example.com", "https://example.com"),
        ("HTTPS://Example.com:8443/a?b=1&c", "https://example.com:8443/a?b=1&amp;c"),
        ("https://[::1]:8080/", "https://[::1]:8080/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("/größe?q=日#本", "/gr%C3%B6%C3%9Fe?q=%E6%97%A5#%E6%9C%AC"),
        ("/100%/[x]", "/100%25/%5Bx%5D"),
        ('/"><script>', "/%22%3E%3Cscript%3E"),
        ("?page=2", "?page=2"),
        ("../up", "../up"),
    ],
)
def test_addresses_of_the_web_are_linked(given: str, shown: str) -> None:
    assert f'<a href="{shown}">' in render(404, "en", home_url=given).body.decode()


@pytest.mark.parametrize("media_type", ["text/html", "text/plain"])
def test_what_is_shown_of_a_detail_is_bounded(media_type: str) -> None:
    long = "y" * 1_000_000
    body = render(404, "en", media_type, request_id=long, path=long).body.decode()
    assert max(map(len, re.findall("y+…", body))) == 512
    assert len(body) < 5000


@given(st.text(), st.text(), st.text())
def test_any_text_survives_in_every_format(request_id: str, path: str, word: str) -> None:
    details: dict[str, Any] = {
        "request_id": request_id,
        "path": path,
        "instance": word,
        "home_url": word,
        "retry_after": word,
        "title": word,
        "detail": path,
        "advice": request_id,
        "host": word,
        "type": path,
        "errors": [{"detail": word, "name": path}, {word: path, "pointer": request_id}],
        "extensions": {word: path, "word": word},
    }
    for media_type in MEDIA_TYPES:
        assert_harmless(render(404, "en", media_type, **details))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_any_extension_gives_a_document(extensions: dict[str, Any]) -> None:
    assert_harmless(render(404, "en", "application/problem+json", extensions=extensions))
    assert_harmless(render(404, "en", "application/problem+xml", extensions=extensions))


class Raises:
    def __str__(self) -> str:
        raise RuntimeError("no text")


def test_extensions_that_have_no_json_are_left_out() -> None:
    circle: list[Any] = []
    circle.append(circle)
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    extensions = {"circle": circle, "deep": deep, "nan": float("nan"), "raises": Raises(), "ok": 1}
    for media_type in ("application/problem+json", "application/problem+xml"):
        document = render(404, "en", media_type, extensions=extensions)
        assert_harmless(document)
        assert b"ok" in document.body
        assert b"circle" not in document.body
    odd: Any = ["not", "a", "mapping"]
    assert_harmless(render(404, "en", "application/problem+json", extensions=odd))


def test_a_header_of_64_kib_gets_a_document() -> None:
    for header in ("text/html," * 6000, "q=0" * 20000, "\x00\ud800" * 30000, ";,;," * 16000):
        document = negotiate_document(404, header, header)
        assert document.status == 404
        assert_harmless(document)


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0", "video/*", "*/*;q=0"])
def test_where_all_is_refused_plain_text_comes(accept: str) -> None:
    assert negotiate_document(404, accept).media_type == "text/plain"


@pytest.mark.parametrize(
    "color", ["red}body{display:none", "</style><script>", "url(x)", "a;b", "é"]
)
def test_a_colour_that_is_none_is_left_out(color: str) -> None:
    assert render(404, "en", theme=Theme(accent=color)).body == render(404, "en").body


def test_markup_that_claims_to_be_safe_is_escaped() -> None:
    from markupsafe import Markup

    details: dict[str, Any] = {"request_id": Markup("<b>"), "path": Markup("<i>")}
    body = render(404, "en", **details).body
    assert b"&lt;b&gt;" in body
    assert b"<i>" not in body


def test_details_do_not_reorder_the_text_around_them() -> None:
    body = render(404, "en", request_id="\u202egnp.exe", path="\u2066x").body.decode()
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", body)
