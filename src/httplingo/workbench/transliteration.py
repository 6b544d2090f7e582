"""Catalogs that hold another one's texts in another script, letter for letter.

Nobody translates them: an update of the project writes them anew, so they never differ from the
catalog that they are made from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .faults import Fault, FaultsError
from .po.files import key_of
from .po.merge import FUZZY

if TYPE_CHECKING:
    import polib

    from .project import Project

#: Locale → the one that it is made from.
MADE_FROM = {"sr_Latn": "sr"}

_SERBIAN = {
    **dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)),
    "љ": "lj",
    "њ": "nj",
    "џ": "dž",
}
_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")


def serbian_latin(text: str) -> str:
    """Return a Serbian text in Latin letters; what is not Cyrillic in it stays.

    A digraph has two capitals only in a word of capitals.

    >>> serbian_latin("Њен URI није овде: ЉУБАВ, {code}")
    'Njen URI nije ovde: LJUBAV, {code}'
    """
    return _CYRILLIC.sub(lambda found: _word(found[0]), text)


def _word(word: str) -> str:
    letters = [_SERBIAN.get(letter.lower(), letter) for letter in word]
    if len(word) > 1 and word.isupper():
        return "".join(letters).upper()
    pairs = zip(word, letters, strict=True)
    return "".join(new.capitalize() if old.isupper() else new for old, new in pairs)


def follow(catalog: polib.POFile, origin: polib.POFile) -> tuple[str, ...]:
    """Give a catalog the texts of the one that it is made from; return the keys that change.

    Marks of texts that need work come with them, comments do not: a reviewer signs what he has
    read, and the checks look at the other catalog.

    Args:
        catalog: The catalog to change, merged with the template.
        origin: The one it is made from, merged with the template too.
    """
    entries = {key_of(entry): entry for entry in origin if not entry.obsolete}
    updated = []
    for entry in catalog:
        if entry.obsolete or key_of(entry) not in entries:
            continue
        other = entries[key_of(entry)]
        before = (entry.msgstr, entry.fuzzy)
        entry.msgstr = serbian_latin(other.msgstr)
        entry.flags = [FUZZY] if other.fuzzy else []
        entry.previous_msgid = other.previous_msgid
        entry.tcomment = ""
        if (entry.msgstr, entry.fuzzy) != before:
            updated.append(key_of(entry))
    return tuple(updated)


def is_made(project: Project, locale: str) -> bool:
    """Say whether the project makes the locale's catalog from another one."""
    return project.has_tables and locale in MADE_FROM


def refuse_made(project: Project, locale: str) -> None:
    """Refuse what somebody would do to a catalog that the next update writes anew.

    Raises:
        FaultsError: The project makes the locale's catalog from another one.
    """
    if is_made(project, locale):
        text = f"is made from {MADE_FROM[locale]} by each update; change that one"
        raise FaultsError([Fault(project.name(project.catalog(locale)), 0, text)])
