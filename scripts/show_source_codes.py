#!/usr/bin/env python3
"""Print phrase and description of every code in the source table, in English and Chinese."""

from __future__ import annotations

from pathlib import Path

from httplingo import get_message
from httplingo.catalogs import BASE_LOCALE
from httplingo.workbench.project import Project
from httplingo.workbench.source.chinese import SOURCE_LOCALE


def main() -> None:
    """Run the command."""
    _, codes = Project(Path(__file__).resolve().parents[1] / "locale").tables()
    for code in codes:
        for locale in (BASE_LOCALE, SOURCE_LOCALE):
            message = get_message(code, locale=locale)
            print(f"{code} [{message.locale}] {message.phrase}")
            print("    " + message.description.replace("\n", "\n    "))
    print(f"{len(codes)} codes of the source table in {BASE_LOCALE} and {SOURCE_LOCALE}")


if __name__ == "__main__":
    main()
