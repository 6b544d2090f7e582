"""``httplingo catalog update``: bring catalogs up to date with the English texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo.cli.output import add_format, print_json

from .options import add_directory, add_locales, project_of

if TYPE_CHECKING:
    import argparse

    from httplingo.workbench.project import Project


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "update", help="merge new and changed texts into catalogs; never overwrites a translation"
    )
    add_locales(parser)
    add_directory(parser)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 where a file would change"
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Update, and print what changed in which file."""
    project = project_of(options)
    from httplingo.workbench.update import update

    locales = project.choose(options.locale) if options.locale else ()
    changes, total = update(project, locales, write=not options.check)
    named = [(project.name(change.path), change.summary) for change in changes]
    if options.format == "json":
        print_json([{"path": path, "changes": summary} for path, summary in named])
    else:
        for path, summary in named:
            print(f"{path}: {summary}")
        verb = "would change" if options.check else "changed"
        print(f"{len(named)} of {total} files {verb}")
    if _update_table(project, options) and options.format == "text":
        print(f"{project.name(project.guide)}: coverage")
    return 1 if options.check and named else 0


def _update_table(project: Project, options: argparse.Namespace) -> bool:
    from httplingo.workbench.review.coverage import BEGIN, write_table

    path = project.guide
    if options.check or not path.exists() or BEGIN not in path.read_text(encoding="utf-8"):
        return False
    return write_table(project)
