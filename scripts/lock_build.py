#!/usr/bin/env python3
"""Write requirements-build.txt: what `make dist` builds with, each pinned by version and hash.

The versions are those of constraints.txt; run it when one of them changes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "requirements-build.txt"
HEAD = "# Written by scripts/lock_build.py: the group `release` of pyproject.toml, by hash.\n"


def main() -> None:
    """Run the command."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"]
    options = ["--quiet", "--only-binary", ":all:", "--constraint", "constraints.txt"]
    report = subprocess.check_output(
        [*command, *options, "--group", "release", "--report", "-"], cwd=ROOT
    )
    lines = []
    for item in json.loads(report)["install"]:
        name, version = item["metadata"]["name"], item["metadata"]["version"]
        digest = item["download_info"]["archive_info"]["hashes"]["sha256"]
        lines.append(f"{name.lower()}=={version} --hash=sha256:{digest}\n")
    TARGET.write_text(HEAD + "".join(sorted(lines)), encoding="utf-8")


if __name__ == "__main__":
    main()
