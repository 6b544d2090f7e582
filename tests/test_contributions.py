"""Ordinary contributions, each as its program leaves it, go through the checks and the tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from translate.storage.pypo import pofile

from .conftest import ROOT

pytestmark = pytest.mark.system
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache")
#: Contributions are to these, or are new; what holds of one more language holds of forty.
LOCALES = ("de", "en", "fr", "zh_CN")
#: The tests that look at the catalogs as they are committed.
TESTS = (
    "tests/test_shipped_catalogs.py",
    "tests/test_platforms.py",
    "tests/workbench/test_extraction.py",
    "tests/workbench/test_source_table.py",
)


def new_catalog(folder: Path, locale: str) -> Path:
    """Return the path of a catalog as if the project had no such language yet."""
    shutil.rmtree(folder / locale, ignore_errors=True)
    path = folder / locale / "LC_MESSAGES" / "httplingo.po"
    path.parent.mkdir(parents=True)
    return path


def poedit_starts_dutch(folder: Path) -> None:
    """Poedit's own header without names, wrapped lines, a review by hand, no term list."""
    path = new_catalog(folder, "nl")
    msginit(folder, path, "nl")
    head = (ROOT / "tests" / "data" / "po" / "poedit-new.po").read_text("utf-8").split("\n\n")[0]
    body = path.read_text("utf-8").split("\n\n", 1)[1]
    path.write_text(f"{head}\n\n{body}", "utf-8")
    translate(path, {"404.phrase": "Niet gevonden", "404.advice": "Controleer het adres."})
    note = "# reviewed: A. Lezer, 2026-11-22\n"
    text = path.read_text("utf-8")
    place = text.rindex("#. For everybody", 0, text.index('msgctxt "404.phrase"'))
    path.write_text(text[:place] + note + text[place:], "utf-8")


def weblate_starts_persian(folder: Path) -> None:
    """Placeholders for dates, Weblate's formula of plurals, its own team."""
    path = new_catalog(folder, "fa")
    store = pofile.parsefile(str(folder / "httplingo.pot"))  # type: ignore[no-untyped-call]
    store.wrapper.width = 65535
    store.updateheader(
        add=True,
        language="fa",
        plural_forms="nplurals=2; plural=n > 1;",
        last_translator="Automatically generated",
        language_team="none",
        x_generator="Weblate 5.14.3",
    )
    store.savefile(str(path))
    translate(path, {"404.phrase": "پیدا نشد"})


def msginit_starts_indonesian(folder: Path) -> None:
    """No plural forms, wrapped lines."""
    path = new_catalog(folder, "id")
    msginit(folder, path, "id")
    translate(path, {"404.phrase": "Tidak ditemukan"})


def dutch_decides_one_term(folder: Path) -> None:
    """A term list as it is half-way: a translation, no stem, the other rows empty."""
    poedit_starts_dutch(folder)
    (folder / "nl" / "terms.md").write_text(
        "# Terms: Dutch\n\n| English | Translation | Found as | Note |\n| --- | --- | --- | --- |\n"
        "| page | pagina |  |  |\n| server |  |  |  |\n",
        "utf-8",
    )


def somebody_signs_reviews(folder: Path) -> None:
    """Reviews of a draft and of given texts, by comment."""
    for locale in ("de", "zh_CN"):
        path = folder / locale / "LC_MESSAGES" / "httplingo.po"
        text = path.read_text("utf-8")
        for key in ("404.phrase", "200.phrase", "500.phrase", "410.phrase", "302.phrase"):
            text = re.sub(
                rf'(?m)^((?:#.*\n)*)msgctxt "{key}"',
                rf'# reviewed: 王芳, 2026-11-22\n\1msgctxt "{key}"',
                text,
            )
        path.write_text(text, "utf-8")


