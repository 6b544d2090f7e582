"""Crafted catalogs cost neither memory nor time, links and rights stay, nothing hangs."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from httplingo.workbench.faults import FaultsError
from httplingo.workbench.files import content, read_text, write_atomically

HEADER = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
ENTRY = b'\nmsgctxt "404.phrase"\nmsgid "Not Found"\nmsgstr "Weg"\n'
PLURAL = (
    b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    b'"Plural-Forms: nplurals=1000000000; plural=0;\\n"\n\nmsgctxt "404.phrase"\n'
    b'msgid "Not Found"\nmsgid_plural "Not Found"\nmsgstr[0] "Weg"\n'
)
MEGABYTES, SECONDS = 400, 10

CRAFTED: dict[str, tuple[bytes, str]] = {
    "comments": (
        HEADER + b"\n" + b"# x\n" * 1_000_000 + ENTRY,
        "a comment of more than 1000 lines",
    ),
    "one comment": (HEADER + b"\n# " + b"x" * 7_000_000 + ENTRY, "a line of 7000002 characters"),
    "plurals": (PLURAL, ""),
    "previous": (HEADER + b'\n#| msgid "x"' + b'\n#| "x"' * 900_000 + ENTRY, "a text of more than"),
    "charset": (HEADER.replace(b"UTF-8", b"") + ENTRY, ""),
    "latin-1": (HEADER.replace(b"UTF-8", b"ISO-8859-1") + ENTRY, "declares the charset"),
}


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.mark.parametrize("verb", ["check", "compile", "update"])
@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_catalog_is_refused_or_read_within_bounds(
    tmp_path: Path, name: str, verb: str
) -> None:
    data, message = CRAFTED[name]
    path = tmp_path / "de" / "LC_MESSAGES" / "httplingo.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "httplingo", "catalog", verb, "--directory", str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        preexec_fn=limited,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in ((2,) if message else (0, 1))
    assert message in done.stderr


def test_a_pipe_in_the_place_of_a_file_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "httplingo.po")
    with pytest.raises(FaultsError, match="cannot be read: not a plain file"):
        read_text(tmp_path / "httplingo.po", "httplingo.po")
    with pytest.raises(FaultsError, match="cannot be read: not a plain file"):
        content(tmp_path / "httplingo.po")


def test_a_link_stays_a_link_to_the_file_that_is_written(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "de.po", tmp_path / "httplingo.po"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_new_file_has_the_rights_of_the_umask_and_an_old_one_keeps_its_own(
    tmp_path: Path,
) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "new", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
    (tmp_path / "new").chmod(0o600)
    write_atomically(tmp_path / "new", b"y")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600


def test_what_a_killed_process_left_behind_goes_with_a_later_write(tmp_path: Path) -> None:
    path = tmp_path / "httplingo.po"
    left = tmp_path / ".httplingo.po.0a1b2c3d.tmp"
    left.write_bytes(b"half")
    write_atomically(path, b"whole")
    assert left.exists()  # another process may be writing it just now
    old = time.time() - 7200
    os.utime(left, (old, old))
    write_atomically(path, b"whole")
    assert [item.name for item in tmp_path.iterdir()] == ["httplingo.po"]


def test_control_characters_of_a_catalog_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from httplingo.cli import main

    path = tmp_path / "de" / "LC_MESSAGES" / "httplingo.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(HEADER + ENTRY.replace(b"Weg", b"\x1b[2JWeg") + b"\n<<<<<<< \x1b[2J\n")
    runs: list[Callable[[], int]] = [
        lambda: main(["catalog", "check", "--directory", str(tmp_path)]),
        lambda: main(["catalog", "review", "de", "--directory", str(tmp_path)]),
    ]
    for run in runs:
        run()
    path.write_bytes(HEADER + ENTRY.replace(b"Weg", b"\x1b[2JWeg"))
    for run in runs:
        run()
    said = "".join(capsys.readouterr())
    assert r"\x1b[2J" in said
    assert "\x1b" not in said
