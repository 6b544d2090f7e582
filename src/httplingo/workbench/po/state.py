"""Where a text comes from and whether a person has read it.

A review is the translator comment ``# reviewed: NAME, DATE``, one for each reviewer. After it,
``# reviewed-as: ENGLISH TEXT`` holds a digest of the English and one of the translation as the
reviewer saw them. A translator writes the first line only: the next update adds the second. A
review whose digests no longer fit is stale, whatever tool changed the text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from httplingo.catalogs import BASE_LOCALE

from .comments import REVIEWED, SOURCE, get_comment

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
#: What looks as if it were meant as a review: another case, a space, a full-width colon.
_MEANT = re.compile(r"\s*review(?:ed)?\s*[:：]", re.IGNORECASE)


class Review(NamedTuple):
    """Who reviewed a text and when, and what has changed since; empty where nothing has."""

    name: str
    date: str
    changed: tuple[str, ...]


def reviews_of(entry: polib.POEntry) -> list[Review]:
    """Return the reviews of an entry that name a person and a day that has come.

    >>> import polib
    >>> entry = polib.POEntry(msgid="Gone", msgstr="Weg", tcomment="reviewed: A. B., 2026-11-22")
    >>> [review.changed for review in reviews_of(seal(entry))]
    [()]
    >>> entry.msgstr = "Verschwunden"
    >>> [review.changed for review in reviews_of(entry)]
    [('text',)]
    """
    reviews = []
    now = _digests(entry)
    lines = entry.tcomment.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        found = _review(line)
        if isinstance(found, str):
            continue
        seen = (get_comment(following, REVIEWED_AS) or "").split()
        compared = zip(("English", "text"), seen, now, strict=False)
        changed = tuple(what for what, then, today in compared if then != today)
        reviews.append(Review(found["name"], found["date"], changed))
    return reviews


def is_reviewed(entry: polib.POEntry) -> bool:
    """Say whether a person has reviewed an entry as it stands.

    >>> import polib
    >>> is_reviewed(polib.POEntry(msgid="Gone", msgstr="Weg"))
    False
    """
    return any(not review.changed for review in reviews_of(entry))


def faulty_reviews(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Return the lines that are meant as reviews and count for nothing, with what is wrong.

    >>> import polib
    >>> faulty_reviews(polib.POEntry(tcomment="Reviewed: A. B., 2026-11-22"))
    [('Reviewed: A. B., 2026-11-22', 'it begins with “reviewed:”, exactly')]
    """
    lines = entry.tcomment.split("\n")
    found = ((line, _review(line)) for line in lines if _MEANT.match(line))
    return [(line, fault) for line, fault in found if isinstance(fault, str)]


def _review(line: str) -> re.Match[str] | str:
    """Return the name and the date of a line, or why it is no review."""
    value = get_comment(line, REVIEWED)
    if value is None:
        return f"it begins with “{REVIEWED}:”, exactly"
    found = _REVIEW.fullmatch(value.strip())
    if found is None:
        return "it names no person and day"
    try:
        day = dt.date.fromisoformat(found["date"])
    except ValueError:
        return f"there is no day {found['date']}"
    # Somewhere it may be tomorrow already.
    if day > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
        return f"{found['date']} is still to come"
    return found


def seal(entry: polib.POEntry) -> polib.POEntry:
    """Add the digests to reviews that a person wrote by hand; return the entry.

    >>> import polib
    >>> entry = polib.POEntry(msgid="Gone", msgstr="Weg", tcomment="reviewed: A. B., 2026-11-22")
    >>> print(seal(entry).tcomment)
    reviewed: A. B., 2026-11-22
    reviewed-as: 55f6a88d fe3a5d0b
    """
    if not entry.msgstr or f"{REVIEWED}:" not in entry.tcomment:
        return entry
    lines = entry.tcomment.split("\n")
    sealed = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        sealed.append(line)
        is_open = get_comment(following, REVIEWED_AS) is None
        if is_open and not isinstance(_review(line), str):
            sealed.append(f"{REVIEWED_AS}: {' '.join(_digests(entry))}")
    entry.tcomment = "\n".join(sealed)
    return entry


def sign(entry: polib.POEntry, name: str, date: str) -> None:
    """Record that a person has reviewed an entry as it stands, beside others who have.

    >>> import polib
    >>> entry = polib.POEntry(msgid="Gone", msgstr="Weg")
    >>> sign(entry, "A. Editor", "2026-11-22")
    >>> sign(entry, "B. Reader", "2026-11-23")
    >>> [review.name for review in reviews_of(entry)]
    ['A. Editor', 'B. Reader']
    """
    kept: list[str] = []
    own = False
    for line in entry.tcomment.split("\n") if entry.tcomment else []:
        found = _review(line)
        if not isinstance(found, str):
            own = found["name"] == name
        elif not line.startswith(f"{REVIEWED_AS}:"):
            own = False
        if not own:
            kept.append(line)
    entry.tcomment = "\n".join([*kept, f"{REVIEWED}: {name}, {date}"])
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
    reviews = reviews_of(entry)
    if reviews:
        return STALE if all(review.changed for review in reviews) else WAS_REVIEWED
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
