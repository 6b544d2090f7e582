"""A site's own texts over the package's: by call, by environment, and while developing."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from httplingo import CatalogError, add_catalogs, get_message
from httplingo.workbench.follow import follow

from .conftest import MakeCatalog

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
SHOW = "from httplingo import get_message as g; print(g(404, 'de').phrase, g(403, 'de').phrase)"


def write_po(folder: Path, text: str, *, locale: str = "de", key: str = "404.phrase") -> Path:
    path = folder / locale / "LC_MESSAGES" / "httplingo.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    entry = f'\nmsgctxt "{key}"\nmsgid "Not Found"\nmsgstr "{text}"\n'
    path.write_text(HEADER + entry, encoding="utf-8")
    return path


def soon(ask: Callable[[], object], expected: object) -> None:
    """Wait until a question has its answer; a second is promised, a busy machine takes more."""
    end = time.monotonic() + 5
    while ask() != expected and time.monotonic() < end:
        time.sleep(0.05)
    assert ask() == expected


def show(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_environment_names_folders_of_which_the_last_is_on_top(
    make_catalog: MakeCatalog, tmp_path: Path
) -> None:
    first = make_catalog("de", {"404.phrase": "Unten", "403.phrase": "Gesperrt"})
    first.rename(tmp_path / "first")
    second = make_catalog("de", {"404.phrase": "Oben"})
    done = show(HTTPLINGO_CATALOGS=os.pathsep.join([str(tmp_path / "first"), str(second)]))
    assert (done.stdout, done.stderr) == ("Oben Gesperrt\n", "")


def test_a_faulty_folder_in_the_environment_is_reported_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    broken = tmp_path / "site" / "de" / "LC_MESSAGES" / "httplingo.mo"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"\xde\x12\x04\x95 cut")
    folders = [tmp_path / "nowhere", tmp_path / "empty", tmp_path / "site"]
    done = show(HTTPLINGO_CATALOGS=os.pathsep.join(map(str, folders)))
    assert done.returncode == 0
    assert done.stdout == "Nicht gefunden Zugriff verweigert\n"
    assert [str(folder) in done.stderr for folder in folders] == [True, True, True]
    assert "Traceback" not in done.stderr


def test_while_developing_po_files_are_read_and_followed(tmp_path: Path) -> None:
    write_po(tmp_path, "Hier ist nichts")
    with pytest.raises(CatalogError, match=r"no LOCALE/LC_MESSAGES/httplingo\.mo in it"):
        add_catalogs(tmp_path)
    follow(tmp_path)
    assert get_message(404, "de").phrase == "Hier ist nichts"
    assert get_message(403, "de").phrase == "Zugriff verweigert"
    write_po(tmp_path, "Auch hier ist nichts")
    soon(lambda: get_message(404, "de").phrase, "Auch hier ist nichts")
    write_po(tmp_path, "Hic nihil est", locale="la")
    soon(lambda: get_message(404, "la").phrase, "Hic nihil est")
    write_po(tmp_path, "Alles gut", key="299.phrase")
    soon(lambda: get_message(299, "de").phrase, "Alles gut")
    assert get_message(404, "de").phrase == "Nicht gefunden"


def test_a_broken_file_keeps_its_last_good_texts_and_is_reported_with_its_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write_po(tmp_path, "Hier ist nichts")
    follow(tmp_path)
    with caplog.at_level(logging.ERROR):
        path.write_text(path.read_text("utf-8")[:-2], encoding="utf-8")
        soon(lambda: f"{path}:6: not a line of a .po file" in caplog.text, True)
    assert get_message(404, "de").phrase == "Hier ist nichts"
    write_po(tmp_path, "Wieder heil")
    soon(lambda: get_message(404, "de").phrase, "Wieder heil")


def test_the_newer_of_two_files_counts(make_catalog: MakeCatalog) -> None:
    folder = make_catalog("de", {"404.phrase": "Aus der .mo"})
    path = write_po(folder, "Aus der .po")
    os.utime(path, (1, 1))
    follow(folder)
    assert get_message(404, "de").phrase == "Aus der .mo"
    path.touch()
    soon(lambda: get_message(404, "de").phrase, "Aus der .po")


def test_an_empty_folder_is_no_folder_of_catalogs(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"no LOCALE/LC_MESSAGES/httplingo\.po or \.mo in it"):
        follow(tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xde\x12\x04\x95 cut", id="half of a .mo"),
        pytest.param(b"", id="nothing yet"),
    ],
)
def test_a_compiled_file_that_is_still_being_written_keeps_the_last_good_texts(
    make_catalog: MakeCatalog, caplog: pytest.LogCaptureFixture, data: bytes
) -> None:
    folder = make_catalog("de", {"404.phrase": "Hier ist nichts"})
    path = folder / "de" / "LC_MESSAGES" / "httplingo.mo"
    follow(folder)
    with caplog.at_level(logging.ERROR):
        path.write_bytes(data)
        soon(lambda: f"a catalog stays as it was: {path}" in caplog.text, True)
    assert get_message(404, "de").phrase == "Hier ist nichts"
    make_catalog("de", {"404.phrase": "Wieder heil"})
    soon(lambda: get_message(404, "de").phrase, "Wieder heil")


@pytest.mark.parametrize("charset", ["", "ISO-8859-1"])
def test_another_charset_ends_nothing(tmp_path: Path, charset: str) -> None:
    path = write_po(tmp_path, "Hier ist nichts")
    follow(tmp_path)
    text = path.read_text("utf-8")
    path.write_text(text.replace("UTF-8", charset), encoding="utf-8")
    write_po(tmp_path, "Nihil", locale="la")
    soon(lambda: get_message(404, "la").phrase, "Nihil")
    assert get_message(404, "de").phrase == "Hier ist nichts"
    write_po(tmp_path, "Wieder heil")
    soon(lambda: get_message(404, "de").phrase, "Wieder heil")


def test_a_pipe_in_the_place_of_a_catalog_is_passed_over(tmp_path: Path) -> None:
    write_po(tmp_path, "Hier ist nichts")
    pipe = tmp_path / "fr" / "LC_MESSAGES" / "httplingo.po"
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    follow(tmp_path)
    assert get_message(404, "de").phrase == "Hier ist nichts"


FORKED = """
import os, sys, time
from pathlib import Path
from httplingo import get_message
from httplingo.workbench.follow import follow

path = Path(sys.argv[1], "de", "LC_MESSAGES", "httplingo.po")
follow(sys.argv[1])
assert get_message(404, "de").phrase == "Hier ist nichts"

def soon(text):
    end = time.monotonic() + 20
    while get_message(404, "de").phrase != text and time.monotonic() < end:
        time.sleep(0.05)
    return get_message(404, "de").phrase == text

def save(old, new):
    saved = path.with_suffix(f".{os.getpid()}")
    saved.write_text(path.read_text().replace(old, new))
    saved.replace(path)

child = os.fork()
save("Hier ist nichts", "Neu")
good = soon("Neu")
if not child:
    sys.exit(not good)
good = good and os.waitpid(child, 0)[1] == 0
# The child's end takes nothing away.
save("Neu", "Ganz neu")
sys.exit(not (good and soon("Ganz neu")))
"""


def test_a_forked_process_follows_too_and_its_end_takes_nothing_away(tmp_path: Path) -> None:
    write_po(tmp_path, "Hier ist nichts")
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKED, str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