def given_texts_are_corrected(folder: Path) -> None:
    path = folder / "zh_CN" / "LC_MESSAGES" / "httplingo.po"
    text = path.read_text("utf-8")
    for key in ("200.phrase", "300.phrase", "301.phrase", "304.phrase", "305.phrase"):
        text = re.sub(
            rf'(?m)^(# source: .*\n)((?:#.*\n)*msgctxt "{key}"\nmsgid ".*"\nmsgstr ")',
            r"\1# correction: 更通顺\n\2这是",
            text,
        )
    path.write_text(text, "utf-8")


def a_sentence_is_corrected_in_poedit(folder: Path) -> None:
    path = folder / "fr" / "LC_MESSAGES" / "httplingo.po"
    translate(path, {"404.phrase": "Page introuvable"})
    text = path.read_text("utf-8")
    text = text.replace("\n\n", '\n"X-Generator: Poedit 3.2.2\\n"\n\n', 1)
    path.write_text(text.replace("\n", "\r\n"), "utf-8", newline="")


def msginit(folder: Path, path: Path, locale: str) -> None:
    subprocess.run(
        ["msginit", "--no-translator", "-l", locale, "-i", folder / "httplingo.pot", "-o", path],
        check=True,
        capture_output=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )


def translate(path: Path, texts: dict[str, str]) -> None:
    text = path.read_text("utf-8")
    for key, translation in texts.items():
        pattern = rf'(msgctxt "{key}"\nmsgid (?:".*"\n)+)msgstr (?:".*"\n?)+'
        text, count = re.subn(pattern, rf'\1msgstr "{translation}"\n', text)
        assert count == 1
    path.write_text(text, "utf-8")


CONTRIBUTIONS = (
    dutch_decides_one_term,
    weblate_starts_persian,
    msginit_starts_indonesian,
    somebody_signs_reviews,
    given_texts_are_corrected,
    a_sentence_is_corrected_in_poedit,
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project in another folder."""
    folder = tmp_path / "copy"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    for catalog in (folder / "locale").glob("*/LC_MESSAGES"):
        if catalog.parent.name not in LOCALES:
            shutil.rmtree(catalog.parent)
    return folder


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_all_of_them_together_pass_what_make_check_and_make_test_look_at(copy: Path) -> None:
    for contribute in CONTRIBUTIONS:
        contribute(copy / "locale")
    assert run(copy, "scripts/extract_catalogs.py", "--check").returncode == 0
    checked = run(copy, "-m", "httplingo", "catalog", "check", "--severity", "warning")
    assert checked.returncode == 0, checked.stdout
    compiled = run(copy, "-m", "httplingo", "catalog", "compile")
    assert (compiled.returncode, compiled.stderr) == (0, "")
    tested = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS)
    assert tested.returncode == 0, tested.stdout
    shown = run(copy, "-m", "httplingo", "show", "404", "--locale", "nl")
    assert "Niet gevonden" in shown.stdout


@pytest.mark.parametrize("contribute", CONTRIBUTIONS)
def test_an_update_brings_it_into_the_form_of_the_files_and_loses_nothing(
    copy: Path, contribute: Callable[[Path], None]
) -> None:
    contribute(copy / "locale")
    assert run(copy, "-m", "httplingo", "catalog", "update").returncode == 0
    again = run(copy, "-m", "httplingo", "catalog", "update")
    assert again.stdout.startswith("0 of ")
    for path in (copy / "locale").glob("*/LC_MESSAGES/httplingo.po"):
        command = ["msgfmt", "--check", "--check-header", "-o", os.devnull, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_only_a_release_asks_for_the_rest(copy: Path) -> None:
    dutch_decides_one_term(copy / "locale")
    command = ("-m", "httplingo", "catalog", "check", "nl", "--severity", "warning")
    assert run(copy, *command).returncode == 0
    released = run(copy, *command, "--release")
    assert released.returncode == 1
    assert "error: missing: " in released.stdout
    assert "error: term-list: " in released.stdout
