"""What is built and installed is what was tested: sdist, wheel, and an empty environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from httplingo import available_locales

from .conftest import ROOT


def build(kind: str, source: Path, target: Path) -> Path:
    command = [sys.executable, "-m", "build", "--no-isolation", kind, "--outdir", str(target)]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tracked files: the build compiles into it, not into the tree under test."""
    target = tmp_path_factory.mktemp("source")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def sdist(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("--sdist", source, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("--wheel", source, tmp_path_factory.mktemp("wheel"))


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_the_package_and_every_compiled_catalog(wheel: Path) -> None:
    names = contents(wheel).keys()
    for locale in available_locales():
        assert f"httplingo/locale/{locale}/LC_MESSAGES/httplingo.mo" in names
    assert {"httplingo/__init__.py", "httplingo/py.typed", "httplingo/_codes.py"} <= names
    assert not [name for name in names if name.endswith((".po", ".pyc")) or "tests" in name]
    tops = {name.partition("/")[0] for name in names}
    assert len(tops) == 2
    assert "httplingo" in tops


def test_a_wheel_from_the_sdist_is_the_same(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    # tarfile's safe filter is younger than Debian's Python 3.11.
    subprocess.run(["tar", "--extract", "--file", sdist, "--directory", tmp_path], check=True)
    unpacked = tmp_path / sdist.name.removesuffix(".tar.gz")
    assert not list(unpacked.rglob("*.mo"))
    again = build("--wheel", unpacked, tmp_path / "wheel")
    assert contents(again) == contents(wheel)


def test_an_installed_wheel_answers_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel],
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        check=True,
    )
    done = subprocess.run(
        [python, "-c", "import httplingo; print(httplingo.get_message(404, locale='zh_CN'))"],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
        cwd=tmp_path,
        check=True,
    )
    assert done.stdout == "404 未找到\n"
    command = tmp_path / "venv" / "bin" / "httplingo"
    shown = subprocess.run(
        [command, "show", "404", "--locale", "zh_CN"],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=True,
    )
    assert shown.stdout.startswith("404 未找到")
