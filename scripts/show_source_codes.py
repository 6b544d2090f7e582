#!/usr/bin/env python3
"""Print phrase and description of every code in the source table, in English and Chinese."""

from __future__ import annotations

from pathlib import Path

from httplingo import get_message
from httplingo.workbench.layout import BASE_LOCALE, SOURCE_LOCALE, Layout
from httplingo.workbench.source.chinese import read_source_table


def main() -> None:
    """Run the command."""
    layout = Layout(Path(__file__).resolve().parents[1])
    codes = read_source_table(layout.source_table, layout.name(layout.source_table))
    for code in codes:
        for locale in (BASE_LOCALE, SOURCE_LOCALE):
            message = get_message(code, locale=locale)
            print(f"{code} [{message.locale}] {message.phrase}")
            print("    " + message.description.replace("\n", "\n    "))
    print(f"{len(codes)} codes of the source table in {BASE_LOCALE} and {SOURCE_LOCALE}")


if __name__ == "__main__":
    main()
