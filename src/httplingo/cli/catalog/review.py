"""``httplingo catalog review``: a language to read through, and the record that it was read."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from .options import add_directory, project_of


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "review", help="print English and translation side by side, or record a review"
    )
    parser.add_argument("locale", metavar="LOCALE")
    parser.add_argument(
        "key", nargs="*", metavar="KEY", help="404.phrase, 404 or page; default: all"
    )
    add_directory(parser)
    parser.add_argument("--format", choices=("md", "html", "json"), default="md")
    parser.add_argument("--sign", metavar="NAME", help="record that NAME has reviewed these texts")
    parser.add_argument(
        "--approved",
        type=Path,
        metavar="FILE",
        help="with --sign: only the texts that are approved in this XLIFF, as Weblate gives it",
    )
    parser.add_argument(
        "--date",
        type=_day,
        help="the day of the review, as 2026-11-22 (default: today)",
    )
    parser.set_defaults(run=run)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is no day of the form 2026-11-22"
        raise argparse.ArgumentTypeError(message) from error


def run(options: argparse.Namespace) -> int:
    """Print the sheet, or write the reviews."""
    project = project_of(options)
    from httplingo.workbench.review.sheet import matching, sheet
    from httplingo.workbench.review.sign import record

    locale = project.choose([options.locale])[0]
    if options.sign is not None:
        date = (options.date or dt.datetime.now(dt.UTC).date()).isoformat()
        from httplingo.workbench.review.approved import approved_texts

        approved = approved_texts(options.approved) if options.approved else None
        signed = record(project, locale, options.key, options.sign, date, approved)
        print(f"{project.name(project.catalog(locale))}: {signed} texts reviewed", file=sys.stderr)
        return 0
    sys.stdout.write(sheet(project, locale, matching(options.key), options.format))
    return 0
