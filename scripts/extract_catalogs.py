#!/usr/bin/env python3
"""Turn the source tables in locale/source into the template and the catalogs.

Exit status: 0 fine, 1 drift found by --check, 2 wrong usage or unreadable input.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from httplingo.workbench.faults import FaultsError
from httplingo.workbench.project import Project
from httplingo.workbench.update import update

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit with 1 where a file lags behind",
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the project (default: this one)")
    options = parser.parse_args(arguments)
    try:
        project = Project(options.root / "locale", tables=True)
        changes, total = update(project, write=not options.check)
    except FaultsError as error:
        print(error, file=sys.stderr)
        return 2
    for change in changes:
        print(f"{project.name(change.path)}: {change.summary}")
    verb = "would change" if options.check else "changed"
    print(f"{len(changes)} of {total} files {verb}")
    return int(options.check and any(change.drift for change in changes))


if __name__ == "__main__":
    sys.exit(main())
