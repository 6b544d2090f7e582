from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from httplingo import (
    InvalidLocaleError,
    add_catalogs,
    add_messages,
    available_locales,
    get_message,
    set_default_locale,
    use_locale,
)
from httplingo._codes import REFERENCES
from httplingo.documents import (
    BUILT_IN,
    MEDIA_TYPES,
    Document,
    DocumentError,
    render,
)

DATA = Path(__file__).parents[1] / "data" / "documents"

DETAILS: dict[str, Any] = {
    "request_id": "7f3a-91c2",
    "retry_after": 120,
    "home_url": "/",
    "retry_url": "/a?b=1&c=2",
    "host": "a.example",
    "path": "/a",
    "instance": "/a",
    "extensions": {"balance": 30, "accounts": ["/1", "/2"]},
    "languages": {"en": "/en", "zh_CN": "/zh"},
    "audience": "developer",
}


@pytest.fixture
def site(make_catalog: Any) -> Any:
    """Adds texts of a site's own in a locale."""

    def add(locale: str, texts: Mapping[str, str]) -> None:
        add_catalogs(make_catalog(locale, texts))

    return add


@pytest.fixture
def texts_of_404(site: Any) -> None:
    """Texts that stay as they are, whatever becomes of the package's own."""
    site(
        "qaa",
        {
            "404.phrase": "Nothing here",
            "404.advice": "Check the address.\nThen start again.",
            "404.description": "The server found <nothing>.",
            "page.home": "Home",
            "page.retry": "Again",
            "page.retry_after": "Again {duration}.",
            "page.request_id": "Number",
            "page.request_note": "Tell us this number.",
            "page.errors": "Fields",
            "page.host": "Site",
            "page.details": "Details",
            "page.status": "Status {code}",
            "page.path": "Address",
            "page.reference": "Specification",
            "page.languages": "Languages",
        },
    )


@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("text/html", "404.html"),
        ("application/problem+json", "404.json"),
        ("application/problem+xml", "404.xml"),
        ("text/plain", "404.txt"),
    ],
)
@pytest.mark.usefixtures("texts_of_404")
def test_a_document_of_each_format_is_what_it_was(media_type: str, name: str) -> None:
    document = render(404, "qaa", media_type, **{**DETAILS, "retry_after": None})
    headers = "".join(f"{name}: {value}\n" for name, value in document.headers)
    # A style sheet changes for reasons of its own: its hash and its text stand for themselves.
    text = f"{headers}\n{document.body.decode()}"
    assert _without_style(text) == (DATA / name).read_text("utf-8")


def _without_style(text: str) -> str:
    text = re.sub(r"<style>.*?</style>", "<style>…</style>", text, flags=re.DOTALL)
    text = re.sub(r"sha256-[^']+", "sha256-…", text)
    return re.sub(r"(Content-Length: )\d+", r"\1…", text)


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_headers_follow_the_rfcs(media_type: str) -> None:
    document = render(404, "zh_CN", media_type)
    headers = dict(document.headers)
    assert len(headers) == len(document.headers)
    assert headers["Content-Type"].partition(";")[0] == media_type
    assert ("charset=utf-8" in headers["Content-Type"]) != media_type.endswith("json")
    assert headers["Content-Language"] == "zh-CN"
    assert headers["Vary"] == "Accept, Accept-Language"
    assert int(headers["Content-Length"]) == len(document.body)
    assert headers["Cache-Control"] == "no-cache"
    assert ("X-Robots-Tag" in headers) == (media_type == "text/html")
    assert document.raw_headers()[0] == (b"content-type", headers["Content-Type"].encode())


@pytest.mark.parametrize("code", [100, 103, 204, 205, 304])
@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_what_has_no_content_gets_none(code: int, media_type: str) -> None:
    document = render(code, "en", media_type)
    assert document.body == b""
    assert document.header("Content-Type") is None
    assert document.header("Content-Length") == ("0" if code == 205 else None)


