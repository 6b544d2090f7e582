"""What tests of the catalog verbs need: a copy of the project, a site's folder, the command."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from httplingo.cli import main

ROOT = Path(__file__).resolve().parents[2]
FEW = ("ar", "de", "en", "zh_CN")


class Done(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


Command = Callable[..., Done]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs ``httplingo catalog`` in this process."""

    def run(*arguments: object) -> Done:
        capsys.readouterr()
        try:
            status = main(["catalog", *map(str, arguments)])
        except SystemExit as error:
            status = int(error.code or 0)
        return Done(status, *capsys.readouterr())

    return run


@pytest.fixture
def folder(whole: Path) -> Path:
    """A copy of the project with few languages, which is read in a third of the time."""
    for path in whole.glob("*/LC_MESSAGES"):
        if path.parent.name not in FEW:
            shutil.rmtree(path.parent)
    return whole


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A copy of the project's catalogs, source tables and registry."""
    shutil.copytree(ROOT / "locale", tmp_path / "locale")
    package = tmp_path / "src" / "httplingo"
    package.mkdir(parents=True)
    shutil.copy(ROOT / "src" / "httplingo" / "_codes.py", package)
    return tmp_path / "locale"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An empty folder for a site's own catalogs."""
    path = tmp_path / "site"
    path.mkdir()
    return path
