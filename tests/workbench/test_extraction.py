from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po as babel_read_po

from httplingo.workbench import update as updating
from httplingo.workbench.extract import extract
from httplingo.workbench.faults import FaultsError
from httplingo.workbench.files import write_atomically
from httplingo.workbench.po.files import read_po
from httplingo.workbench.project import Project
from httplingo.workbench.update import update
from tests.conftest import ROOT

PYBABEL = str(Path(sys.executable).with_name("pybabel"))
SCRIPT = ROOT / "scripts" / "extract_catalogs.py"


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=False
    )


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_committed_files_are_what_the_tables_give() -> None:
    run = command("--check")
    assert (run.returncode, run.stderr) == (0, ""), run.stdout


def test_a_second_run_changes_no_byte(project: Project) -> None:
    assert command("--root", project.folder.parent).returncode == 0
    before = files(project.folder.parent)
    assert "locale/zh_CN/LC_MESSAGES/httplingo.po" in before
    run = command("--root", project.folder.parent)
    assert run.returncode == 0
    assert "0 of 4 files changed" in run.stdout
    assert files(project.folder.parent) == before


def test_check_finds_drift_and_writes_nothing(project: Project) -> None:
    update(project)
    edit(project.english_table, "| 404 | Not Found |", "| 404 | Nothing Found |")
    before = files(project.folder.parent)
    run = command("--root", project.folder.parent, "--check")
    assert run.returncode == 1
    assert "locale/zh_CN/LC_MESSAGES/httplingo.po: " in run.stdout
    assert files(project.folder.parent) == before


def test_a_changed_source_cell_shows_in_the_summary(project: Project) -> None:
    update(project)
    edit(project.source_table, "| 服务器内部错误，无法完成请求 ", "| 服务器出错 ")
    run = command("--root", project.folder.parent)
    assert "locale/zh_CN/LC_MESSAGES/httplingo.po: 1 updated" in run.stdout
    entries = {item.msgctxt: item for item in read_po(project.catalog("zh_CN"))}
    assert entries["500.description"].msgstr == "服务器出错"


def test_a_problem_with_a_name_stands_between_the_codes_and_the_words_of_a_page(
    project: Project,
) -> None:
    row = "| seat-taken | Seat Taken | The form is too old. | Open the page again. |  |  |  |"
    edit(project.english_table, "| 404 | Not Found |", f"{row}\n| 404 | Not Found |")
    update(project)
    keys = [entry.msgctxt for entry in read_po(project.template)]
    first = keys.index("seat-taken.phrase")
    assert keys[first : first + 3] == [
        "seat-taken.phrase",
        "seat-taken.description",
        "seat-taken.advice",
    ]
    assert keys[keys.index("511.advice") + 1] <= keys[first]
    assert all(key.startswith("page.") for key in keys[first + 3 :])
    assert "seat-taken" not in project.codes_module.read_text("utf-8")
    assert update(project, write=False)[0] == []


