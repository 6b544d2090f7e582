"""What `import httplingo` may load and touch, asked of a fresh interpreter."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from .conftest import ROOT

# Without `site`, which loads what it likes, and without what stands in the environment.
PROBE = """
import sys
source, statement = sys.argv[1:]
sys.path.insert(0, source)
before, events = set(sys.modules), []
def hook(event, arguments):
    if event in ("open", "os.listdir", "os.scandir"):
        events.append((event, str(arguments[0])))
sys.addaudithook(hook)
exec(statement)
loaded, seen = sorted(set(sys.modules) - before), list(events)
# Python itself lists the folders that it looks for modules in, and reads these.
own = {path for module in sys.modules.values() for path in getattr(module, "__path__", ())}
touched = [
    [event, path]
    for event, path in seen
    if not path.endswith((".py", ".pyc")) and path not in own.union(sys.path)
]
import json
print(json.dumps({"loaded": loaded, "touched": touched}))
"""
# Each costs more than all of the package, or pulls in much.
HEAVY = {
    *("typing", "logging", "enum", "dataclasses", "re", "json", "pathlib", "http", "gettext"),
    *("threading", "contextlib", "inspect", "importlib.resources", "importlib.metadata"),
}


def probe(statement: str) -> Any:
    source = str(ROOT / "src")
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", PROBE, source, statement],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def seen() -> Any:
    return probe("import httplingo")


def test_import_loads_nothing_but_the_runtime(seen: Any) -> None:
    loaded = set(seen["loaded"])
    assert "httplingo.lookup" in loaded
    foreign = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert foreign == {"httplingo"}
    own = {name.split(".")[1] for name in loaded if name.startswith("httplingo.")}
    assert not own & {"documents", "integrations", "export", "serve", "workbench", "cli"}


def test_import_loads_no_heavy_module_of_the_standard_library(seen: Any) -> None:
    assert not set(seen["loaded"]) & HEAVY


def test_import_touches_no_file_but_its_modules(seen: Any) -> None:
    assert seen["touched"] == []


@pytest.mark.parametrize("subject", ["logging", "typing", "pathlib"])
def test_the_probe_sees_what_is_loaded(subject: str) -> None:
    assert subject in probe(f"import {subject}")["loaded"]


def test_the_probe_sees_what_is_opened() -> None:
    touched = probe("import os; os.listdir('/'); open(os.devnull)")["touched"]
    assert touched == [["os.listdir", "/"], ["open", "/dev/null"]]
