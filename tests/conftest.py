"""What several tests need: the project's paths, catalogs made on the spot, a clean runtime."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import polib
import pytest

from httplingo import catalogs, locales
from httplingo.workbench.project import Project

ROOT = Path(__file__).resolve().parents[1]

MakeCatalog = Callable[[str, Mapping[str, str]], Path]


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
    catalogs.reset()
    locales.set_locale(None)
    if locales.default_locale() != "en":
        locales.set_default_locale("en")
