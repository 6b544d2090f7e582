"""The template: every key with its English text and what a translator should know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.po.entry import Entry
from httplingo.workbench.po.keys import FIELDS, sort_key

from .context import context, lines_of
from .english import note_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .chinese import SourceRow
    from .english import EnglishTable, StatusRow

NOTE_COMMENTS = {
    "deprecated": "Deprecated.",
    "obsoleted": "Obsoleted: the specification is historic.",
    "temporary": "Temporary registration.",
    "unused": "Unused: the code is reserved, and the phrase of its class is shown.",
}


def make_entries(
    english: EnglishTable,
    source: Mapping[int, SourceRow],
    english_name: str,
    source_name: str,
) -> list[Entry]:
    """Return the entries of the template, sorted: codes, then problems, then a page's words.

    Args:
        english: The English tables.
        source: The source table, whose other English names become comments.
        english_name: The English file's name, for the errors.
        source_name: The source file's name, for the errors.

    Raises:
        FaultsError: A code of the source table has no English texts, or a former name
            stands for two codes.
    """
    faults = [
        Fault(source_name, row.line, f"{code} is not in {english_name}")
        for code, row in source.items()
        if str(code) not in english.statuses
    ]
    if faults:
        raise FaultsError(faults)
    entries = [
        Entry(f"{status.name}.{field}", text, _comments(status, field, source), status.line)
        for status in (*english.statuses.values(), *english.problems.values())
        for field in _fields(status)
        if (text := getattr(status, field))
    ]
    entries += [
        Entry(word.key, word.text, tuple(lines_of(word.note)), word.line) for word in english.words
    ]
    return sorted(entries, key=lambda entry: sort_key(entry.key))


def _fields(status: StatusRow) -> Iterable[str]:
    """Return the fields that are translated: an unused code is headed by its class's phrase."""
    is_unused = note_kind(status.note) == "unused"
    return (field for field in FIELDS if not (is_unused and field == "phrase"))


def _comments(status: StatusRow, field: str, source: Mapping[int, SourceRow]) -> tuple[str, ...]:
    remarks = [status.reference] if status.reference else []
    if status.note:
        remarks.append(NOTE_COMMENTS[note_kind(status.note)])
    if field == "phrase":
        row = source.get(int(status.name)) if status.name.isdecimal() else None
        if row and row.name != status.phrase:
            remarks.append(f"The source table calls it: {row.name}")
        if status.former_names:
            remarks.append(f"Former names: {'; '.join(status.former_names)}")
    lines = [line for remark in remarks for line in lines_of(remark)]
    return (*context(f"{status.name}.{field}"), *lines)
