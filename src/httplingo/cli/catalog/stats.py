"""``httplingo catalog stats``: how complete catalogs are, and where their texts come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo.cli.output import add_format, print_json

from .options import add_directory, add_locales, print_table, project_of

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("stats", help="count the texts by state: source, draft, reviewed, …")
    add_locales(parser)
    add_directory(parser)
    parser.add_argument(
        "--write", action="store_true", help="also write the table in the folder's README.md"
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print a row for each locale."""
    project = project_of(options)
    from httplingo.workbench.review.statistics import Coverage, coverage

    if options.write:
        from httplingo.workbench.review.coverage import write_table

        write_table(project)
    rows = coverage(project, options.locale)
    if options.format == "json":
        print_json([row._asdict() for row in rows])
    else:
        print_table([name.replace("_", " ") for name in Coverage._fields], rows)
    return 0
