"""Every page is valid HTML, says the Nu HTML checker, which reads all of them in one run."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from httplingo import add_messages, available_locales
from httplingo._codes import REFERENCES
from httplingo.documents import BUILT_IN, Theme, render

pytestmark = pytest.mark.java

VNU = Path(__file__).parents[1] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CODES = [int(name) for name in REFERENCES if name.isdecimal()]
DETAILS: dict[str, Any] = {
    "request_id": '7<"&\x00\U0001ffff',
    "retry_after": 120,
    "home_url": "/größe?q=<a>&b=[c]#%zz#",
    "retry_url": "https://bücher.example:8080/a b".replace(" ", "|"),
    "host": "a.example",
    "path": "/<script>\ud800\x85",
    "languages": {"en": "/en", "ar": "/ar", "zh_CN": "/zh", "sr_Latn": "/sr"},
    "detail": "Order <17>\nwas kept.",
    "detail_locale": "ar",
    "errors": [{"detail": "is <missing>", "pointer": "#/a"}, {"name": "b", "detail": ""}, {}],
}
LOGO = '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/></svg>'
LOOKS: dict[str, dict[str, Any]] = {
    "bare": {},
    "developer": {**DETAILS, "audience": "developer"},
    **{name: {**DETAILS, "theme": name} for name in BUILT_IN},
    "own": {**DETAILS, "theme": Theme(site_name="A & B", logo=LOGO, accent="teal")},
}


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the checker says of all pages, warnings included."""
    java = shutil.which("java")
    assert java, "no Java runtime: see scripts/setup.sh"
    assert VNU.is_file(), "no Nu HTML checker: see scripts/setup.sh"
    folder = tmp_path_factory.mktemp("pages")
    write_pages(folder, tmp_path_factory.mktemp("theme"))
    run = subprocess.run(
        [java, "-Xss1m", "-XX:+UseSerialGC", "-jar", str(VNU), "--format", "json", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(run.stderr)["messages"]
    return [f"{Path(each['url']).name}: {each['message']}" for each in messages]


def write_pages(folder: Path, broken: Path) -> None:
    """Write each locale and each code, in each look; not all of their products."""
    add_messages(
        "en", {"page.errors": "Fields", "page.host": "Site", "page.request_note": "Say it."}
    )
    (broken / "page.html").write_text("{{ 1 / 0 }}")
    locales = available_locales()
    for number, locale in enumerate(locales):
        code = (404, 503, 202)[number % 3]
        for look, details in LOOKS.items():
            (folder / f"{locale}-{look}.html").write_bytes(render(code, locale, **details).body)
        fixed = render(404, locale, theme=broken, **DETAILS)
        (folder / f"{locale}-fixed.html").write_bytes(fixed.body)
        fragment = render(404, locale, fragment=True, **DETAILS).body
        (folder / f"{locale}-fragment.html").write_bytes(
            b'<!DOCTYPE html><html lang="en"><title>x</title><main>%b</main></html>' % fragment
        )
    for number, code in enumerate(CODES):
        body = render(code, locales[number % len(locales)], **LOOKS["developer"]).body
        if body:
            (folder / f"{code}.html").write_bytes(body)
    (folder / "bad.html").write_text("<!DOCTYPE html><title>x</title><p><blink>")


def test_every_page_is_valid(findings: list[str]) -> None:
    assert [each for each in findings if not each.startswith("bad.html")] == []


def test_the_checker_finds_what_is_wrong(findings: list[str]) -> None:
    assert [each for each in findings if each.startswith("bad.html")]
