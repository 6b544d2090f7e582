#!/usr/bin/env python3
"""Compile every catalog in locale/ into the package, as the build does.

Exit status: 0 fine, 2 a catalog that cannot be read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from httplingo.catalog_tools.compiling import compile_package
from httplingo.catalog_tools.layout import Layout
from httplingo.catalog_tools.problems import ProblemsError


def main() -> int:
    """Run the command; return its exit status."""
    try:
        compiled = compile_package(Layout(Path(__file__).resolve().parents[1]))
    except ProblemsError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(compiled)} catalogs compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main())
