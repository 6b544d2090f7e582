"""What the catalog verbs have in common: the folder, the locales, and how tables are printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from httplingo.workbench.project import Project


def add_directory(parser: argparse.ArgumentParser) -> None:
    """Give a verb its ``--directory``."""
    parser.add_argument(
        "--directory",
        type=Path,
        default=Path("locale"),
        metavar="DIR",
        help="the folder of catalogs (default: locale/ here)",
    )


def add_locales(parser: argparse.ArgumentParser) -> None:
    """Give a verb its optional locales."""
    parser.add_argument("locale", nargs="*", metavar="LOCALE", help="default: every catalog")


def project_of(options: argparse.Namespace) -> Project:
    """Return the folder of catalogs that a verb works on."""
    from httplingo.workbench.project import Project

    return Project(options.directory)


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows in columns: texts to the left, numbers to the right.

    >>> print_table(("locale", "texts"), [("de", 190), ("pt_BR", 7)])
    locale  texts
    de        190
    pt_BR       7
    """
    from httplingo.workbench.checks.words import columns

    body = [[str(cell) for cell in row] for row in rows]
    numeric = [all(row[i].isdecimal() for row in body) and bool(body) for i in range(len(head))]
    widths = [max(columns(row[i]) for row in [list(head), *body]) for i in range(len(head))]
    for row in [list(head), *body]:
        cells = []
        for cell, width, right in zip(row, widths, numeric, strict=True):
            pad = " " * (width - columns(cell))
            cells.append(pad + cell if right else cell + pad)
        print("  ".join(cells).rstrip())


def show_progress(done: int, total: int, what: str) -> None:
    """Show on a terminal how far long work is; nothing where a program reads."""
    if total > 1 and sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r\033[K{done}/{total} {what}", end=end, file=sys.stderr, flush=True)
