"""What `import httplingo` may load and touch, asked of a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

PROBE = """
import sys
opened = []
listed = []
def hook(event, args):
    if event == "open":
        opened.append(str(args[0]))
    elif event == "os.listdir" or event == "os.scandir":
        listed.append(str(args[0]))
before = set(sys.modules)
sys.addaudithook(hook)
import httplingo
print("\\n".join(sorted(set(sys.modules) - before)))
print("---")
print("\\n".join(path for path in opened if not path.endswith((".py", ".pyc"))))
print("---")
print("\\n".join(path for path in listed if "locale" in path.rsplit("httplingo", 1)[-1]))
"""


def probe(*flags: str) -> list[list[str]]:
    run = subprocess.run(
        [sys.executable, *flags, "-c", PROBE], capture_output=True, text=True, check=True
    )
    return [part.split() for part in run.stdout.split("---")]


def test_import_loads_no_tool_and_no_framework() -> None:
    modules = set(probe()[0])
    assert "httplingo.lookup" in modules
    roots = {name.partition(".")[0] for name in modules}
    assert not roots & {"babel", "polib", "langcodes", "markdown_it", "jinja2", "django", "flask"}
    heavy = {"typing", "dataclasses", "enum", "http", "pathlib", "logging", "gettext", "json"}
    assert not modules & heavy
    assert not {name for name in modules if name.startswith("httplingo.workbench")}
    assert not {name for name in modules if name.startswith("httplingo.cli")}


def test_import_touches_no_file() -> None:
    _, opened, listed = probe()
    assert opened == []
    assert listed == []
