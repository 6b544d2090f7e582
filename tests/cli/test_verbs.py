"""The command as its user calls it: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from httplingo import available_locales, get_message

COMMAND = str(Path(sys.executable).with_name("httplingo"))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *arguments], capture_output=True, encoding="utf-8", check=False)


def test_show_prints_the_texts_of_a_code() -> None:
    done = run("show", "404", "--locale", "zh_CN")
    message = get_message(404, "zh_CN")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "404 未找到",
        f"    {message.description}",
        f"    {message.advice}",
        "    RFC 9110, Section 15.5.5",
    ]


def test_show_takes_names_and_several_locales() -> None:
    done = run("show", "Request Time-out", "--locale", "en", "--locale", "zh-CN")
    assert "408 Request Timeout [en]" in done.stdout
    assert "408 请求超时 [zh_CN]" in done.stdout


def test_show_gives_json_to_programs() -> None:
    done = run("show", "404", "--locale", "zh_CN", "--format", "json")
    assert json.loads(done.stdout) == dict(get_message(404, "zh_CN"))
    assert "未找到" in done.stdout


def test_list_prints_every_registered_code() -> None:
    done = run("list", "--locale", "zh_CN")
    assert done.returncode == 0
    assert "404 未找到" in done.stdout.splitlines()
    assert len(done.stdout.splitlines()) == 64
    records = json.loads(run("list", "--locale", "zh_CN", "--format", "json").stdout)
    assert [record["code"] for record in records] == sorted(record["code"] for record in records)
    assert get_message(404, "zh_CN").description in run("list", "--locale", "zh", "--long").stdout


def test_locales_prints_what_there_is_and_how_complete() -> None:
    done = run("locales")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(available_locales())
    records = json.loads(run("locales", "--format", "json").stdout)
    assert all(record["texts"] == record["of"] for record in records)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["show", "999"], "not a status code from 100 to 599: 999"),
        (["show", "no such name"], "no status has the name 'no such name'"),
        (["show", "404", "--locale", "../../etc/passwd"], "not a locale"),
        (["show"], "required: code"),
        (["frobnicate"], "invalid choice"),
        ([], "required: VERB"),
        (["list", "--format", "xml"], "invalid choice: 'xml'"),
    ],
)
def test_wrong_usage_is_said_on_stderr_and_exits_with_2(arguments: list[str], reason: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    done = subprocess.run(
        f"{COMMAND} list --long | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": os.defpath},
        check=True,
    )
    assert done.stdout == "100 Continue\n"
    assert done.stderr == ""


def test_it_runs_as_a_module_and_in_a_terminal_without_utf8() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "httplingo", "show", "404", "--locale", "zh_CN"],
        capture_output=True,
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        check=True,
    )
    assert done.stdout.decode().startswith("404 未找到")