@pytest.mark.parametrize(
    ("code", "expected"),
    [(200, None), (401, "no-store"), (404, "no-cache"), (410, "no-cache"), (429, "no-store")],
)
def test_caches_keep_what_the_status_allows(code: int, expected: str | None) -> None:
    assert render(code).header("Cache-Control") == expected
    assert render(code, request_id="7").header("Cache-Control") == "no-store"


def test_the_status_line_needs_nothing_localized() -> None:
    document = render(404, "zh_CN")
    assert all(value.isascii() for header in document.headers for value in header)


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_absent_details_leave_no_trace(media_type: str) -> None:
    bare = render(404, "en", media_type)
    absent = dict.fromkeys(DETAILS)
    assert render(404, "en", media_type, **absent) == bare
    refused: dict[str, Any] = {"home_url": "javascript:alert(1)", "retry_after": "soon"}
    assert render(404, "en", media_type, **refused) == bare
    assert render(404, "en", media_type, request_id="") == bare


def test_details_are_told_apart_however_they_come() -> None:
    for _ in range(2):
        one = render(404, "en", request_id="one-1", path="/1").body
        two = render(404, "en", path="/2", request_id="second").body
        three = render(404, "en", request_id=None, path="/3").body
        four = render(404, "en", request_id="<4>", path="/4").body
        assert b"one-1" in one
        assert b"/1" in one
        assert b"second" in two
        assert b"one-1" not in two
        assert b"/3" in three
        assert b"Request number" not in three
        assert b"&lt;4&gt;" in four


def test_choices_are_told_apart() -> None:
    for _ in range(2):
        developer = render(404, "en", request_id="7", audience="developer").body
        visitor = render(404, "en", request_id="7", audience="visitor").body
        plain = render(404, "en", request_id="7", theme="plain").body
        assert b"RFC 9110" in developer
        assert b"RFC 9110" not in visitor
        assert b"<style>" not in plain
        assert b"<style>" in visitor


def test_a_visitor_reads_the_advice_and_a_developer_the_description_too() -> None:
    message = get_message(404, "en")
    visitor = render(404, "en", "text/plain").body.decode()
    developer = render(404, "en", "text/plain", audience="developer").body.decode()
    assert message.advice in visitor
    assert message.description not in visitor
    assert message.advice in developer
    assert message.description in developer
    assert message.reference in developer


def test_without_advice_the_description_stands_for_it() -> None:
    message = get_message(202, "en")
    assert message.advice == ""
    assert message.description in render(202, "en", "text/plain").body.decode()


def test_the_active_locale_answers_and_is_told_apart() -> None:
    with use_locale("zh_CN"):
        assert render(404).locale == "zh_CN"
        assert render(404, request_id="7").locale == "zh_CN"
    assert render(404).locale == "en"
    assert render(404, request_id="7").locale == "en"
    set_default_locale("zh_CN")
    assert render(404).locale == "zh_CN"
    assert render(404, request_id="7").locale == "zh_CN"


def test_a_phrase_that_falls_back_says_its_language(site: Any) -> None:
    site("tlh", {"404.advice": "naDevvo' yIghoS"})
    document = render(404, "tlh")
    assert document.locale == "en"
    assert document.header("Content-Language") == "en"
    assert b'<html lang="en" dir="ltr">' in document.body


def test_a_text_that_falls_back_says_its_language(site: Any) -> None:
    site("yi", {"404.phrase": "נישט געפֿונען"})
    document = render(404, "yi", home_url="/")
    assert document.header("Content-Language") == "yi"
    assert b'<html lang="yi" dir="rtl">' in document.body
    assert b'<p class="lead" lang="en" dir="ltr">' in document.body
    assert b'<a href="/" lang="en" dir="ltr">Home page</a>' in document.body


def test_other_languages_are_linked_by_their_own_names() -> None:
    links = {"zh-CN": "/zh", "!!": "/x", "de": "data:x", "ar": "/ar"}
    page = render(404, "en", languages=links).body.decode()
    assert '<a href="/zh" lang="zh-CN">简体中文</a>' in page
    assert 'lang="ar" dir="rtl"' in page
    assert "/x" not in page
    assert "data:x" not in page


