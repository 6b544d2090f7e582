"""Where a text comes from and whether a person has read it.

A review is the translator comment ``# reviewed: NAME, DATE``. The line after it,
``# reviewed-as: ENGLISH TEXT``, holds a digest of the English and one of the translation as the
reviewer saw them. A translator writes the first line only: the next update adds the second. A
review whose digests no longer fit is stale, whatever tool changed the text.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from httplingo.catalogs import BASE_LOCALE

from .comments import REVIEWED, SOURCE, get_comment, set_comment

if TYPE_CHECKING:
    import polib

REVIEWED_AS = "reviewed-as"

#: The states of a text, in the order in which they are counted.
FROM_SOURCE, DRAFT, WAS_REVIEWED, STALE, FUZZY, MISSING = (
    "source",
    "draft",
    "reviewed",
    "stale",
    "fuzzy",
    "missing",
)
STATES = (FROM_SOURCE, DRAFT, WAS_REVIEWED, STALE, FUZZY, MISSING)

_REVIEW = re.compile(r"(?P<name>.*\S), *(?P<date>\d{4}-\d{2}-\d{2})")


class Review(NamedTuple):
    """Who reviewed a text and when, and what has changed since; empty where nothing has."""

    name: str
    date: str
    changed: tuple[str, ...]


def review_of(entry: polib.POEntry) -> Review | None:
    """Return the review of an entry, or None where there is none that names a person and a date.

    >>> import polib
    >>> entry = polib.POEntry(msgid="Gone", msgstr="Weg", tcomment="reviewed: A. B., 2026-11-22")
    >>> review_of(seal(entry)).changed
    ()
    >>> entry.msgstr = "Verschwunden"
    >>> review_of(entry).changed
    ('text',)
    """
    found = _REVIEW.fullmatch(get_comment(entry.tcomment, REVIEWED) or "")
    if found is None:
        return None
    seen = (get_comment(entry.tcomment, REVIEWED_AS) or "").split()
    now = _digests(entry)
    changed = tuple(
        what
        for what, then, today in zip(("English", "text"), seen, now, strict=False)
        if then != today
    )
    return Review(found["name"], found["date"], changed)


def seal(entry: polib.POEntry) -> polib.POEntry:
    """Add the digests to a review that a person wrote by hand; return the entry.

    >>> import polib
    >>> entry = polib.POEntry(msgid="Gone", msgstr="Weg", tcomment="reviewed: A. B., 2026-11-22")
    >>> print(seal(entry).tcomment)
    reviewed: A. B., 2026-11-22
    reviewed-as: 55f6a88d fe3a5d0b
    """
    if review_of(entry) and get_comment(entry.tcomment, REVIEWED_AS) is None and entry.msgstr:
        lines = []
        for line in entry.tcomment.split("\n"):
            lines.append(line)
            if line.startswith(f"{REVIEWED}:"):
                lines.append(f"{REVIEWED_AS}: {' '.join(_digests(entry))}")
        entry.tcomment = "\n".join(lines)
    return entry


def sign(entry: polib.POEntry, name: str, date: str) -> None:
    """Record that a person has reviewed an entry as it stands.

    >>> import polib
    >>> entry = polib.POEntry(msgid="Gone", msgstr="Weg")
    >>> sign(entry, "A. Editor", "2026-11-22")
    >>> state_of(entry, "de")
    'reviewed'
    """
    lines = entry.tcomment.split("\n") if entry.tcomment else []
    kept = [line for line in lines if not line.startswith((f"{REVIEWED}:", f"{REVIEWED_AS}:"))]
    entry.tcomment = set_comment("\n".join(kept), REVIEWED, f"{name}, {date}")
    seal(entry)


def state_of(entry: polib.POEntry, locale: str) -> str:
    """Return an entry's state, one of `STATES`.

    A review counts before the source: it is the stronger claim. A fuzzy text is not shown.

    >>> import polib
    >>> state_of(polib.POEntry(msgid="Gone", msgstr="Weg"), "de")
    'draft'
    """
    if not entry.msgstr and not any(entry.msgstr_plural.values()):
        return MISSING
    if entry.fuzzy:
        return FUZZY
    review = review_of(entry)
    if review:
        return STALE if review.changed else WAS_REVIEWED
    return FROM_SOURCE if is_from_source(entry, locale) else DRAFT


def is_from_source(entry: polib.POEntry, locale: str) -> bool:
    """Say whether a text is the source table's, word for word; English has a table of its own.

    >>> import polib
    >>> is_from_source(polib.POEntry(msgid="OK", msgstr="OK", tcomment="source: OK"), "zh_CN")
    True
    """
    source = entry.msgid if locale == BASE_LOCALE else get_comment(entry.tcomment, SOURCE)
    return bool(entry.msgstr) and entry.msgstr == source


def _digests(entry: polib.POEntry) -> tuple[str, str]:
    return _digest(entry.msgid), _digest(entry.msgstr)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]
