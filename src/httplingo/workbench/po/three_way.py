"""Merges two versions of a catalog that have one in common, text by text, as git asks for it.

Two people who change different texts never conflict, whatever lines of the file they touch. Where
both change the same text, the file gets git's conflict marks around the two translations.
"""

from __future__ import annotations

import copy
from typing import NamedTuple, TypeVar

import polib

from .comments import get_comment
from .files import key_of, po_bytes
from .header import REVISION_DATE
from .keys import sort_key
from .state import REVIEWED_AS

_FIELDS = ("msgid", "previous_msgid", "comment", "obsolete")
_MARK = "@@conflict@@"

Value = TypeVar("Value")


class Merged(NamedTuple):
    """The bytes of the merged file, and the keys whose texts both sides changed."""

    data: bytes
    conflicts: tuple[str, ...]


def merge_three(base: polib.POFile, ours: polib.POFile, theirs: polib.POFile) -> Merged:
    """Return what both sides made of a catalog.

    Args:
        base: What both began with; empty where they began with nothing.
        ours: One side.
        theirs: The other side.

    >>> def catalog(text):
    ...     file = polib.POFile()
    ...     file.append(polib.POEntry(msgctxt="404.phrase", msgid="Not Found", msgstr=text))
    ...     return file
    >>> merge_three(catalog("Weg"), catalog("Fort"), catalog("Weg")).conflicts
    ()
    >>> merge_three(catalog("Weg"), catalog("Fort"), catalog("Hin")).conflicts
    ('404.phrase',)
    """
    sides = tuple({key_of(entry): entry for entry in file} for file in (base, ours, theirs))
    merged = polib.POFile(wrapwidth=0)
    merged.header = _choose(base.header, ours.header, theirs.header)
    merged.metadata = _metadata(base.metadata, ours.metadata, theirs.metadata)
    conflicts: dict[str, tuple[str, str]] = {}
    entries = []
    for key in sorted({*sides[1], *sides[2]}, key=sort_key):
        before, one, other = (side.get(key) for side in sides)
        entry = _entry(before, one, other)
        if entry is None:
            continue
        if one and other and _differ(before, one, other):
            conflicts[key] = (one.msgstr, other.msgstr)
            entry.msgstr = f"{_MARK}{key}{_MARK}"
        entries.append(entry)
    merged.extend(sorted(entries, key=lambda entry: bool(entry.obsolete)))
    return Merged(_with_marks(po_bytes(merged), conflicts), tuple(conflicts))


def _entry(
    before: polib.POEntry | None, one: polib.POEntry | None, other: polib.POEntry | None
) -> polib.POEntry | None:
    """Return one entry merged, or None where one side deleted it and the other left it alone."""
    if one is None or other is None:
        there = one or other
        assert there is not None
        return None if before is not None and str(before) == str(there) else copy.deepcopy(there)
    entry = copy.deepcopy(one)
    start = before if before is not None else polib.POEntry()
    for field in _FIELDS:
        values = (getattr(item, field) for item in (start, one, other))
        setattr(entry, field, _choose(*values))
    entry.flags = sorted({*one.flags, *other.flags} - {"fuzzy"})
    if _choose(start.fuzzy, one.fuzzy, other.fuzzy):
        entry.flags.insert(0, "fuzzy")
    entry.msgstr = _choose(start.msgstr, one.msgstr, other.msgstr)
    entry.tcomment = _comment(start.tcomment, one.tcomment, other.tcomment)
    return entry


def _choose(before: Value, one: Value, other: Value) -> Value:
    """Return the value of the side that changed it; of both, ours."""
    return other if one == before else one


def _differ(before: polib.POEntry | None, one: polib.POEntry, other: polib.POEntry) -> bool:
    start = before.msgstr if before is not None else ""
    return one.msgstr != other.msgstr and start not in (one.msgstr, other.msgstr)


def _metadata(before: dict[str, str], one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """Return the header of both sides; of a field that both changed, the later side's."""
    later, earlier = (one, other)
    if other.get(REVISION_DATE, "") > one.get(REVISION_DATE, ""):
        later, earlier = other, one
    names = dict.fromkeys([*one, *other])
    values = {
        name: _choose(before.get(name, ""), later.get(name, ""), earlier.get(name, ""))
        for name in names
    }
    return {name: value for name, value in values.items() if name in later or name in earlier}


def _comment(before: str, one: str, other: str) -> str:
    """Return the lines of both sides, without those that either took away."""
    start, ours, theirs = (_blocks(text) for text in (before, one, other))
    kept = [block for block in ours if block in theirs or block not in start]
    return "\n".join([*kept, *(block for block in theirs if block not in (*ours, *start))])


def _blocks(comment: str) -> list[str]:
    """Return the lines of a comment, the digests of a review with the review."""
    blocks: list[str] = []
    for line in comment.split("\n") if comment else ():
        if blocks and get_comment(line, REVIEWED_AS) is not None:
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
    return blocks


def _with_marks(data: bytes, conflicts: dict[str, tuple[str, str]]) -> bytes:
    text = data.decode("utf-8")
    for key, (one, other) in conflicts.items():
        sides = [_lines_of(side) for side in (one, other)]
        marks = f"<<<<<<< ours\n{sides[0]}=======\n{sides[1]}>>>>>>> theirs\n"
        text = text.replace(f'msgstr "{_MARK}{key}{_MARK}"\n', marks)
    return text.encode("utf-8")


def _lines_of(text: str) -> str:
    written = polib.POEntry(msgid="x", msgstr=text).__unicode__(0)
    return written[written.index("msgstr ") :].rstrip("\n") + "\n"