def test_what_only_a_programmer_gets_wrong_is_an_error() -> None:
    unknown: dict[str, Any] = {"audience": "cat"}
    with pytest.raises(DocumentError, match="media type 'text/csv'"):
        render(404, media_type="text/csv")
    with pytest.raises(DocumentError, match="audience 'cat'"):
        render(404, **unknown)
    with pytest.raises(TypeError, match="no detail named 'colour'"):
        render(404, colour="red")  # type: ignore[call-arg]
    with pytest.raises(InvalidLocaleError):
        render(404, "!!")


@pytest.mark.parametrize("code", [0, 99, 600, -1, 10**30, 10**5000, "404", None, 4.5], ids=range(9))
def test_an_unknown_code_gives_the_document_of_500(
    code: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        document = render(code, "en")
    assert document.status == 500
    assert document == render(500, "en")
    assert "500 is rendered" in caplog.text


def test_an_unregistered_code_has_the_texts_of_its_class() -> None:
    document = render(499, "en", "text/plain", audience="developer")
    assert document.status == 499
    assert document.body.startswith(b"499 Client Error\n")


def test_every_locale_renders_every_format() -> None:
    for locale in available_locales():
        for media_type in MEDIA_TYPES:
            document = render(503, locale, media_type, **DETAILS)
            assert document.status == 503
            assert document.locale == locale
            assert document.header("Retry-After") == "120"


@pytest.mark.parametrize("theme", BUILT_IN)
def test_a_page_with_every_detail_stays_small(theme: str) -> None:
    codes = [int(name) for name in REFERENCES if name.isdecimal() and name >= "400"]
    shown = {"visitor": 4096, "developer": 5120} if theme == "quiet" else {"developer": 10240}
    for audience, most in shown.items():
        details: dict[str, Any] = {**DETAILS, "audience": audience, "theme": theme}
        sizes = {
            (locale, code): len(render(code, locale, **details).body)
            for locale in available_locales()
            for code in (codes if theme == "quiet" else (412, 431))
        }
        assert max(sizes.values()) <= most, (audience, max(sizes, key=lambda key: sizes[key]))


def test_a_document_is_immutable() -> None:
    document = render(404)
    assert isinstance(document, Document)
    assert isinstance(document.headers, tuple)
    with pytest.raises(AttributeError):
        document.body = b""  # type: ignore[misc]


def test_importing_documents_loads_neither_templates_nor_babel() -> None:
    probe = (
        "import sys, httplingo; assert 'httplingo.documents' not in sys.modules\n"
        "import httplingo.documents as d\n"
        "d.render(404, 'en', 'text/plain'); d.render(404, 'en', 'application/problem+xml')\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules} & {'jinja2', 'babel', 'brotli'}))"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_without_jinja2_a_fixed_page_is_sent_and_the_extra_is_named() -> None:
    probe = (
        "import sys; sys.modules['jinja2'] = None; sys.modules['babel'] = None\n"
        "from httplingo.documents import render\n"
        "page = render(503, 'en', request_id='7', retry_after=5)\n"
        "print(page.body.decode()); print(page.headers)\n"
        "print(render(503, 'en', 'text/plain', retry_after=5).body.decode())"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert "<h1>503 Service Unavailable</h1>" in run.stdout
    assert "('Retry-After', '5')" in run.stdout
    assert "httplingo[pages]" in run.stderr


def test_threads_and_changing_catalogs_get_whole_documents(site: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def work(number: int) -> bool:
        if number % 40 == 0:
            add_messages("en", {"401.phrase": f"Sign in {number}"})
        document = render(400 + number % 5, "en", request_id=str(number), path=f"/{number}")
        ready = render(400 + number % 5, "en")
        return (
            f'<code dir="ltr">{number}</code>'.encode() in document.body
            and document.header("Content-Length") == str(len(document.body))
            and ready.status == document.status
        )

    site("en", {"400.phrase": "Bad"})
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(400)))
