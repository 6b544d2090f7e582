"""The folder that ``httplingo export`` writes."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from httplingo.cli import export as export_verb
from httplingo.cli import main
from httplingo.documents import render
from httplingo.export import SERVERS
from tests.conftest import MakeCatalog

Export = Callable[..., int]

FEW = ("--codes", "404,502", "--locales", "de,zh-TW,en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "errors"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def export(folder: Path, *more: str, server: str = "nginx") -> int:
    return main(["export", server, str(folder), *(more or FEW)])


def test_each_locale_and_code_has_a_page_in_each_format(folder: Path) -> None:
    assert export(folder) == 0
    files = contents(folder)
    for locale in ("de", "en", "zh_TW"):
        for code in (404, 502):
            assert files[f"pages/{locale}/{code}.html"] == render(code, locale).body
            assert json.loads(files[f"pages/{locale}/{code}.json"])["status"] == code
            assert files[f"pages/{locale}/{code}.txt"].startswith(str(code).encode())
    page = files["pages/de/404.html"]
    assert gzip.decompress(files["pages/de/404.html.gz"]) == page
    assert brotli.decompress(files["pages/de/404.html.br"]) == page


def test_a_folder_of_all_codes_and_locales_is_the_default(folder: Path) -> None:
    assert export(folder, "--formats", "txt") == 0
    files = contents(folder)
    assert {"pages/ar/400.txt", "pages/zh_CN/511.txt", "pages/en/404.txt"} <= {*files}
    assert not [path for path in files if path.endswith((".html", ".json"))]


def test_the_command_knows_each_server() -> None:
    assert tuple(SERVERS) == export_verb.SERVERS


@pytest.mark.parametrize("server", SERVERS)
def test_a_second_run_changes_no_byte_and_no_file(
    folder: Path, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    export(folder, server=server)
    before, time = contents(folder), folder.stat().st_mtime_ns
    assert "written" in capsys.readouterr().out
    assert export(folder, server=server) == 0
    assert "already" in capsys.readouterr().out
    assert (contents(folder), folder.stat().st_mtime_ns) == (before, time)


@pytest.mark.parametrize("server", SERVERS)
def test_two_processes_write_the_same(folder: Path, server: str) -> None:
    export(folder, *FEW, "--root", "/srv/errors", server=server)
    command = [sys.executable, "-m", "httplingo", "export", server, f"{folder}-2", *FEW]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([*command, "--root", "/srv/errors"], check=True, env=environment)
    assert contents(folder) == contents(Path(f"{folder}-2"))
    assert all(str(folder).encode() not in data for data in contents(folder).values())


def test_another_export_takes_the_place_of_the_last_one(folder: Path) -> None:
    export(folder)
    assert export(folder, "--codes", "404", "--locales", "fr", "--formats", "html") == 0
    pages = {path for path in contents(folder) if path.startswith("pages/")}
    assert pages == {f"pages/fr/404.html{suffix}" for suffix in ("", ".gz", ".br")}


def test_an_empty_folder_and_a_link_to_one_are_filled(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert export(link) == 0
    assert link.is_symlink()
    assert "pages/de/404.html" in contents(folder)


def strange_file(folder: Path) -> str:
    (folder / "pages" / "mine.html").write_text("mine")
    return "pages/mine.html"


def changed_file(folder: Path) -> str:
    (folder / "server.conf").write_text("# mine")
    return "server.conf"


def no_list(folder: Path) -> str:
    (folder / "httplingo.sha256").unlink()
    return "something else"


def linked_file(folder: Path) -> str:
    page = folder / "pages" / "de" / "404.html"
    page.rename(folder.parent / "elsewhere.html")
    page.symlink_to(folder.parent / "elsewhere.html")
    return "pages/de/404.html"


@pytest.mark.parametrize("spoil", [strange_file, changed_file, no_list, linked_file])
def test_a_folder_that_holds_something_else_is_left_alone(
    folder: Path, spoil: Callable[[Path], str], capsys: pytest.CaptureFixture[str]
) -> None:
    export(folder)
    name = spoil(folder)
    before = contents(folder)
    capsys.readouterr()
    assert export(folder, "--codes", "404") == 2
    assert name in capsys.readouterr().err
    assert contents(folder) == before
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_a_file_in_the_place_of_the_folder_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.write_text("mine")
    assert export(folder) == 2
    assert folder.read_text() == "mine"
    assert "not a folder" in capsys.readouterr().err


def test_a_write_that_fails_leaves_the_last_export(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    export(folder)
    before = contents(folder)
    write = Path.write_bytes
    written = []

    def fail(path: Path, data: bytes) -> int:
        written.append(path)
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    assert export(folder, "--codes", "404") == 2
    assert "No space left on device" in capsys.readouterr().err
    assert contents(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["errors"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--locales", "de,tlh"), "tlh"),
        (("--locales", "../de"), "../de"),
        (("--codes", "200"), "200"),
        (("--codes", "404-"), "404-"),
        (("--codes", "504-500"), "504-500"),
        (("--codes", "432-439"), "432-439"),
        (("--codes", "many"), "many"),
        (("--formats", "pdf"), "pdf"),
        (("--theme", "nihgt"), "nihgt"),
        (("--home-url", "javascript:alert(1)"), "javascript"),
        (("--catalogs", "nowhere"), "nowhere"),
        (("--root", "errors"), "errors"),
        (("--root", "/srv/a b;c"), "/srv/a b;c"),
    ],
)
def test_what_is_not_there_is_wrong_usage_and_writes_nothing(
    folder: Path, options: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(folder, *options) == 2
    assert said in capsys.readouterr().err
    assert not folder.exists()


def test_a_theme_that_fails_is_an_error(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "page.html").write_text(
        "{% extends 'base.html' %}{% block head %}{{ 1/0 }}{% endblock %}"
    )
    assert export(folder, *FEW, "--theme", str(theme)) == 2
    assert "theme" in capsys.readouterr().err
    assert not folder.exists()


def test_themes_links_and_texts_of_a_site_are_in_the_pages(
    folder: Path, make_catalog: MakeCatalog
) -> None:
    catalogs = make_catalog("de", {"404.phrase": "Hier ist nichts"})
    more = ("--catalogs", str(catalogs), "--theme", "plain", "--home-url", "/start")
    assert export(folder, *FEW, *more) == 0
    page = contents(folder)["pages/de/404.html"].decode()
    assert "Hier ist nichts" in page
    assert 'href="/start"' in page
