"""Every page is valid HTML, says the Nu HTML checker."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from httplingo import available_locales
from httplingo._codes import REFERENCES
from httplingo.documents import Theme, render

pytestmark = pytest.mark.java

VNU = Path(__file__).parents[1] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CODES = [int(name) for name in REFERENCES if name.isdecimal()]
DETAILS: dict[str, Any] = {
    "request_id": '7<"&\x00\U0001ffff',
    "retry_after": 120,
    "home_url": "/größe?q=<a>&b=[c]#%zz#",
    "retry_url": "https://bücher.example:8080/a b".replace(" ", "|"),
    "path": "/<script>\ud800\x85",
    "languages": {"en": "/en", "ar": "/ar", "zh_CN": "/zh", "sr_Latn": "/sr"},
    "second_locale": "en",
}
LOGO = '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/></svg>'


def check(folder: Path) -> list[str]:
    """Return what the checker says of the pages in a folder, warnings included."""
    java = shutil.which("java")
    assert java, "no Java runtime: see scripts/setup.sh"
    assert VNU.is_file(), "no Nu HTML checker: see scripts/setup.sh"
    run = subprocess.run(
        [java, "-Xss1m", "-XX:+UseSerialGC", "-jar", str(VNU), "--format", "json", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(run.stderr)["messages"]
    return [f"{Path(each['url']).name}: {each['message']}" for each in messages]


def test_every_page_is_valid(tmp_path: Path) -> None:
    looks: dict[str, dict[str, Any]] = {
        "bare": {},
        "full": {**DETAILS, "audience": "developer"},
        "plain": {**DETAILS, "theme": "plain"},
        "own": {**DETAILS, "theme": Theme(site_name="A & B", logo=LOGO, accent="teal")},
    }
    for locale in available_locales():
        for code in CODES:
            # Every code in one look, and a few in every look: a text is the same in all.
            for look, details in looks.items():
                if look == "full" or code in {202, 404, 503}:
                    body = render(code, locale, **details).body
                    if body:
                        (tmp_path / f"{locale}-{code}-{look}.html").write_bytes(body)
    assert check(tmp_path) == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!DOCTYPE html><title>x</title><p><blink>")
    assert check(tmp_path)


def test_the_fixed_page_is_valid(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "page.html").write_text("{{ 1 / 0 }}")
    pages = tmp_path / "pages"
    pages.mkdir()
    for locale in available_locales():
        body = render(404, locale, theme=theme, audience="developer").body
        (pages / f"{locale}.html").write_bytes(body)
    assert check(pages) == []
