"""``httplingo catalog diff``: what differs between two catalogs, by key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from httplingo.cli.output import add_format, print_json

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("diff", help="compare two .po files by key")
    parser.add_argument("old", type=Path, metavar="OLD")
    parser.add_argument("new", type=Path, metavar="NEW")
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what differs; the exit status is 1 where anything does."""
    from httplingo.workbench.faults import visible
    from httplingo.workbench.po.difference import differences
    from httplingo.workbench.po.files import read_po

    found = differences(read_po(options.old), read_po(options.new))
    if options.format == "json":
        print_json([difference._asdict() for difference in found])
        return int(bool(found))
    for difference in found:
        print(f"{difference.key}: {difference.what}")
        for sign, side in (("-", difference.old), ("+", difference.new)):
            if side is not None:
                print("\n".join(f"  {sign} {line}" for line in visible(side).split("\n")))
    return int(bool(found))
