"""Writes ``httplingo/_codes.py``: what the tables know of codes beside their texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from httplingo.workbench.faults import Fault, FaultsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .chinese import SourceRow
    from .english import EnglishTable

_HEAD = '''"""What the source tables know of codes beside their texts.

Written by scripts/extract_catalogs.py from locale/source; do not edit.
"""

from __future__ import annotations

'''


def codes_module(
    english: EnglishTable, source: Mapping[int, SourceRow], english_name: str, source_name: str
) -> str:
    """Return the text of the module.

    Args:
        english: The English tables: references, former names, notes.
        source: The source table, whose English names are former names too.
        english_name: The English file's name, for the errors.
        source_name: The source file's name, for the errors.

    Raises:
        FaultsError: One name stands for two codes.
    """
    faults: list[Fault] = []
    names: dict[str, int] = {}
    current = {
        status.phrase.casefold(): int(status.name)
        for status in reversed(english.statuses.values())
        if status.name.isdecimal()
    }
    spellings: dict[str, str] = {}

    def take(path: str, line: int, name: str, code: int) -> None:
        folded = name.casefold()
        if current.get(folded) == code:
            return
        taken = current.get(folded, names.get(spellings.get(folded, "")))
        if taken not in (None, code):
            faults.append(Fault(path, line, f"{name!r} names {taken} already"))
        elif folded not in spellings:
            spellings[folded] = name
            names[name] = code

    for row in source.values():
        take(source_name, row.line, row.name, row.code)
    for status in english.statuses.values():
        for name in status.former_names:
            take(english_name, status.line, name, int(status.name))
    if faults:
        raise FaultsError(faults)
    return _HEAD + "\n".join(
        [
            "#: The specification of each code and class: document and section.",
            _literal(
                "REFERENCES: dict[str, str]",
                {status.name: status.reference for status in english.statuses.values()},
            ),
            "#: The registered reason phrase of each code, and that of each class; ASCII.",
            _literal(
                "PHRASES: dict[str, str]",
                {status.name: status.phrase for status in english.statuses.values()},
            ),
            "#: Names that codes had in earlier specifications and have in the source table.",
            _literal(
                "FORMER_NAMES: dict[str, int]",
                dict(sorted(names.items(), key=lambda n: (n[1], n[0]))),
            ),
            "#: What the IANA registry notes of a code; only “deprecated” is RFC 9110's word.",
            _literal(
                "NOTES: dict[int, str]",
                {int(s.name): s.note for s in english.statuses.values() if s.note},
            ),
        ]
    )


def _literal(name: str, values: Mapping[str, object] | Mapping[int, object]) -> str:
    lines = [f"    {_quoted(key)}: {_quoted(value)}," for key, value in values.items()]
    return "\n".join([f"{name} = {{", *lines, "}", ""])


def _quoted(value: object) -> str:
    # JSON's strings are Python's, in the double quotes that the formatter wants.
    return json.dumps(value, ensure_ascii=False)
