"""A diff is as small as the change, whichever tool made it.

What each tool writes is measured here with the tool itself, and in fixtures that Poedit saved.
"""

from __future__ import annotations

import difflib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
from translate.storage.pypo import pofile

from httplingo.workbench.po.files import po_bytes, read_po
from httplingo.workbench.project import Project
from httplingo.workbench.update import update
from tests.conftest import ROOT

pytestmark = pytest.mark.system
DATA = ROOT / "tests" / "data" / "po"
#: Scripts that the tools wrap each in its own way.
LOCALES = ("de", "zh_CN", "ja", "hi", "ar")
#: What Weblate's component writes with the settings of locale/weblate.json.
WEBLATE_WRAP = 65535
KEY, ADDED = "404.advice", "."


def changed_lines(old: Path | bytes, new: Path) -> tuple[int, int]:
    """Return how many lines a diff adds and removes."""
    before = old if isinstance(old, bytes) else old.read_bytes()
    old_lines, new_lines = (data.decode().split("\n") for data in (before, new.read_bytes()))
    lines = difflib.unified_diff(old_lines, new_lines, n=0, lineterm="")
    marks = [line[0] for line in list(lines)[2:]]
    return marks.count("+"), marks.count("-")


def by_hand(path: Path) -> None:
    file = read_po(path)
    next(entry for entry in file if entry.msgctxt == KEY).msgstr += ADDED
    path.write_bytes(po_bytes(file))


def by_polib(path: Path) -> None:
    file = polib.pofile(str(path), wrapwidth=0)
    next(entry for entry in file if entry.msgctxt == KEY).msgstr += ADDED
    file.save()


def by_msgcat(path: Path) -> None:
    by_hand(path)
    subprocess.run(["msgcat", "--no-wrap", str(path), "-o", str(path)], check=True)


def by_msgmerge(path: Path) -> None:
    by_hand(path)
    template = str(ROOT / "locale" / "httplingo.pot")
    command = ["msgmerge", "-q", "--no-wrap", "--previous", "--no-fuzzy-matching"]
    subprocess.run([*command, str(path), template, "-o", str(path)], check=True)


def by_weblate(path: Path) -> None:
    """Do what Weblate 5 does with a file: set one text and its header fields."""
    store: Any = pofile.parsefile(str(path))  # type: ignore[no-untyped-call]
    store.wrapper.width = WEBLATE_WRAP
    for unit in store.units:
        if unit.getcontext() == KEY:
            unit.target += ADDED
    store.updateheader(
        add=True,
        last_translator="A. Editor <a@example.org>",
        po_revision_date="2027-01-01 10:00+0000",
        x_generator="Weblate 5.14.3",
        language_team="German <https://translate.example.org/>",
    )
    store.savefile(str(path))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("tool", [by_hand, by_polib, by_msgcat, by_msgmerge, by_weblate])
def test_one_changed_sentence_is_at_most_five_lines(
    shipped: Project, tmp_path: Path, locale: str, tool: Callable[[Path], None]
) -> None:
    path = tmp_path / "httplingo.po"
    path.write_bytes(shipped.catalog(locale).read_bytes())
    tool(path)
    added, removed = changed_lines(shipped.catalog(locale), path)
    assert 1 <= added <= 5
    assert removed <= added


@pytest.mark.parametrize("locale", LOCALES)
def test_every_tool_leaves_a_file_that_nobody_changed_as_it_is(
    shipped: Project, tmp_path: Path, locale: str
) -> None:
    before = shipped.catalog(locale).read_bytes()
    path = tmp_path / "httplingo.po"
    subprocess.run(
        ["msgcat", "--no-wrap", str(shipped.catalog(locale)), "-o", str(path)], check=True
    )
    assert path.read_bytes() == before
    source = str(shipped.catalog(locale))
    store: Any = pofile.parsefile(source)  # type: ignore[no-untyped-call]
    store.wrapper.width = WEBLATE_WRAP
    for unit in store.units:
        if not unit.isheader():
            target = unit.target
            unit.target = ""
            unit.target = target
    assert bytes(store) == before


def test_poedit_saves_a_changed_sentence_and_a_new_one_in_seven_lines() -> None:
    assert changed_lines(DATA / "before.po", DATA / "poedit.po") == (4, 3)
    before = read_po(DATA / "before.po")
    assert po_bytes(before) == (DATA / "before.po").read_bytes()


def test_one_new_code_adds_its_entries_and_nothing_else(project: Project) -> None:
    update(project)
    before = {path: path.read_bytes() for path in (project.template, project.catalog("zh_CN"))}
    lines = project.english_table.read_text("utf-8").split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("| 101 |"))
    lines.insert(first, "| 199 | Late | It is late. |  | RFC 9110, Section 15.2 |  |  |")
    project.english_table.write_text("\n".join(lines), "utf-8")
    update(project)
    added, removed = changed_lines(before[project.catalog("zh_CN")], project.catalog("zh_CN"))
    entries = [entry for entry in read_po(project.catalog("zh_CN")) if "199" in entry.msgctxt]
    assert len(entries) == 2
    assert removed == 0
    assert added == sum(str(entry).count("\n") for entry in entries) + len(entries)
    # Only the template's own date says beside it that there is something new.
    assert changed_lines(before[project.template], project.template)[1] <= 1


def test_one_changed_english_sentence_is_four_lines_of_each_translation(project: Project) -> None:
    update(project)
    path = project.catalog("zh_CN")
    before = path.read_bytes()
    table = project.english_table.read_text("utf-8")
    changed = table.replace("The final response follows later.", "The final response comes later.")
    project.english_table.write_text(changed, "utf-8")
    update(project)
    assert changed_lines(before, path) == (3, 1)  # msgid; fuzzy, the previous msgid


def test_a_plain_msgmerge_is_undone_by_the_next_update_and_said(project: Project) -> None:
    update(project)
    path = project.catalog("zh_CN")
    before = path.read_bytes()
    subprocess.run(
        ["msgmerge", "-q", str(path), str(project.template), "-o", str(path)], check=True
    )
    assert changed_lines(before, path)[0] > 100
    changes, _ = update(project)
    assert [(change.path, change.summary) for change in changes] == [(path, "layout only, no text")]
    assert path.read_bytes() == before
