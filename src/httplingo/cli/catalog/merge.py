"""``httplingo catalog merge``: git's merge driver for catalogs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "merge", help="merge two versions of a catalog by key; git's merge driver"
    )
    parser.add_argument("base", type=Path, metavar="BASE", help="what both sides began with (%%O)")
    parser.add_argument("ours", type=Path, metavar="OURS", help="gets the result (%%A)")
    parser.add_argument("theirs", type=Path, metavar="THEIRS", help="the other side (%%B)")
    parser.add_argument("--name", metavar="PATH", help="what messages call the file (%%P)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the merged catalog over OURS; the exit status is 1 where a text conflicts."""
    import polib

    from httplingo.workbench.files import content, write_atomically
    from httplingo.workbench.po.files import read_po
    from httplingo.workbench.po.three_way import merge_three

    name = options.name or str(options.ours)
    base = polib.POFile()
    if content(options.base):  # git gives an empty file where both sides added the catalog
        base = read_po(options.base, f"{name} (base)")
    ours, theirs = read_po(options.ours, name), read_po(options.theirs, f"{name} (theirs)")
    merged = merge_three(base, ours, theirs)
    write_atomically(options.ours, merged.data)
    for key in merged.conflicts:
        print(f"{name}: {key}: both sides changed this text", file=sys.stderr)
    return int(bool(merged.conflicts))
