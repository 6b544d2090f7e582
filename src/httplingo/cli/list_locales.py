"""``httplingo locales``: the languages that messages come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo import available_locales, get_message
from httplingo.lingo import default_lingo

from .output import add_format, print_json

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("locales", help="list the locales and how complete they are")
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print each locale, how many of the base locale's texts it has, and its word for 404."""
    keys = default_lingo().texts("en").keys()
    records = [
        {
            "locale": locale,
            "texts": len(keys & default_lingo().texts(locale).keys()),
            "of": len(keys),
            "example": str(get_message(404, locale)),
        }
        for locale in available_locales()
    ]
    if options.format == "json":
        print_json(records)
        return 0
    for record in records:
        print(f"{record['locale']:<8} {record['texts']:>4}/{record['of']}  {record['example']}")
    return 0
