"""``httplingo show``: the texts of one or more codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo import find_code, get_message

from .output import add_format, message_text, print_json

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("show", help="show the texts of a status")
    parser.add_argument("code", nargs="+", help="a code such as 404, or a name such as 'Not Found'")
    parser.add_argument("--locale", action="append", metavar="LOCALE", help="may be repeated")
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print each code in each locale."""
    codes = [int(code) if code.isdecimal() else find_code(code) for code in options.code]
    locales = options.locale or [None]
    messages = [get_message(code, locale) for code in codes for locale in locales]
    if options.format == "json":
        records = [dict(message) for message in messages]
        print_json(records[0] if len(records) == 1 else records)
        return 0
    for message in messages:
        print(message_text(message, language=len(locales) > 1))
        if message.reference:
            print(f"    {message.reference}")
    return 0
