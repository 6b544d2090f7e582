"""A fault at the n-th read, write, sync or rename of a verb, for every n: nothing is lost."""

from __future__ import annotations

import errno
import io
import os
import shutil
from pathlib import Path
from typing import Any

import polib
import pytest

from httplingo.cli import main
from httplingo.workbench.init import start
from httplingo.workbench.project import Project
from httplingo.workbench.review.coverage import BEGIN, END

VERBS = {
    "update": ["update"],
    "init": ["init", "nl"],
    "compile": ["compile"],
    "check": ["check"],
    "sign": ["review", "de", "404", "--sign", "A. Editor"],
    "stats": ["stats", "--write"],
}
GUIDE = f"{BEGIN}\n{END}\n"


class Injected:
    """Counts the calls that concern a folder, and fails at the n-th."""

    def __init__(self, folder: Path, at: int) -> None:
        self.folder = str(folder)
        self.at = at
        self.count = 0

    def __call__(self, path: object) -> None:
        if str(path).startswith(self.folder):
            self.count += 1
            if self.count == self.at:
                raise OSError(errno.EIO, "injected")

    @property
    def happened(self) -> bool:
        return self.count >= self.at


class File(io.BufferedWriter):
    """A file that fails to be written."""

    fault: Injected

    def write(self, data: Any) -> int:
        self.fault(self.fault.folder)
        return super().write(data)


def inject(monkeypatch: pytest.MonkeyPatch, kind: str, fault: Injected) -> None:
    real_open, real_replace, real_fsync = os.open, os.replace, os.fsync
    real_fdopen, real_io_open = os.fdopen, io.open

    def opened(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if kind == ("write" if flags & os.O_WRONLY else "read"):
            fault(path)
        return real_open(path, flags, *rest, **named)

    def io_opened(path: Any, *rest: Any, **named: Any) -> Any:
        if kind == "read":
            fault(path)
        return real_io_open(path, *rest, **named)

    def replaced(old: Any, new: Any, **named: Any) -> None:
        if kind == "rename":
            fault(new)
        real_replace(old, new, **named)

    def synced(handle: int) -> None:
        if kind == "sync":
            fault(fault.folder)
        real_fsync(handle)

    def fdopened(handle: int, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if kind != "data" or "w" not in mode:
            return real_fdopen(handle, mode, *rest, **named)
        file = File(io.FileIO(handle, "wb"))
        file.fault = fault
        return file

    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(io, "open", io_opened)
    monkeypatch.setattr(os, "replace", replaced)
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "fdopen", fdopened)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two catalogs that an update changes, and a guide with a table."""
    folder = tmp_path_factory.mktemp("site")
    project = Project(folder)
    for locale in ("de", "fr"):
        path = start(project, locale)
        file = polib.pofile(str(path), wrapwidth=40)  # which an update undoes
        for entry in file:
            if entry.msgctxt == "404.phrase":
                entry.msgstr = "Weg" if locale == "de" else "Disparu"
        file.save()
    (folder / "README.md").write_text(GUIDE, "utf-8")
    return folder


def texts(data: bytes) -> dict[str, str]:
    return {entry.msgctxt: entry.msgstr for entry in polib.pofile(data.decode())}


@pytest.mark.parametrize("kind", ["read", "write", "data", "sync", "rename"])
@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_lost(
    verb: str, kind: str, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = 0
    happened = True
    while happened:
        at += 1
        folder = tmp_path / str(at)
        shutil.copytree(site, folder)
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        fault = Injected(folder, at)
        with pytest.MonkeyPatch.context() as patch:
            inject(patch, kind, fault)
            status = main(["catalog", *VERBS[verb], "--directory", str(folder)])
        happened = fault.happened
        said = capsys.readouterr().err
        if happened and status != 0:
            assert status in (1, 2)
            assert "injected" in said or "was saved meanwhile" in said
        for path, data in before.items():
            after = path.read_bytes()
            if path.suffix == ".po" and after != data:
                assert texts(after) == texts(data)
        assert [path.name for path in folder.rglob(".*")] == []
    assert at > 1 or kind != "read"


@pytest.mark.parametrize("kind", ["read", "write", "data", "sync", "rename"])
@pytest.mark.parametrize("verb", ["merge", "diff"])
def test_a_side_of_a_merge_is_merged_or_as_it_was(
    verb: str, kind: str, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = (site / "de" / "LC_MESSAGES" / "httplingo.po").read_text("utf-8")
    sides = {"base.po": catalog, "ours.po": catalog.replace("Weg", "Verschwunden")}
    sides["theirs.po"] = catalog.replace('msgid "Gone"\nmsgstr ""', 'msgid "Gone"\nmsgstr "Fort"')
    names = list(sides) if verb == "merge" else ["base.po", "ours.po"]
    merged = {**texts(sides["ours.po"].encode()), "410.phrase": "Fort"}
    assert merged != texts(sides["ours.po"].encode())
    at = 0
    happened = True
    while happened:
        at += 1
        folder = tmp_path / str(at)
        folder.mkdir()
        for name, text in sides.items():
            (folder / name).write_text(text, "utf-8")
        fault = Injected(folder, at)
        with pytest.MonkeyPatch.context() as patch:
            inject(patch, kind, fault)
            status = main(["catalog", verb, *(str(folder / name) for name in names)])
        happened = fault.happened
        failed = "injected" in capsys.readouterr().err
        assert failed == happened
        assert status == (2 if failed else 1 if verb == "diff" else 0)
        whole = verb == "merge" and not failed
        now = {path.name: texts(path.read_bytes()) for path in folder.iterdir()}
        assert now.pop("ours.po") == (merged if whole else texts(sides["ours.po"].encode()))
        assert now == {name: texts(sides[name].encode()) for name in ("base.po", "theirs.po")}
    assert at > 1 or (kind != "read" and verb == "diff")