def test_dates_change_only_when_content_does(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    update(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert all(output.data is None for output in extract(project))
    edit(project.english_table, "| 404 | Not Found |", "| 404 | Nothing Found |")
    update(project)
    dates = {
        path.parent.parent.name: read_po(path).metadata
        for path in (project.template, project.catalog("en"), project.catalog("zh_CN"))
    }
    later = "1970-01-02 00:00+0000"
    assert dates[project.folder.parent.name]["POT-Creation-Date"] == later
    assert dates["en"]["PO-Revision-Date"] == later
    # Nobody changed a Chinese text: the branch of a translator has nothing to conflict with.
    assert {dates["zh_CN"][name] for name in ("POT-Creation-Date", "PO-Revision-Date")} == {
        "1970-01-01 00:00+0000"
    }


@pytest.mark.system
def test_other_line_breaks_are_undone_at_once_and_said(project: Project) -> None:
    update(project)
    path = project.catalog("zh_CN")
    before = path.read_bytes()
    subprocess.run(["msgcat", "--width=60", str(path), "-o", str(path)], check=True)
    assert path.read_bytes() != before
    run = command("--root", project.folder.parent)
    assert "zh_CN/LC_MESSAGES/httplingo.po: layout only, no text\n" in run.stdout
    assert path.read_bytes() == before


def test_everything_wrong_with_both_tables_is_said_at_once_and_nothing_is_written(
    project: Project,
) -> None:
    update(project)
    rows = project.english_table.read_text("utf-8").split("\n")
    line = next(n for n, row in enumerate(rows, 1) if row.startswith("| 404 | Not Found |"))
    edit(project.english_table, "| 404 | Not Found |", "| 404 |")
    edit(project.source_table, "| 405    |", "| 999    |")
    edit(project.source_table, "| 406    |", "| 407    |")
    before = files(project.folder.parent)
    run = command("--root", project.folder.parent)
    assert run.returncode == 2
    assert run.stdout == ""
    assert [line.partition(" ")[0].rpartition("/")[2] for line in run.stderr.splitlines()] == [
        f"status-codes.en.md:{line}:",
        "status-codes.zh_CN.md:29:",
        "status-codes.zh_CN.md:31:",
    ]
    assert files(project.folder.parent) == before


def test_a_code_in_the_source_table_only_is_an_error(project: Project) -> None:
    edit(project.source_table, "| 404    | Not Found ", "| 499    | Not Found ")
    with pytest.raises(FaultsError) as caught:
        extract(project)
    assert str(caught.value) == (
        f"{project.source_table}:28: 499 is not in {project.english_table}"
    )


def test_a_name_for_two_codes_is_an_error(project: Project) -> None:
    edit(project.source_table, "| Gone  ", "| Conflict")
    with pytest.raises(FaultsError, match=r"zh_CN\.md:34: 'Conflict' names 409 already"):
        extract(project)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b'msgid "404.phrase\nmsgstr "x"\n', ":1: not a line of a .po file"),
        (b'msgid ""\nmsgstr "x"\n\nmsgid "a"\nmsgstr b"\n', ":5: not a line of a .po file"),
        (b'msgid "a"\n<<<<<<< HEAD\nmsgstr "x"\n', ":2: a merge conflict: <<<<<<< HEAD"),
        (b'msgid "a"\nmsgstr "x"\nmsgstr "y"\n', ":3: not a .po file"),
        (b'msgid ""\nmsgstr ""\n\nmsgid "\xff"\nmsgstr "x"\n', ":4: not UTF-8: byte 0xff"),
        (b'msgid ""\nmsgstr ""\n\nmsgid "\0"\nmsgstr "x"\n', ":4: a NUL character"),
        (
            b'msgid ""\nmsgstr ""\n\nmsgctxt "404.phrase"\nmsgid "a"\nmsgstr "x"\n\n'
            b'msgctxt "404.phrase"\nmsgid "b"\nmsgstr "y"\n',
            ":8: 404.phrase stands already in line 4",
        ),
        (
            b'msgid ""\nmsgstr "Content-Type: text/plain; charset=GB2312\\n"\n',
            ":2: declares the charset GB2312; UTF-8 is needed",
        ),
    ],
)
def test_a_catalog_that_cannot_be_read_is_named_and_stays_as_it_was(
    project: Project, data: bytes, place: str
) -> None:
    update(project)
    path = project.catalog("eo")
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    before = files(project.folder.parent)
    run = command("--root", project.folder.parent)
    assert run.returncode == 2
    assert f"locale/eo/LC_MESSAGES/httplingo.po{place}" in run.stderr
    assert "Traceback" not in run.stderr
    assert files(project.folder.parent) == before


def test_an_interruption_between_files_leaves_whole_files(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def interrupted(path: Path, data: bytes, *_: object) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(path)
        write_atomically(path, data)

    monkeypatch.setattr(updating, "write_unchanged", interrupted)
    with pytest.raises(KeyboardInterrupt):
        update(project)
    monkeypatch.undo()
    assert {path for path in project.folder.parent.rglob("*") if path.name.startswith(".")} == set()
    update(project)
    assert all(output.data is None for output in extract(project))


def test_a_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(b"before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FaultsError, match=r"x\.po: cannot be written: No space left"):
        write_atomically(path, b"after")
    assert files(tmp_path) == {"x.po": b"before"}


def test_pybabel_extracts_the_same_template(shipped: Project, tmp_path: Path) -> None:
    shutil.copytree(shipped.folder.parent / "locale" / "source", tmp_path / "locale" / "source")
    shutil.copy(shipped.folder.parent / "babel.cfg", tmp_path)
    subprocess.run(
        [PYBABEL, "-q", "extract", "--no-location", "-F", "babel.cfg", "-o", "x.pot", "."],
        cwd=tmp_path,
        check=True,
    )
    ours, theirs = (
        [
            # Babel wraps comments.
            (item.msgctxt, item.msgid, item.comment.split(), item.occurrences)
            for item in polib.pofile(str(path))
        ]
        for path in (shipped.template, tmp_path / "x.pot")
    )
    assert theirs == ours


def test_babel_reads_every_catalog_as_polib_does(shipped: Project) -> None:
    for locale in shipped.locales():
        with shipped.catalog(locale).open("rb") as file:
            babel = {m.context: m.string for m in babel_read_po(file, locale) if m.id}
        assert babel == {item.msgctxt: item.msgstr for item in read_po(shipped.catalog(locale))}
