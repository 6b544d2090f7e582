"""What `scripts/setup.sh` asks of a machine, with stand-ins for the real commands."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ROOT

Step = Callable[[str], subprocess.CompletedProcess[str]]

# What the script itself is written with.
TOOLS = ("cut", "id", "paste", "sed", "sh", "sort")
RECORD = '#!/bin/sh\necho "$(basename "$0") $*" >>"{log}"\nexit {status}\n'


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What was called, line by line."""
    path = tmp_path / "log"
    path.touch()
    return path


@pytest.fixture
def step(tmp_path: Path, log: Path) -> Step:
    """Runs one step on a machine where pip works, npm and apt-get fail, and nothing else is."""
    commands = tmp_path / "commands"
    commands.mkdir()
    for tool in (*TOOLS, "basename"):
        found = shutil.which(tool, path=os.defpath)
        assert found
        (commands / tool).symlink_to(found)
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    for path, status in (
        (commands / "npm", 1),
        (commands / "apt-get", 100),
        (python, 0),
        (python.with_name("pip"), 0),
        (commands / "python3", 0),
    ):
        path.write_text(RECORD.format(log=log, status=status))
        path.chmod(0o755)

    def run(name: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", str(ROOT / "scripts" / "setup.sh"), str(tmp_path / "venv"), name],
            capture_output=True,
            text=True,
            env={"PATH": str(commands)},
            cwd=ROOT,
            check=False,
        )

    return run


def test_the_main_job_asks_for_python_packages_only(step: Step, log: Path) -> None:
    assert step("run").returncode == 0
    called = log.read_text().splitlines()
    assert {line.partition(" ")[0] for line in called} == {"python", "python3"}
    assert [line for line in called if "--editable .[catalog]" in line]
    assert not [line for line in called if "dev" in line]


def test_neither_npm_nor_apt_stops_the_tests_environment(step: Step, log: Path) -> None:
    done = step("test")
    assert done.returncode == 0, done.stderr
    assert "npm could not install" in done.stderr
    assert "--group dev" in log.read_text()


def test_what_a_machine_lacks_is_named_with_the_markers_that_leave_it_out(step: Step) -> None:
    done = step("missing")
    assert done.returncode == 0
    assert "msgfmt i18nspector curl chromium java" in done.stderr
    assert "not browser and not java and not system" in done.stderr


def test_an_unknown_step_is_wrong_usage(step: Step) -> None:
    assert step("install").returncode == 2
