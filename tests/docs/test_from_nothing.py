"""Pages followed in an environment that has nothing but what they say to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT
from tests.integrations.test_examples import ask, started
from tests.test_package import build, copy_source, install

#: Framework → what its page says to install beside it.
FRAMEWORKS = {
    "fastapi": ["uvicorn"],
    "flask": ["flask-babel", "waitress"],
    "starlette": ["uvicorn"],
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = copy_source(tmp_path_factory.mktemp("source") / "httplingo")
    return build("--wheel", source, tmp_path_factory.mktemp("wheel"))


def needed(requirements: list[str]) -> Iterator[Distribution]:
    """Return the distributions that a package index would give for them, from this environment."""
    waiting, seen = [Requirement(text) for text in requirements], set()
    while waiting:
        wanted = waiting.pop()
        found = distribution(wanted.name)
        for extra in ("", *wanted.extras):
            if (wanted.name, extra) in seen:
                continue
            seen.add((wanted.name, extra))
            waiting += [
                one
                for one in map(Requirement, found.requires or ())
                if one.marker is None or one.marker.evaluate({"extra": extra})
            ]
        if wanted.name != "httplingo":
            yield found


@pytest.fixture
def empty(wheel: Path, tmp_path: Path) -> Path:
    """A new environment with the package alone."""
    place = tmp_path / "empty"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    install(wheel, place)
    return place


def add(place: Path, *requirements: str) -> Path:
    """Do what ``pip install`` would do with an index; return the environment's Python."""
    (packages,) = place.glob("lib/*/site-packages")
    for one in needed(list(requirements)):
        for file in one.files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                target = packages / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), target)
        for script in one.entry_points.select(group="console_scripts"):
            path = place / "bin" / script.name
            path.write_text(
                f"#!{place}/bin/python\nimport sys\nfrom {script.module} import {script.attr}\n"
                f"sys.exit({script.attr}())\n"
            )
            path.chmod(0o755)
    return place / "bin" / "python"


@pytest.mark.system
def test_the_start_page_keeps_its_promises(empty: Path, tmp_path: Path) -> None:
    # What follows the page is there beside what the page says to install.
    python = add(empty, "httplingo[flask]", "pytest", "sybil")
    subprocess.run([python, "-m", "ensurepip", "--default-pip"], check=True)
    folder = tmp_path / "docs"
    folder.mkdir()
    for name in ("conftest.py", "start.md"):
        shutil.copy(ROOT / "docs" / name, folder)
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "start.md"],
        cwd=folder,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_the_example_of_a_framework_answers(empty: Path, name: str) -> None:
    python = add(empty, f"httplingo[{name}]", *FRAMEWORKS[name])
    with started(f"{name}_site", python) as port:
        answer, body = ask(port, "/none", Accept="text/html", Accept_Language="de")
    assert answer.status == 404
    assert answer.headers["Content-Language"] == "de"
    assert "Nicht gefunden" in body.decode()
