"""The documentation builds as `make docs` builds it, and says of everything public what it is."""

from __future__ import annotations

import importlib
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from httplingo.integrations._registry import FRAMEWORKS
from tests.conftest import ROOT

DOCS = ROOT / "docs"
#: Modules whose ``__all__`` is public.
PUBLIC = (
    "httplingo",
    "httplingo.documents",
    "httplingo.integrations",
    "httplingo.json",
    "httplingo.negotiation",
    "httplingo.serve",
    "httplingo.typing",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site: any warning, and a link to a page or name that is not there, ends it."""
    folder = tmp_path_factory.mktemp("docs")
    # Whatever would fetch something finds nothing to fetch it through.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    done = subprocess.run(
        [*command, "--builder", "html", DOCS, folder],
        env={**os.environ, **nowhere, "PYTHONWARNINGS": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return folder


def test_a_page_loads_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = re.findall(
            r'<(?:script|link|img|iframe)\b[^>]*(?:src|href)="(\w+:)?//', page.read_text()
        )
        assert loaded == [], page


def test_the_reference_has_everything_public(site: Path) -> None:
    pages = "".join(path.read_text() for path in (site / "reference").glob("*.html"))
    for module in PUBLIC:
        for name in importlib.import_module(module).__all__:
            assert f'id="{module}.{name}"' in pages, f"{module}.{name}"


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_the_page_of_a_framework_shows_its_line_and_what_it_changes(site: Path, name: str) -> None:
    page = (site / "frameworks" / f"{name}.html").read_text()
    assert f"httplingo[{name}]" in page
    after = page.partition('id="before-and-after"')[2]
    assert "Nicht gefunden" in after
    shown = re.sub(r"<[^>]*>", "", page)
    assert "# the one line" in shown or "- the one line" in shown or "# its line" in shown


def test_the_pictures_are_small_enough_for_a_page() -> None:
    for name in ("pages", "themes"):
        picture = (DOCS / "pictures" / f"{name}.png").read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) < 256 * 1024
        width, _ = struct.unpack(">II", picture[16:24])
        assert width < 1600


@pytest.mark.browser
def test_the_pictures_are_drawn_from_the_real_pages(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "pictures.py"
    done = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for name in ("pages", "themes"):
        drawn = (tmp_path / f"{name}.png").read_bytes()
        kept = (DOCS / "pictures" / f"{name}.png").read_bytes()
        # Fonts differ from machine to machine, the size of the window does not.
        assert drawn[16:24] == kept[16:24]
