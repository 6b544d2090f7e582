"""``httplingo catalog extract``: the problems of a site's code, into the site's template."""

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
        "extract", help="collect the problems that a site's code raises into its template"
    )
    parser.add_argument(
        "path", nargs="+", type=Path, metavar="PATH", help="Python files, and folders of them"
    )
    add_directory(parser)
    parser.add_argument(
        "-k",
        "--keyword",
        action="append",
        default=[],
        metavar="NAME",
        help="one more class or function with the arguments of httplingo.Problem",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 where the template lags"
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Collect, and print which problems there are and what to do next."""
    if not options.check:
        options.directory.mkdir(parents=True, exist_ok=True)
    project = project_of(options)
    from httplingo.workbench.collect import collect

    done = collect(project, options.path, options.keyword, write=not options.check)
    path = project.name(done.path)
    if options.format == "json":
        print_json({"path": path, "changed": done.changed, "problems": done.names})
    else:
        verb = "would change" if options.check else "changed"
        print(f"{path}: {len(done.names)} problems, {verb if done.changed else 'unchanged'}")
        for name in done.names:
            print(f"  {name}")
    return int(options.check and done.changed)
