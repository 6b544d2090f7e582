"""What a site itself says stands in the localized document, in every format."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from lxml import etree

from httplingo import Lingo, add_messages, get_message, lazy_message, use_locale
from httplingo.documents import (
    MEDIA_TYPES,
    PageContext,
    Text,
    negotiate_document,
    page_context,
    render,
)

NAMESPACE = {"p": "urn:ietf:rfc:7807"}
ERRORS: list[dict[str, object]] = [
    {"detail": "must be <positive>", "pointer": "#/age", "type": "greater_than"},
    {"detail": "is missing", "name": "email"},
    {"detail": "just wrong"},
]


def test_the_own_detail_stands_between_phrase_and_advice() -> None:
    message = get_message(404, "de")
    page = render(404, "de", detail="Artikel <7> gibt es nicht.").body.decode()
    assert '<p class="detail" dir="auto">Artikel &lt;7&gt; gibt es nicht.</p>' in page
    assert page.index(message.phrase) < page.index("Artikel") < page.index(message.advice)
    text = render(404, "de", "text/plain", detail="Artikel <7>\ngibt es nicht.").body.decode()
    assert text.split("\n\n") == [
        f"404 {message.phrase}",
        "Artikel <7>\ngibt es nicht.",
        f"{message.advice}\n",
    ]


@pytest.mark.parametrize("detail", [None, "", "Only 3 seats are left."])
def test_a_problem_has_the_own_detail_or_the_description_and_the_advice(detail: Any) -> None:
    message = get_message(409, "de")
    problem = json.loads(render(409, "de", "application/problem+json", detail=detail).body)
    assert problem["title"] == message.phrase
    assert problem["detail"] == (detail or message.description)
    assert problem["advice"] == message.advice
    body = render(409, "de", "application/problem+xml", detail=detail).body
    root = etree.fromstring(body)
    assert root.findtext("p:detail", namespaces=NAMESPACE) == problem["detail"]
    assert root.findtext("p:advice", namespaces=NAMESPACE) == problem["advice"]


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_title_and_advice_of_the_site_take_the_place_of_the_packages(media_type: str) -> None:
    add_messages("de", {"409.phrase": "Unser Konflikt", "409.advice": "Unser Rat"})
    body = render(
        409, "de", media_type, title="Platz belegt", advice="Wählen Sie einen anderen Platz."
    ).body.decode()
    assert "Platz belegt" in body
    assert "Wählen Sie einen anderen Platz." in body
    assert "Unser" not in body


def test_words_may_be_lazy() -> None:
    with use_locale("de"):
        body = render(404, None, "text/plain", detail=lazy_message(410)).body.decode()
    assert str(get_message(410, "de")) in body


def test_content_language_names_the_languages_that_are_there() -> None:
    unknown = render(404, "de", detail="Nothing here")
    near = render(404, "de", detail="Nichts da", detail_locale="de-AT")
    other = render(404, "de", detail="Nothing here", detail_locale="en_GB")
    assert unknown.header("Content-Language") == "de"
    assert other.header("Content-Language") == "de, en-GB"
    assert b'<p class="detail" lang="en-GB" dir="ltr">Nothing here</p>' in other.body
    assert near.header("Content-Language") == "de, de-AT"
    assert render(404, "de", detail_locale="en").header("Content-Language") == "de"
    assert render(404, "de", detail="x", detail_locale="de").header("Content-Language") == "de"
    problem = render(404, "de", "application/problem+xml", advice="x", detail_locale="ar")
    assert b'<advice xml:lang="ar">x</advice>' in problem.body
    assert problem.header("Content-Language") == "de, ar"
    for media_type in MEDIA_TYPES:
        errors = render(422, "de", media_type, errors=ERRORS, detail_locale="en")
        assert errors.header("Content-Language") == "de, en"
    errors = render(422, "de", "application/problem+xml", errors=ERRORS, detail_locale="en")
    assert b'<errors xml:lang="en">' in errors.body


def test_field_errors_are_listed_under_their_heading() -> None:
    add_messages("en", {"page.errors": "What to correct"})
    page = render(422, "en", errors=ERRORS).body.decode()
    assert "<h2>What to correct</h2>" in page
    assert '<li><b dir="auto">age</b> <span dir="auto">must be &lt;positive&gt;</span></li>' in page
    assert '<li><b dir="auto">email</b> <span dir="auto">is missing</span></li>' in page
    assert '<li><span dir="auto">just wrong</span></li>' in page
    text = render(422, "en", "text/plain", errors=ERRORS).body.decode()
    assert (
        "\n\nWhat to correct\n- age: must be <positive>\n- email: is missing\n- just wrong\n"
        in text
    )


def test_field_errors_are_a_member_of_a_problem() -> None:
    problem = json.loads(render(422, "en", "application/problem+json", errors=ERRORS).body)
    assert problem["errors"] == ERRORS
    body = render(422, "en", "application/problem+xml", errors=ERRORS).body
    root = etree.fromstring(body)
    assert root.findtext("p:errors/p:i/p:pointer", namespaces=NAMESPACE) == "#/age"
    assert len(root.findall("p:errors/p:i", namespaces=NAMESPACE)) == 3


def test_other_errors_make_another_page() -> None:
    for _ in range(2):
        assert b"one-1" in render(422, "en", errors=[{"detail": "one-1"}]).body
        two = render(422, "en", errors=[{"detail": "second"}, {"detail": "third"}]).body
        assert b"second" in two
        assert b"third" in two
        assert b"one-1" not in two


def test_errors_that_are_none_are_left_out_and_the_others_stay(
    caplog: pytest.LogCaptureFixture,
) -> None:
    errors: Any = [{"detail": Silent()}, "odd", {"detail": "fine", "at": {1, 2}}, {"ctx": [1]}]
    bare = render(422, "en")
    for media_type in MEDIA_TYPES:
        assert b"fine" in render(422, "en", media_type, errors=errors).body
    assert "'errors' is left out" in caplog.text
    none: tuple[Any, ...] = ("text", 7, {"a": "b"}, [], None)
    for odd in none:
        assert render(422, "en", errors=odd).body == bare.body


class Silent:
    """An object that has no text."""

    def __str__(self) -> str:
        raise RuntimeError("no text")

    __repr__ = __str__


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_a_detail_without_a_text_is_left_out_and_logged(
    media_type: str, caplog: pytest.LogCaptureFixture
) -> None:
    names = ("request_id", "path", "host", "instance", "title", "detail", "advice", "extensions")
    bare = render(404, "en", media_type)
    for name in names:
        silent: dict[str, Any] = {name: {"x": Silent()} if name == "extensions" else Silent()}
        assert render(404, "en", media_type, **silent).body == bare.body
    assert "'detail' is left out: RuntimeError('no text')" in caplog.text


def test_an_address_that_is_refused_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    render(404, "en", home_url="javascript:alert(1)\n")
    assert "'home_url' is left out" in caplog.text


@pytest.mark.parametrize(
    ("details", "personal", "cache"),
    [
        ({}, False, "no-cache"),
        ({"home_url": "/", "path": "/a", "host": "a.example"}, False, "no-cache"),
        ({"request_id": "7"}, True, "no-store"),
        ({"instance": "/a/7"}, True, "no-store"),
        ({"errors": [{"detail": "x"}]}, True, "no-store"),
        ({"extensions": {"balance": 30}}, True, "no-store"),
        ({"detail": "Article 7 is gone."}, False, "no-store"),
        ({"retry_after": 60}, False, "no-store"),
    ],
)
def test_a_document_says_whether_it_is_personal(
    details: dict[str, Any], personal: bool, cache: str
) -> None:
    kind = "text/html" if "home_url" in details else "application/problem+json"
    kind = "text/html" if "request_id" in details else kind
    for _ in range(2):
        document = render(404, "en", kind, **details)
        assert document.personal is personal
        assert document.header("Cache-Control") == cache


def test_an_unused_code_is_headed_by_its_class() -> None:
    for locale in ("en", "zh_CN", "ar", "ja"):
        text = render(418, locale, "text/plain").body.decode()
        assert text.startswith(f"418 {get_message(499, locale).phrase}\n")
    add_messages("en", {"418.phrase": "I'm a teapot"})
    assert render(418, "en", "text/plain").body.startswith(b"418 I'm a teapot\n")


def test_a_redirect_shows_its_advice() -> None:
    add_messages("en", {"302.advice": "Follow the link."})
    page = render(302, "en").body.decode()
    assert '<p class="lead">Follow the link.</p>' in page
    assert get_message(302, "en").description not in page


def test_the_note_on_the_request_number_and_the_host_are_shown() -> None:
    add_messages("en", {"page.request_note": "Tell us.", "page.host": "Site"})
    page = render(500, "en", request_id="7", host="a.example").body.decode()
    assert '<p class="note">Tell us.</p>' in page
    assert '<dt>Site</dt>\n<dd><code dir="ltr">a.example</code></dd>' in page
    text = render(500, "en", "text/plain", request_id="7", host="a.example").body.decode()
    assert "\nRequest number: 7\nTell us.\nSite: a.example\n" in text
    assert b"Tell us." not in render(500, "en", host="a.example").body


def test_two_sites_in_one_process_have_their_own_words() -> None:
    one, two = Lingo(default_locale="de"), Lingo()
    one.add_messages("de", {"404.phrase": "Eins"})
    two.add_messages("de", {"404.phrase": "Zwei"})
    for _ in range(2):
        assert render(404, media_type="text/plain", lingo=one).body.startswith(b"404 Eins")
        assert render(404, "de", "text/plain", lingo=two).body.startswith(b"404 Zwei")
        assert b"Eins" in render(404, "de", lingo=one, request_id="7").body
        assert b"Zwei" in render(404, "de", lingo=two, request_id="7").body
        assert negotiate_document(404, "text/plain", None, lingo=one).locale == "de"
        assert b"Nicht gefunden" in render(404, "de").body


def test_the_sites_own_renderer_gets_what_the_page_shows() -> None:
    seen: list[PageContext] = []

    def renderer(page: PageContext) -> str:
        seen.append(page)
        return f"<h1>{page.title.upper()}</h1>{page.detail}"

    details: dict[str, Any] = {
        "detail": "<b>",
        "detail_locale": "en",
        "errors": ERRORS,
        "request_id": "7",
        "retry_after": 120,
        "languages": {"en": "/en"},
    }
    document = render(422, "de", page=renderer, **details)
    assert document.body == f"<h1>{get_message(422, 'de').phrase.upper()}</h1><b>".encode()
    assert document.header("Content-Type") == "text/html; charset=utf-8"
    assert document.header("Content-Language") == "de, en"
    assert document.header("Retry-After") == "120"
    assert document.header("Content-Length") == str(len(document.body))
    assert document.header("Content-Security-Policy") is None
    assert document.personal
    page = seen[0]
    assert isinstance(page.title, Text)
    assert (page.status, page.locale, page.lang, page.dir) == (422, "de", "de", "ltr")
    assert [(error.field, error.detail) for error in page.errors] == [
        ("age", "must be <positive>"),
        ("email", "is missing"),
        ("", "just wrong"),
    ]
    assert page.retry_after == "Versuchen Sie es in 2 Minuten erneut."
    assert [(link.url, link.lang) for link in page.languages] == [("/en", "en")]
    assert page.words["home"] == "Startseite"
    assert page == page_context(422, "de", **details)
    assert render(404, "de", "text/plain", page=renderer) == render(404, "de", "text/plain")


@pytest.mark.parametrize("failure", [None, b"bytes", "\ud800", ZeroDivisionError()])
def test_a_renderer_that_fails_gives_the_themes_page(
    failure: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def renderer(_: PageContext) -> Any:
        if isinstance(failure, Exception):
            raise failure
        return failure

    with caplog.at_level(logging.ERROR):
        document = render(404, "de", page=renderer)
    assert document == render(404, "de")
    assert len(caplog.records) == 1


def test_a_problem_has_the_type_of_the_site() -> None:
    details: dict[str, Any] = {"type": "https://a.example/p/größe", "extensions": {"code": "x"}}
    for locale in ("en", "zh_CN"):
        problem = json.loads(render(404, locale, "application/problem+json", **details).body)
        assert problem["type"] == "https://a.example/p/gr%C3%B6%C3%9Fe"
        assert problem["code"] == "x"


def test_no_member_is_written_twice() -> None:
    extensions = dict.fromkeys(
        ["type", "title", "status", "detail", "instance", "advice", "reference", "request_id"], "x"
    )
    details: dict[str, Any] = {"extensions": extensions, "request_id": "7", "audience": "developer"}
    body = render(404, "en", "application/problem+json", **details).body

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert len(pairs) == len(dict(pairs))
        return dict(pairs)

    problem = json.loads(body, object_pairs_hook=unique)
    assert problem["reference"] == "RFC 9110, Section 15.5.5"
    visitor = render(404, "en", "application/problem+json", extensions={"reference": "A-7"}).body
    assert json.loads(visitor)["reference"] == "A-7"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("A¡:", "./A%C2%A1:"),
        ("a:b", "a:b"),
        ("1:b/c", "./1:b/c"),
        ("/a:b", "/a:b"),
        ("?a:b", "?a:b"),
        ("ö:1#f", "./%C3%B6:1#f"),
    ],
)
def test_a_reference_without_a_scheme_does_not_look_as_if_it_had_one(
    given: str, written: str
) -> None:
    problem = json.loads(render(404, "en", "application/problem+json", instance=given).body)
    assert problem["instance"] == written
