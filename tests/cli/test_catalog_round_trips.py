"""Other programs write the catalog, an update follows: no text, comment or review is lost."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po, write_po

from .conftest import ROOT, Command
from .test_catalog_verbs import catalog, msgfmt

Texts = dict[str, tuple[str, str, str, str]]


def texts(path: Path) -> Texts:
    return {
        entry.msgctxt: (entry.msgid, entry.msgstr, entry.tcomment, entry.previous_msgid or "")
        for entry in polib.pofile(str(path))
    }


def by_polib(path: Path, _: Path) -> None:
    polib.pofile(str(path)).save()


def by_babel(path: Path, _: Path) -> None:
    with path.open("rb") as file:
        read = read_po(file, "de")
    buffer = io.BytesIO()
    write_po(buffer, read, width=76, include_previous=True)
    path.write_bytes(buffer.getvalue())


def gettext(*arguments: str) -> None:
    subprocess.run(arguments, check=True, capture_output=True)


def by_msgmerge(path: Path, template: Path) -> None:
    gettext("msgmerge", "--update", "--backup=none", "--previous", str(path), str(template))


def by_msgcat(path: Path, _: Path) -> None:
    gettext("msgcat", "--width=79", str(path), "-o", str(path))


def by_msgattrib(path: Path, _: Path) -> None:
    gettext("msgattrib", "--no-wrap", "--sort-output", str(path), "-o", str(path))


def by_poedit(path: Path, _: Path) -> None:
    """Windows line ends, 79 columns, its own header fields at the end."""
    by_msgcat(path, path)
    text = path.read_text("utf-8").replace(
        '"Content-Transfer-Encoding: 8bit\\n"\n',
        '"Content-Transfer-Encoding: 8bit\\n"\n"X-Generator: Poedit 3.5\\n"\n'
        '"X-Poedit-Basepath: .\\n"\n',
    )
    path.write_bytes(text.replace("\n", "\r\n").encode())


def by_weblate(path: Path, _: Path) -> None:
    """77 columns, another last translator, other header order."""
    gettext("msgcat", "--width=77", str(path), "-o", str(path))
    lines = path.read_text("utf-8").split("\n")
    language = next(line for line in lines if line.startswith('"Language: '))
    lines.remove(language)
    place = next(i for i, line in enumerate(lines) if line.startswith('"Project-Id-Version'))
    lines.insert(place, language)
    lines.insert(place, '"X-Generator: Weblate 5.14\\n"')
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.system
@pytest.mark.parametrize(
    "program",
    [by_polib, by_babel, by_msgmerge, by_msgcat, by_msgattrib, by_poedit, by_weblate],
)
def test_a_round_trip_and_an_update_change_no_text(
    command: Command, folder: Path, program: Callable[[Path, Path], None]
) -> None:
    path = catalog(folder, "de")
    command("review", "de", "404", "--sign", "Ä. Editor", "--directory", folder)
    table = folder / "source" / "status-codes.en.md"
    source = table.read_text("utf-8").replace("| Gone |", "| Gone Away |")
    table.write_text(source, "utf-8")
    command("update", "--directory", folder)
    with path.open("a", encoding="utf-8") as file:
        file.write('\n#~ msgctxt "299.phrase"\n#~ msgid "Fine"\n#~ msgstr "Gut"\n')
    before = texts(path)
    program(path, folder / "httplingo.pot")
    assert command("update", "--directory", folder).status == 0
    assert texts(path) == before
    assert msgfmt(path) == ""
    assert command("update", "--check", "--directory", folder).status == 0
    assert command("check", "de", "--only", "stale-review", "--directory", folder).out == ""


@pytest.mark.system
def test_what_the_verbs_write_gettext_reads_without_a_word(command: Command, folder: Path) -> None:
    command("init", "nl", "--directory", folder)
    command("review", "de", "--sign", "A. Editor", "--directory", folder)
    for locale in ("nl", "de", "zh_CN"):
        assert msgfmt(catalog(folder, locale)) == ""
        gettext("msgcat", str(catalog(folder, locale)), "-o", "/dev/null")


def test_pybabel_updates_and_compiles_as_its_users_expect(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    path = catalog(folder, "de")
    before = texts(path)
    pybabel = str(Path(sys.executable).with_name("pybabel"))
    place = ["-D", "httplingo", "-d", str(folder)]
    template = str(folder / "httplingo.pot")
    gettext(pybabel, "update", "--no-fuzzy-matching", "-i", template, *place)
    assert texts(path) == before
    assert command("update", "--directory", folder).status == 0
    assert texts(path) == before
    gettext(pybabel, "compile", *place)
    assert path.with_suffix(".mo").exists()
    gettext(pybabel, "init", "-i", template, "-l", "nl", "-D", "httplingo", "-d", str(folder))
    assert command("update", "--directory", folder).status == 0
    assert command("stats", "nl", "--directory", folder).status == 0
    other = tmp_path / "other.pot"
    arguments = ["extract", "-F", "babel.cfg", "-o", str(other), "."]
    subprocess.run([pybabel, *arguments], check=True, capture_output=True, cwd=ROOT)
    assert texts(other) == texts(ROOT / "locale" / "httplingo.pot")
