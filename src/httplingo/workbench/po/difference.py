"""What differs between two catalogs, key by key, whatever their order and line wrapping."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .files import key_of
from .keys import sort_key

if TYPE_CHECKING:
    import polib


class Difference(NamedTuple):
    """One key that differs: what is different, and both sides; None where it is missing."""

    key: str
    what: str
    old: str | None
    new: str | None


#: What of an entry is compared, in the order of the report.
PARTS = ("text", "English", "flags", "comment")


def differences(old: polib.POFile, new: polib.POFile) -> list[Difference]:
    """Return what differs between two catalogs, sorted by key.

    A key that one side lacks is one difference, ``entry``. Dates, order, references and line
    wrapping do not count.

    >>> import polib
    >>> one, other = polib.POFile(), polib.POFile()
    >>> one.append(polib.POEntry(msgctxt="410.phrase", msgid="Gone", msgstr="Weg"))
    >>> other.append(polib.POEntry(msgctxt="410.phrase", msgid="Gone", msgstr="Verschwunden"))
    >>> differences(one, other)
    [Difference(key='410.phrase', what='text', old='Weg', new='Verschwunden')]
    """
    before = {key_of(entry): entry for entry in old if not entry.obsolete}
    after = {key_of(entry): entry for entry in new if not entry.obsolete}
    found = []
    for key in sorted(before.keys() | after.keys(), key=sort_key):
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            texts = [entry.msgstr if entry else None for entry in (one, other)]
            found.append(Difference(key, "entry", *texts))
            continue
        for what, left, right in zip(PARTS, _parts(one), _parts(other), strict=True):
            if left != right:
                found.append(Difference(key, what, left, right))
    return found


def _parts(entry: polib.POEntry) -> tuple[str, str, str, str]:
    return entry.msgstr, entry.msgid, ", ".join(sorted(entry.flags)), entry.tcomment
