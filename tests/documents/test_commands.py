from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from httplingo.cli import main
from httplingo.documents import BUILT_IN, render

ROOT = Path(__file__).resolve().parents[2]


def test_the_verb_writes_the_document_byte_for_byte(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["render", "404", "--locale", "zh-CN"]) == 0
    assert capfdbinary.readouterr().out == render(404, "zh_CN").body


def test_the_verb_shows_headers_and_details(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    arguments = ["--type", "text/plain", "--headers", "--request-id", "7", "--retry-after", "120"]
    assert main(["render", "service unavailable", *arguments]) == 0
    head, _, body = capsysbinary.readouterr().out.partition(b"\n\n")
    assert b"Content-Type: text/plain; charset=utf-8" in head
    assert b"Retry-After: 120" in head
    assert body.startswith(b"503 Service Unavailable\n")
    assert b"Request number: 7\n" in body


def test_the_verb_gives_json_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "404", "--type", "text/plain", "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["status"] == 404
    assert record["body"].startswith("404 Not Found\n")
    assert ["Content-Language", "en"] in record["headers"]


def test_the_verb_writes_a_gallery_and_touches_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "gallery"
    for _ in range(2):
        assert main(["render", "503", "--gallery", str(folder), "--locale", "de"]) == 0
        files = [Path(line) for line in capsys.readouterr().out.splitlines()]
        assert sorted(files) == sorted(each for each in folder.rglob("*") if each.is_file())
    assert (folder / "night" / "503.de.html").read_bytes().startswith(b"<!DOCTYPE html>")
    index = (folder / "index.html").read_text("utf-8")
    for theme in BUILT_IN:
        assert f'src="{theme}/503.de.html"' in index
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.html").write_text("mine")
    assert main(["render", "--gallery", str(tmp_path / "other")]) == 2
    assert (tmp_path / "other" / "index.html").read_text() == "mine"
    assert "holds something else" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["9" * 5000],
        ["999"],
        ["no such status"],
        ["404", "--type", "a/b"],
        ["404", "--locale", "!"],
    ],
)
def test_the_verb_refuses_wrong_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", *arguments]) == 2
    assert capsys.readouterr().err.startswith("httplingo: ")


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    command = [sys.executable, str(ROOT / "scripts" / "demo.py"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[0]
        process.terminate()


def fetch(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_the_demo_lists_every_status(demo: str) -> None:
    code, _, body = fetch(f"{demo}?locale=zh_CN")
    assert code == 200
    assert b"/status/404?" in body
    assert "未找到".encode() in body


def test_the_demo_shows_the_themes_side_by_side(demo: str) -> None:
    code, _, body = fetch(f"{demo}themes?locale=ar")
    assert code == 200
    for theme in BUILT_IN:
        assert f"theme={theme}&amp;".encode() in body


def test_the_demo_negotiates(demo: str) -> None:
    code, headers, body = fetch(
        f"{demo}status/404", Accept="application/problem+json", Accept_Language="zh-CN"
    )
    assert code == 404
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Content-Language"] == "zh-CN"
    assert json.loads(body)["status"] == 404


def test_the_demo_shows_a_theme(demo: str) -> None:
    code, _, body = fetch(f"{demo}status/503?locale=en&type=text/html&theme=plain&retry_after=120")
    assert code == 503
    assert b"<style>" not in body
    assert b"Try again in 2 minutes." in body
