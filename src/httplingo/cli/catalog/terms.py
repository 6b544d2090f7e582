"""``httplingo catalog terms``: a term list as a glossary of other programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .options import add_directory, project_of

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "terms", help="print a language's terms as a glossary for Weblate, Poedit, OmegaT, …"
    )
    parser.add_argument("locale", metavar="LOCALE")
    add_directory(parser)
    parser.add_argument("--format", choices=("tbx", "csv"), default="tbx", help="default: tbx")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the glossary."""
    project = project_of(options)
    from httplingo.workbench.exchange import csv_glossary, glossary, tbx_glossary

    locale = project.choose([options.locale])[0]
    terms = glossary(project, locale)
    tbx = options.format == "tbx"
    sys.stdout.write(tbx_glossary(terms, locale) if tbx else csv_glossary(terms))
    return 0
