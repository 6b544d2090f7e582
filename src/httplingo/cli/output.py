"""How verbs print: for a person, or JSON for a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from httplingo.message import Message


def add_format(parser: argparse.ArgumentParser) -> None:
    """Give a verb its ``--format``."""
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="text (default) or json"
    )


def print_json(value: object) -> None:
    """Print a value as JSON, readable in every script.

    >>> print_json({"phrase": "未找到"})
    {
      "phrase": "未找到"
    }
    """
    print(json.dumps(value, ensure_ascii=False, indent=2))


def message_text(message: Message, *, language: bool) -> str:
    """Return a message for a person: number and phrase, then its texts, indented.

    >>> from httplingo import get_message
    >>> print(message_text(get_message(501), language=True).splitlines()[0])
    501 Not Implemented [en]
    """
    lines = [f"{message} [{message.locale}]" if language else str(message)]
    for text in (message.description, message.advice):
        lines += [f"    {line}" for line in text.split("\n") if line]
    return "\n".join(lines)
