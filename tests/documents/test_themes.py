"""Themes of a site's own: what they can do, and what becomes of those that fail."""

from __future__ import annotations

import base64
import hashlib
import logging
from pathlib import Path
from typing import Any

import pytest

from httplingo.documents import DocumentError, Theme, render
from httplingo.documents.theme import BUILT_IN


def theme_of(folder: Path, template: str) -> Path:
    """Write a theme of one template; return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / "page.html").write_text(template, "utf-8")
    return folder


@pytest.mark.parametrize(
    "template",
    [
        "{{ nothing.at.all }}",
        "{% if %}",
        "{% include 'missing.html' %}",
        "{{ 1 / 0 }}",
        "{% extends 'page.html' %}",
        "\xff",
    ],
)
def test_a_template_that_fails_gives_a_fixed_page(
    template: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "page.html").write_text(template, "latin-1")
    with caplog.at_level(logging.ERROR):
        document = render(404, "en", theme=tmp_path, request_id="7", detail="No <b>", retry_after=9)
    assert b"<h1>404 Not Found</h1>" in document.body
    assert b'<p dir="auto">No &lt;b&gt;</p>' in document.body
    assert b"<code>7</code>" in document.body
    assert "theme" in caplog.text


@pytest.mark.parametrize("theme", ["/nowhere/at/all", "no-such-theme", 7, Theme("/nowhere")])
def test_a_theme_that_is_not_there_gives_a_fixed_page(
    theme: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        assert b"<h1>404 Not Found</h1>" in render(404, "en", theme=theme).body
    assert "theme" in caplog.text


def test_a_theme_that_has_failed_is_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "late"
    for _ in range(2):
        assert b"<h1>404 Not Found</h1>" in render(404, "en", theme=folder).body
        assert b"<h1>404 Not Found</h1>" in render(404, "en", theme=folder, path="/a").body
    theme_of(folder, "<p>there {{ page.path }}</p>")
    assert render(404, "en", theme=folder).body == b"<p>there </p>"
    assert render(404, "en", theme=folder, path="/a").body == b"<p>there /a</p>"


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ page.path }}{{ page.request_id }}", "/a7"),
        ("{{ page.request_id }}x", "7x"),
        ("{{ page.path }}_index", "/a_index"),
        ("x{{ page.request_id }}{{ page.request_id }}", "x77"),
        ("{% if page.path %}{{ page.path }}{% endif %}{% if page.host %}!{% endif %}", "/a"),
        ("{% set p %}{{ page.path }}{% endset %}{{ p }}-{{ p }}", "/a-/a"),
        ("{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m(page.path) }}", "<i>/a</i>"),
        ("{{ page.path or '-' }}{{ page.host or '-' }}", "/a-"),
        ("{{ page.host|default('-', true) }}", "-"),
    ],
)
def test_a_theme_shows_details_in_any_place(template: str, shown: str, tmp_path: Path) -> None:
    document = render(404, "en", theme=theme_of(tmp_path, template), path="/a", request_id="7")
    assert document.body.decode() == shown


@pytest.mark.parametrize(
    "template",
    [
        "<p>{{ page.path|upper }}</p>",
        "<p>{{ page.path|lower }}</p>",
        "<p>{{ page.path|replace('/', '') }}</p>",
        "<p>{{ page.path|length }}</p>",
        "<p>{{ page.path == '/a' }}</p>",
        "<p>{{ page.path[0] }}</p>",
        "<p>{{ page.path.upper() }}</p>",
        "<p>{{ page.path|urlencode }}-{{ page.path|truncate(3) }}</p>",
        "<p>{{ page.path|string }}</p>",
        "<p>{{ 'admin' in page.path }}</p>",
        "<p>{{ page.path in ['/a'] }}</p>",
        "<p>{{ page.path ~ 'x' }}</p>",
        "<p>{{ '%s' % page.path }}</p>",
        "<p>{{ page.path|tojson }}</p>",
        "<p>{{ page.path|safe }}</p>",
        "{% filter lower %}<p>{{ page.path }}</p>{% endfilter %}",
        "{% filter replace('a', 'b') %}<p>{{ page.path }}</p>{% endfilter %}",
        "{% set p %}{{ page.path }}{% endset %}{{ 'admin' in p }}",
        "{% set p %}{{ page.path }}{% endset %}{{ p|length }}",
        "<script>var path = '{{ page.path }}'</script>",
        "<style>p::after { content: '{{ page.path }}' }</style>",
    ],
)
def test_a_theme_that_computes_with_a_detail_gives_a_fixed_page(
    template: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    theme = theme_of(tmp_path, template)
    with caplog.at_level(logging.ERROR):
        document = render(404, "en", theme=theme, path="/a")
    assert b"<h1>404 Not Found</h1>" in document.body
    assert "only be shown" in caplog.text or "shown within" in caplog.text or "Gap" in caplog.text


def test_a_theme_extends_the_page_block_by_block(tmp_path: Path) -> None:
    theme_of(
        tmp_path,
        "{% extends 'base.html' %}"
        "{% block footer %}<footer>{{ page.theme.site_name }} {{ page.path }}</footer>"
        "{% endblock %}",
    )
    theme = Theme(tmp_path, site_name="A & B", accent="#123456", policy="img-src 'self'")
    document = render(404, "en", theme=theme, path="/<x>")
    assert b"<footer>A &amp; B /&lt;x&gt;</footer>" in document.body
    assert b"--l:#123456" in document.body
    policy = document.header("Content-Security-Policy") or ""
    assert policy.endswith("img-src 'self'")
    assert "data:" not in policy


def test_a_style_sheet_stays_as_it_is(tmp_path: Path) -> None:
    sheet = "/* wide */\np::after { content: 'Sorry, gone' }\nq { content: \"a /* b */ c\" }\n"
    (tmp_path / "style.css").write_text(sheet)
    body = render(404, "en", theme=tmp_path).body.decode()
    assert f"{sheet}</style>" in body
    assert ".code{" in body


def test_the_policy_allows_a_style_with_any_line_ends() -> None:
    logo = "<svg><style>a{}\r\nb{}\rc{}</style></svg>"
    document = render(404, "en", theme=Theme("plain", logo=logo))
    digest = hashlib.sha256(b"a{}\nb{}\nc{}").digest()
    policy = document.header("Content-Security-Policy") or ""
    assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert b"\r" not in document.body


def test_a_folder_is_found_after_the_working_directory_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme_of(tmp_path / "look", "<p>there</p>")
    monkeypatch.chdir(tmp_path)
    theme = Theme("look")
    monkeypatch.chdir("/")
    assert render(404, "en", theme=theme).body == b"<p>there</p>"


def test_a_theme_says_what_is_wrong_before_the_first_request(tmp_path: Path) -> None:
    for name in BUILT_IN:
        Theme(name).check()
    for wrong in ("nihgt", "/nowhere", tmp_path):
        with pytest.raises(DocumentError, match="no theme has the name"):
            Theme(wrong).check()
    with pytest.raises(TypeError):
        Theme(7)  # type: ignore[arg-type]


def test_a_fragment_is_the_content_of_main_with_its_language() -> None:
    page = render(404, "ar", path="/<x>")
    fragment = render(404, "ar", path="/<x>", fragment=True)
    text = fragment.body.decode()
    assert text.startswith('<div lang="ar" dir="rtl">\n<p class="code">404</p>')
    assert "/&lt;x&gt;" in text
    for absent in ("<html", "<head", "<body", "<main", "<style", "</main"):
        assert absent not in text
    same = ("Content-Type", "Content-Language", "Vary", "Cache-Control")
    assert [fragment.header(name) for name in same] == [page.header(name) for name in same]
    assert fragment.status == 404


def test_a_fragment_of_a_theme_that_fails_has_no_shell(tmp_path: Path) -> None:
    theme = theme_of(tmp_path, "<p>no main</p>")
    text = render(404, "en", theme=theme, fragment=True).body.decode()
    assert text.startswith('<div lang="en" dir="ltr">\n<h1>404 Not Found</h1>')
    assert "<html" not in text
