"""What several tests need: paths, catalogs made on the spot, a browser, a clean runtime."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import polib
import pytest

from httplingo.lingo import default_lingo
from httplingo.locales import set_locale
from httplingo.workbench.project import Project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]

# What needs more than Python packages: see CONTRIBUTING.md.
OUTSIDE = ("browser", "java", "system")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

MakeCatalog = Callable[[str, Mapping[str, str]], Path]

# `.ci/run` names "ci", with a seed made of the commit: another commit is another search, and one
# commit has always the same. A busy machine makes neither of them fail.
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.register_profile(
    "ci",
    max_examples=2_000,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("dev")


@pytest.fixture(autouse=True)
def _own_commands(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test find the environment's commands only, unless its marker says that it needs more.

    So one without its marker fails on every machine, and not on the next contributor's.
    """
    if not any(request.node.get_closest_marker(name) for name in OUTSIDE):
        monkeypatch.setenv("PATH", str(Path(sys.executable).parent))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, or what CHROMIUM names, without a window."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "no Chromium: see scripts/setup.sh, or set CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def shipped() -> Project:
    """The project itself."""
    return Project(ROOT / "locale")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with the two source tables and nothing else."""
    shutil.copytree(ROOT / "locale" / "source", tmp_path / "locale" / "source")
    (tmp_path / "src" / "httplingo").mkdir(parents=True)
    return Project(tmp_path / "locale")


@pytest.fixture
def make_catalog(tmp_path: Path) -> MakeCatalog:
    """Makes a compiled catalog of one locale; returns the folder that catalogs stand in."""

    def make(locale: str, texts: Mapping[str, str]) -> Path:
        file = polib.POFile()
        file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        for key, text in texts.items():
            file.append(polib.POEntry(msgctxt=key, msgid=f"English of {key}", msgstr=text))
        folder = tmp_path / "site" / locale / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        file.save_as_mofile(str(folder / "httplingo.mo"))
        return tmp_path / "site"

    return make


@pytest.fixture(autouse=True)
def _own_state() -> Iterator[None]:
    """Give each test the package's own catalogs, no active locale and the default one."""
    yield
    default_lingo().reset()
    set_locale(None)
