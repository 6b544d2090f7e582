"""Damaged catalogs: a message with path and line, exit 1 or 2, the file as it was."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from httplingo import add_catalogs, get_message
from httplingo.workbench.project import Project
from httplingo.workbench.review.sign import record

from .conftest import Command
from .test_catalog_verbs import catalog, edit

ENTRY = b'\nmsgctxt "404.phrase"\nmsgid "Not Found"\nmsgstr "Nicht gefunden"\n'
COMMAND = str(Path(sys.executable).with_name("httplingo"))


def header(plural: str = "nplurals=2; plural=(n != 1);", charset: str = "UTF-8") -> bytes:
    return (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: x\\n"\n'
        '"PO-Revision-Date: 2026-11-22 10:00+0000\\n"\n"Last-Translator: x\\n"\n'
        '"Language-Team: x\\n"\n"Language: de\\n"\n'
        f'"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset={charset}\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {plural}\\n"\n'
    ).encode()


def text(value: bytes) -> bytes:
    return ENTRY.replace(b"Nicht gefunden", value)


def many() -> bytes:
    entry = '\nmsgctxt "{0}.phrase"\nmsgid "a"\nmsgstr "b"\n'
    return header() + "".join(entry.format(number) for number in range(100_000)).encode()


UNREADABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nul": (lambda: header() + text(b"Nicht\0gefunden"), ":15: a NUL character"),
    "not UTF-8": (lambda: header() + text(b"Nicht \xff"), ":15: not UTF-8: byte 0xff"),
    "charset": (lambda: header(charset="GB2312") + ENTRY, ":9: declares the charset GB2312"),
    "no header": (lambda: ENTRY, ":1: no header entry"),
    "empty": (lambda: b"", ":1: an empty file"),
    "unterminated": (lambda: header() + ENTRY[:-2] + b"\n", ":15: not a line of a .po file"),
    "many entries": (many, "more than 20000 entries"),
    "a long line": (
        lambda: header() + text(b'"\n"' + b"x" * 2_000_000),
        ":16: a line of 2000002 characters",
    ),
    "many lines": (lambda: header() + text(b'"\n"x' * 500_000), ": a text of more than 2000 lines"),
    "large": (lambda: header() + b"# x\n" * 3_000_000, ": larger than 8388608 bytes"),
    "conflict": (
        lambda: header() + b"\n<<<<<<< HEAD" + ENTRY + b"=======" + ENTRY + b">>>>>>> other\n",
        ":13: a merge conflict: <<<<<<< HEAD",
    ),
    "binary": (lambda: bytes(range(256)) * 1000, ":2: not UTF-8: byte 0x80"),
}


@pytest.mark.parametrize("verb", ["check", "update", "compile", "stats", "review"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_catalog_is_named_with_its_line(
    command: Command, site: Path, name: str, verb: str
) -> None:
    make, message = UNREADABLE[name]
    path = catalog(site, "de")
    path.parent.mkdir(parents=True)
    data = make()
    path.write_bytes(data)
    done = command(verb, "de", "--directory", site)
    assert done.status == 2
    assert f"{path}:" in done.err
    assert message in done.err
    assert path.read_bytes() == data
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_an_override_of_direction_is_found_and_never_compiled(command: Command, site: Path) -> None:
    path = catalog(site, "de")
    path.parent.mkdir(parents=True)
    path.write_bytes(header() + text("\u202eNicht".encode()))
    done = command("check", "de", "--directory", site)
    assert done.status == 1
    assert "error: direction-controls: 404.phrase: U+202E" in done.out
    assert command("compile", "de", "--directory", site).status == 1
    assert "\u202e".encode() not in path.with_suffix(".mo").read_bytes()


def test_a_key_that_stands_twice_stops_its_catalog(command: Command, site: Path) -> None:
    path = catalog(site, "de")
    path.parent.mkdir(parents=True)
    path.write_bytes(header() + ENTRY + ENTRY)
    done = command("check", "de", "--directory", site)
    assert (done.status, "duplicate-key: 404.phrase: stands already in line 15" in done.out) == (
        1,
        True,
    )
    assert command("compile", "de", "--directory", site).status == 2
    assert not path.with_suffix(".mo").exists()


PLURALS = {
    "division": ("nplurals=2; plural=n/0;", "Plural-Forms: 'n/0' cannot be computed"),
    "forms": ("nplurals=9999; plural=0;", "Plural-Forms: nplurals=9999"),
    "bomb": ("nplurals=30000000; plural=0;", "Plural-Forms: not of the form"),
    "code": ("nplurals=2; plural=__import__('os');", "\"__import__('os')\" cannot be computed"),
    "deep": (f"nplurals=2; plural={'(' * 400}n{')' * 400};", "cannot be computed"),
}


@pytest.mark.parametrize("name", PLURALS)
def test_no_formula_of_plurals_stops_a_catalog_or_is_run(
    command: Command, site: Path, name: str
) -> None:
    formula, message = PLURALS[name]
    path = catalog(site, "de")
    path.parent.mkdir(parents=True)
    path.write_bytes(header(formula) + ENTRY)
    assert command("check", "de", "--directory", site).out == ""
    plural = b'msgid "Not Found"\nmsgid_plural "Not Found"\nmsgstr[0] "Weg"\nmsgstr[1] "Weg"\n'
    path.write_bytes(header(formula) + b'\nmsgctxt "404.phrase"\n' + plural)
    done = command("check", "de", "--directory", site)
    assert done.status == 1
    assert ":11: warning: plural-forms: Plural-Forms: " in done.out
    assert message in done.out
    assert command("compile", "de", "--directory", site).status == 0
    add_catalogs(site)
    assert get_message(404, "de").phrase == "Weg"


@pytest.mark.parametrize("change", ["crlf", "bom"])
def test_windows_line_ends_and_a_byte_order_mark_are_borne_and_mended(
    command: Command, folder: Path, change: str
) -> None:
    path = catalog(folder, "de")
    data = path.read_bytes()
    path.write_bytes(data.replace(b"\n", b"\r\n") if change == "crlf" else b"\xef\xbb\xbf" + data)
    assert command("check", "de", "--directory", folder, "--severity", "error").status == 0
    assert command("compile", "--directory", folder).status == 0
    assert "layout only, no text" in command("update", "--directory", folder).out
    assert path.read_bytes() == data


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_folder_that_cannot_be_written_leaves_every_file_as_it_was(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = catalog(folder, "de")
    edit(path, "404.phrase", msgid="Not Here")
    before = path.read_bytes()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", refuse)
    for arguments in (("update",), ("review", "de", "--sign", "A. Editor"), ("init", "nl")):
        done = command(*arguments, "--directory", folder)
        assert done.status == 2
        assert "cannot be written: refused" in done.err
    assert path.read_bytes() == before


def test_a_disk_that_fills_up_leaves_the_file_as_it_was(folder: Path) -> None:
    path = catalog(folder, "de")
    edit(path, "404.phrase", msgid="Not Here")
    before = path.read_bytes()

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = subprocess.run(
        [COMMAND, "catalog", "update", "--directory", str(folder)],
        capture_output=True,
        encoding="utf-8",
        preexec_fn=small,
        check=False,
    )
    assert done.returncode == 2
    assert "cannot be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == before
    assert not [item for item in path.parent.iterdir() if item.name.startswith(".")]


def _sign(folder: str, key: str) -> None:
    record(Project(Path(folder)), "de", [key], "A. Editor", "2026-11-22")


def test_of_several_writers_at_once_none_loses_an_edit(folder: Path) -> None:
    keys = ["404.phrase", "404.advice", "410.phrase", "410.advice", "503.phrase", "503.advice"]
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_sign, args=(str(folder), key)) for key in keys]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * len(keys)
    signed = {
        entry.msgctxt
        for entry in polib.pofile(str(catalog(folder, "de")))
        if "reviewed: A. Editor" in entry.tcomment
    }
    assert signed == set(keys)


def test_a_text_that_is_saved_during_an_update_stays(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from httplingo.workbench import update as updating

    path = catalog(folder, "de")
    edit(path, "404.phrase", msgid="Not Here")
    work: Callable[..., object] = updating._outputs

    def slow(*arguments: object) -> object:
        outputs = work(*arguments)
        edit(path, "410.phrase", msgstr="Während der Aktualisierung gespeichert")
        return outputs

    monkeypatch.setattr(updating, "_outputs", slow)
    done = command("update", "--directory", folder)
    assert done.status == 2
    assert "was saved meanwhile, and stays as it is" in done.err
    assert "Während der Aktualisierung gespeichert" in path.read_text("utf-8")


def test_a_writer_that_never_ends_is_reported(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from httplingo.workbench import locking

    monkeypatch.setattr(locking.lock.__wrapped__, "__defaults__", (0.05,))  # type: ignore[attr-defined]
    with locking.lock(folder):
        done = command("update", "--directory", folder)
    assert done.status == 2
    assert "another command is writing here" in done.err


def test_a_folder_in_the_place_of_a_catalog_is_an_error(command: Command, site: Path) -> None:
    catalog(site, "de").mkdir(parents=True)
    done = command("check", "--directory", site)
    assert done.status == 2
    assert "cannot be read: not a plain file" in done.err
    shutil.rmtree(site)
