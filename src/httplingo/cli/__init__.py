"""The ``httplingo`` command; one file a verb."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from httplingo.errors import HttplingoError

from . import catalog, export, list_codes, list_locales, negotiate, render, serve, show
from .examples import add_examples

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBS = (show, list_codes, list_locales, negotiate, render, serve, export, catalog)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command with all its verbs."""
    parser = argparse.ArgumentParser(
        prog="httplingo", description="HTTP status messages in the reader's language."
    )
    parser.add_argument("--version", action="version", version=_version())
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for verb in VERBS:
        verb.add_parser(verbs)
    add_examples(parser)
    return parser


def _version() -> str:
    from importlib.metadata import version

    return f"httplingo {version('httplingo')}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command: results on stdout, diagnostics on stderr.

    Returns:
        0 fine, 1 findings, 2 wrong usage or unreadable input.
    """
    # A status message holds every script there is, whatever the terminal's locale says.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = build_parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except HttplingoError as error:
        print(f"httplingo: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader (head, less) has seen enough; say nothing more at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status
