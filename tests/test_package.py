"""What is built and installed is what was tested: sdist, wheel, and an empty environment."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from httplingo import available_locales

from .conftest import ROOT

# What git does not track, or not as a file of the project.
UNTRACKED = shutil.ignore_patterns(
    *(".git", ".venv*", "node_modules", "build", "dist", "pseudo-locale"),
    *("__pycache__", "*.mo", ".*_cache", ".hypothesis", ".coverage*"),
)
PATH = os.environ["PATH"]
ANSWER = "import httplingo; print(ascii(str(httplingo.get_message(404, locale='zh_CN'))))"


def build(kind: str, source: Path, target: Path, **environment: str) -> Path:
    command = [sys.executable, "-m", "build", "--no-isolation", kind, "--outdir", str(target)]
    done = subprocess.run(
        [*command, str(source)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = target.iterdir()
    return built


def copy_source(target: Path) -> Path:
    """Copy the project: a build compiles into the copy, not into the tree under test."""
    return Path(shutil.copytree(ROOT, target, ignore=UNTRACKED))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_source(tmp_path_factory.mktemp("source") / "httplingo")


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
    # In a process of its own: what it says of its safe filter differs from Python to Python.
    subprocess.run([sys.executable, "-m", "tarfile", "-e", sdist, tmp_path], check=True)
    unpacked = tmp_path / sdist.name.removesuffix(".tar.gz")
    assert not list(unpacked.rglob("*.mo"))
    again = build("--wheel", unpacked, tmp_path / "wheel")
    assert contents(again) == contents(wheel)


def test_what_is_built_elsewhere_and_later_is_the_same_to_the_byte(tmp_path: Path) -> None:
    built: list[list[bytes]] = []
    for name, zone, seed, changed in (
        ("here", "UTC", "0", 1_700_000_000),
        ("there", "Asia/Tokyo", "1", 1_800_000_000),
    ):
        copy = copy_source(tmp_path / name / "deeper" / name)
        for path in copy.rglob("*"):
            os.utime(path, (changed, changed))
        settings = {"SOURCE_DATE_EPOCH": "1750000000", "TZ": zone, "PYTHONHASHSEED": seed}
        built.append(
            [
                build(kind, copy, tmp_path / name / kind, **settings).read_bytes()
                for kind in ("--sdist", "--wheel")
            ]
        )
    assert built[0] == built[1]


def test_the_wheel_answers_on_each_python_with_nothing_else_installed(
    wheel: Path, tmp_path: Path
) -> None:
    finder = [sys.executable, str(ROOT / "scripts" / "pythons.py")]
    environment = {**os.environ, "PATH": PATH}
    pythons = subprocess.check_output(finder, text=True, env=environment).split()
    assert pythons
    for number, python in enumerate(pythons):
        place = tmp_path / str(number)
        subprocess.run([python, "-m", "venv", "--without-pip", place], check=True)
        install(wheel, place)
        answered = subprocess.check_output(
            [place / "bin" / "python", "-I", "-c", ANSWER], text=True, cwd=tmp_path
        )
        assert answered == "'404 \\u672a\\u627e\\u5230'\n", python
        shown = subprocess.check_output(
            [place / "bin" / "httplingo", "show", "404", "--locale", "zh_CN"],
            encoding="utf-8",
            cwd=tmp_path,
        )
        assert shown.startswith("404 未找到"), python


def install(wheel: Path, place: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python"), "install"]
    subprocess.run(
        [*pip, "--quiet", "--no-index", "--no-deps", str(wheel)],
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_FIND_LINKS": ""},
        check=True,
    )


def test_the_bill_of_materials_is_valid_and_names_all_that_extras_ask_for(wheel: Path) -> None:
    command = [sys.executable, "-W", "error", str(ROOT / "scripts" / "sbom.py"), str(wheel)]
    text = subprocess.check_output(command, encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bom = json.loads(text)
    package = bom["metadata"]["component"]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert package["hashes"] == [{"alg": "SHA-256", "content": digest}]
    assert [each["type"] for each in package["components"]] == ["data"]
    assert {each["scope"] for each in bom["components"]} == {"optional"}
    named = {each["name"] for each in bom["components"] if each["version"]}
    assert {"babel", "jinja2", "polib", "markdown-it-py", "flask"} <= {n.lower() for n in named}
    assert subprocess.check_output(command, encoding="utf-8") == text


def test_what_builds_a_release_is_pinned_by_hash_to_the_versions_of_the_tests() -> None:
    _, *lines = (ROOT / "requirements-build.txt").read_text("utf-8").splitlines()
    pins = [line.partition(" ")[0] for line in lines]
    assert all(re.fullmatch(r"\S+==\S+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)
    constraints = (ROOT / "constraints.txt").read_text("utf-8").lower().splitlines()
    assert [pin for pin in pins if pin.lower() not in constraints] == []
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    wanted = {re.split(r"[>=]", name)[0].lower() for name in groups["release"]}
    assert wanted <= {pin.partition("==")[0] for pin in pins}
