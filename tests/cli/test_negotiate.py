from __future__ import annotations

import argparse
import json

import pytest

from httplingo.cli import negotiate


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    negotiate.add_parser(parser.add_subparsers(required=True))
    options = parser.parse_args(["negotiate", *arguments])
    code: int = options.run(options)
    return code


def test_the_answer_comes_first_and_then_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("zh-HK,\x1b[31m;q=0.8,ja;q=0.1", "--available", "en, zh_CN,zh_TW") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "zh_TW"
    assert lines[1].split(maxsplit=4)[:3] == ["zh-HK", "q=1", "zh_TW"]
    assert "chosen" in lines[1]
    assert "\x1b" not in "".join(lines)
    assert len(lines) == 4


def test_a_program_may_read_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("zh-HK", "--available", "en,zh_TW", "--format", "json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["locale"] == "zh_TW"
    assert answer["members"][0]["distance"] == 5


def test_a_malformed_available_locale_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("de", "--available", "de,../en") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "../en" in captured.err
