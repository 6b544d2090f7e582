"""``httplingo list``: every registered code with its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo import get_message
from httplingo._codes import REFERENCES

from .output import add_format, message_text, print_json

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("list", help="list every registered status")
    parser.add_argument("--locale", action="append", metavar="LOCALE", help="may be repeated")
    parser.add_argument(
        "--long", action="store_true", help="with description and advice, not the phrase alone"
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every code in each locale."""
    locales = options.locale or [None]
    codes = [int(name) for name in REFERENCES if name.isdecimal()]
    messages = [get_message(code, locale) for code in codes for locale in locales]
    if options.format == "json":
        print_json([dict(message) for message in messages])
        return 0
    for message in messages:
        if options.long:
            print(message_text(message, language=len(locales) > 1))
        else:
            print(message)
    return 0
