"""Merges the template into a catalog; a translator's edit is never overwritten.

Entries meet by key (``msgctxt``) and by nothing else: text is never borrowed from another code.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, NamedTuple

import polib

from .comments import SOURCE, get_comment, set_comment
from .keys import sort_key
from .previous import restore_previous
from .state import seal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .entry import Entry

FUZZY = "fuzzy"


class Changes(NamedTuple):
    """The keys that a merge changed, by what happened to them."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    made_fuzzy: tuple[str, ...] = ()
    obsoleted: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()

    def __str__(self) -> str:
        counts = [
            f"{len(keys)} {name.replace('_', ' ')}"
            for name, keys in zip(self._fields, self, strict=True)
            if keys
        ]
        return ", ".join(counts)


def merge(
    catalog: polib.POFile,
    entries: Iterable[Entry],
    source: Mapping[str, str] | None = None,
    *,
    base: bool = False,
) -> tuple[polib.POFile, Changes]:
    """Return the catalog merged with the template; the one given stays as it is.

    - A new key is added: with the source's text, with the English in the base locale, or empty.
    - A changed English text makes a translation fuzzy and keeps the previous English.
    - A changed source text replaces a translation that is the earlier source text word for
      word, and makes an edited one fuzzy.
    - In the base locale the English itself is the source, by the same rule.
    - A vanished key becomes obsolete, with its text; one that returns is taken up again.
    - A review written by hand gets the digests that tell later whether it still holds.

    Args:
        catalog: A catalog, or an empty file with a header.
        entries: The template's entries, sorted.
        source: The source's texts by key, for the locale that the source table is in.
        base: Whether this is the base locale.
    """
    source = source or {}
    current = {entry.msgctxt or entry.msgid: entry for entry in catalog if not entry.obsolete}
    shelved = {entry.msgctxt or entry.msgid: entry for entry in catalog if entry.obsolete}
    merged = polib.POFile(wrapwidth=0)
    merged.header, merged.metadata = catalog.header, dict(catalog.metadata)
    merged.metadata_is_fuzzy = catalog.metadata_is_fuzzy
    log: dict[str, list[str]] = {name: [] for name in Changes._fields}
    wanted = set()
    for item in entries:
        wanted.add(item.key)
        old = current.get(item.key)
        if old is None and item.key in shelved:
            old = shelved.pop(item.key)
            log["revived"].append(item.key)
        if old is None:
            log["added"].append(item.key)
        entry = _entry_of(item, old)
        before = (entry.msgstr, entry.fuzzy)
        _meet_english(entry, item.text, base=base)
        if item.key in source:
            _meet_source(entry, source[item.key])
        if old is not None and (entry.msgstr, entry.fuzzy) != before:
            log["made_fuzzy" if entry.fuzzy else "updated"].append(item.key)
        merged.append(entry)
    for key, entry in current.items():
        if key not in wanted:
            log["obsoleted"].append(key)
            entry = copy.deepcopy(entry)
            entry.obsolete = True
            entry.occurrences = []
            entry.comment = ""
            shelved[key] = entry
    merged.extend(shelved[key] for key in sorted(shelved, key=sort_key))
    return merged, Changes(*(tuple(log[name]) for name in Changes._fields))


def _entry_of(item: Entry, old: polib.POEntry | None) -> polib.POEntry:
    """Return the entry that was there, or a new one, with the template's comments."""
    if old is None:
        entry = polib.POEntry(msgctxt=item.key, msgid=item.text)
    else:
        entry = copy.deepcopy(old)
        entry.obsolete = False
    # A catalog whose msgids are the keys is taken over into the keyed form.
    entry.msgctxt = item.key
    entry.comment = "\n".join(item.comments)
    restore_previous(entry)
    # The key says which text it is; a file and a line would say it once more, and move.
    entry.occurrences = []
    # Before the English moves on: a review is of the text that the reviewer saw.
    return seal(entry)


def _meet_english(entry: polib.POEntry, text: str, *, base: bool) -> None:
    previous = entry.msgid
    if base and entry.msgstr in ("", previous):
        entry.msgid = entry.msgstr = text
        return
    if previous == text:
        return
    entry.msgid = text
    if previous == entry.msgctxt or not entry.msgstr:
        return  # msgid was the key: the English it was translated from is not known
    if not entry.fuzzy:
        entry.previous_msgid = previous
        entry.flags.append(FUZZY)


def _meet_source(entry: polib.POEntry, text: str) -> None:
    earlier = get_comment(entry.tcomment, SOURCE)
    if earlier is None:
        entry.msgstr = entry.msgstr or text
    elif earlier != text:
        if entry.msgstr == earlier:
            entry.msgstr = text
        elif entry.msgstr and not entry.fuzzy:
            entry.flags.append(FUZZY)
    entry.tcomment = set_comment(entry.tcomment, SOURCE, text)
