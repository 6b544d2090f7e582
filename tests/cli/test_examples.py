"""The examples of ``--help`` are command lines that work."""

from __future__ import annotations

import argparse
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from httplingo.cli import build_parser, main
from httplingo.cli.examples import EXAMPLES

ROOT = Path(__file__).resolve().parents[2]
LINES = sorted({line for lines in EXAMPLES.values() for line in lines})
#: What serves until it is stopped, and a line for git.
OTHERS = [line for line in LINES if " preview " in line or line.startswith("git ")]


def parsers(
    parser: argparse.ArgumentParser, name: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb, child in action.choices.items():
                yield from parsers(child, f"{name} {verb}".lstrip())


def test_every_verb_has_an_example() -> None:
    for name, parser in parsers(build_parser()):
        assert "httplingo" in (parser.epilog or ""), name
    assert EXAMPLES.keys() <= dict(parsers(build_parser())).keys()


@pytest.mark.parametrize("line", sorted(set(LINES) - set(OTHERS)))
def test_an_example_runs(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "locale", tmp_path / "locale")
    (tmp_path / "src" / "httplingo").mkdir(parents=True)
    catalog = ROOT / "locale" / "de" / "LC_MESSAGES" / "httplingo.po"
    for name in ("old.po", "new.po"):
        shutil.copy(catalog, tmp_path / name)
    shutil.copytree(catalog.parent, tmp_path / "our-texts" / "fr" / "LC_MESSAGES")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "seats.py").write_text('raise Problem(409, "seat-taken")')
    monkeypatch.chdir(tmp_path)
    command, *arguments = shlex.split(line)
    assert command == "httplingo"
    # 1 are findings: a catalog may lag behind.
    assert main(arguments) in (0, 1), capsys.readouterr().err


@pytest.mark.parametrize("line", OTHERS)
def test_an_example_that_is_not_run_is_understood(line: str) -> None:
    command = line if line.startswith("httplingo") else shlex.split(line)[-1]
    arguments = shlex.split(command.replace("%", ""))[1:]
    assert build_parser().parse_args(arguments).run
