"""``httplingo negotiate``: which locale a header finds, and why."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from httplingo import negotiation
from httplingo.errors import InvalidLocaleError

if TYPE_CHECKING:
    import argparse

FIELDS = ("member", "weight", "locale", "distance", "reason")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb and its arguments to the command."""
    parser = subparsers.add_parser(
        "negotiate",
        help="say which locale an Accept-Language header finds, and why",
        description="Say which locale an Accept-Language header finds, and why.",
    )
    parser.add_argument("header", metavar="HEADER", help="the value of Accept-Language")
    parser.add_argument(
        "--available",
        metavar="LOC[,LOC…]",
        help="the locales to choose from (default: the package's own)",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the answer and its reasons; 2 if an available locale is malformed."""
    names = arguments.available
    available = None if names is None else [name.strip() for name in names.split(",")]
    try:
        locale = negotiation.negotiate_locale(arguments.header, available)
        reasons = negotiation.explain(arguments.header, available)
    except InvalidLocaleError as error:
        print(f"httplingo negotiate: {error}", file=sys.stderr)
        return 2
    if arguments.format == "json":
        answer: dict[str, Any] = {
            "locale": locale,
            "members": [{name: getattr(reason, name) for name in FIELDS} for reason in reasons],
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return 0
    print(locale)
    for reason in reasons:
        found = reason.locale or "-"
        distance = "-" if reason.distance is None else str(reason.distance)
        member = reason.member.encode("unicode_escape").decode("ascii") or "(default)"
        print(f"  {member}  q={reason.weight:g}  {found}  distance {distance}  {reason.reason}")
    return 0
