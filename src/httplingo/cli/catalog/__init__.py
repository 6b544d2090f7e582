"""``httplingo catalog``: the translator's verbs; one file a verb."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from . import (
    check,
    compile,
    diff,
    extract,
    init,
    memory,
    merge,
    preview,
    pseudo,
    review,
    stats,
    terms,
    update,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

VERBS = (
    init,
    extract,
    update,
    compile,
    check,
    stats,
    review,
    pseudo,
    preview,
    diff,
    merge,
    terms,
    memory,
)

_EXTRA = "polib", "babel", "markdown_it", "filelock", "watchfiles"


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the group and its verbs."""
    parser = verbs.add_parser("catalog", help="make, check and preview translations")
    inner = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for verb in VERBS:
        verb.add_parser(inner)
    for name, child in inner.choices.items():
        child.set_defaults(run=_with_extra(child.get_default("run"), name))


def _with_extra(
    run: Callable[[argparse.Namespace], int], name: str
) -> Callable[[argparse.Namespace], int]:
    def guarded(options: argparse.Namespace) -> int:
        try:
            return run(options)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in _EXTRA:
                raise
            print(
                f"httplingo: catalog {name} needs {error.name}: pip install 'httplingo[catalog]'",
                file=sys.stderr,
            )
            return 2

    return guarded
