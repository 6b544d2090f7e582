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
        "--check",
        action="store_true",
        help="write nothing; exit with 1 where a catalog lags behind",
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
    if _has_table(project):
        from httplingo.workbench.review.coverage import write_table

        total += 1
        if write_table(project, write=not options.check):
            named.append((project.name(project.guide), "coverage"))
    if options.format == "json":
        print_json([{"path": path, "changes": summary} for path, summary in named])
    else:
        for path, summary in named:
            print(f"{path}: {summary}")
        verb = "would change" if options.check else "changed"
        print(f"{len(named)} of {total} files {verb}")
    return int(options.check and any(change.drift for change in changes))


def _has_table(project: Project) -> bool:
    from httplingo.workbench.files import content
    from httplingo.workbench.review.coverage import BEGIN

    return BEGIN.encode() in (content(project.guide) or b"")
