"""``httplingo catalog memory``: all catalogs as a translation memory."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .options import add_directory, add_locales, project_of

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("memory", help="print catalogs as a translation memory (TMX)")
    add_locales(parser)
    add_directory(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the memory."""
    project = project_of(options)
    from httplingo.workbench.exchange import translation_memory

    sys.stdout.write(translation_memory(project, project.choose(options.locale)))
    return 0
