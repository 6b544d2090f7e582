#!/usr/bin/env python3
"""Print the path of one interpreter of each supported Python that this machine has, a line each.

Looked for on PATH and where pyenv keeps them: whatever pyproject.toml names in its classifiers.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSION = re.compile(r'"Programming Language :: Python :: (3\.\d+)"')


def candidates(version: str) -> Iterator[str]:
    """Yield what may be an interpreter of a version; pyenv's on PATH may be a stand-in for none."""
    found = shutil.which(f"python{version}")
    if found:
        yield found
    for folder in sorted(Path.home().glob(f".pyenv/versions/{version}.*"), reverse=True):
        yield str(folder / "bin" / "python")


def answer(python: str, version: str) -> str | None:
    """Return the interpreter's own path, or None where it does not run or is another version."""
    code = "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    said, _, path = done.stdout.strip().partition(" ")
    return path if said == version else None


def main() -> None:
    """Run the command."""
    for version in VERSION.findall((ROOT / "pyproject.toml").read_text("utf-8")):
        found = (answer(python, version) for python in candidates(version))
        path = next(filter(None, found), None)
        if path:
            print(path)


if __name__ == "__main__":
    main()
