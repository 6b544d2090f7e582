"""``httplingo catalog pseudo``: two made-up languages that show what a page gets wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from httplingo.cli.output import add_format, print_json

from .options import add_directory, project_of

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "pseudo", help="make en_XA (accented, longer) and ar_XB (mirrored) from English"
    )
    add_directory(parser)
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("pseudo-locale"),
        metavar="DIR",
        help="where to (default: pseudo-locale/ here); for HTTPLINGO_CATALOGS or add_catalogs",
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write both languages, apart from the real ones."""
    project = project_of(options)
    from httplingo.workbench.pseudo import write_pseudo

    paths = [project.name(path) for path in write_pseudo(project.entries(), options.output)]
    if options.format == "json":
        print_json(paths)
    else:
        print("\n".join(paths))
        print(f"HTTPLINGO_CATALOGS={options.output} httplingo show 404 --locale en_XA")
    return 0
