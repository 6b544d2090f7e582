"""Takes the previous English back out of a comment, where Babel puts it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from polib import POEntry

_LINE = re.compile(r'\| (?:(msgctxt|msgid|msgid_plural) )?"(.*)"')


def restore_previous(entry: POEntry) -> None:
    """Make ``# | msgid "…"``, as Babel rewrites ``#| msgid "…"``, a previous msgid again.

    >>> entry = polib.POEntry(msgid="Gone Away", tcomment='| msgid "Gone"')
    >>> restore_previous(entry)
    >>> entry.previous_msgid, entry.tcomment
    ('Gone', '')
    """
    kept: list[str] = []
    found: dict[str, str] = {}
    keyword = ""
    for line in entry.tcomment.split("\n"):
        match = _LINE.fullmatch(line)
        if match is None:
            kept.append(line)
            continue
        keyword = match[1] or keyword
        found[keyword] = found.get(keyword, "") + polib.unescape(match[2])
    if found:
        entry.tcomment = "\n".join(kept)
        if entry.previous_msgid is None:
            entry.previous_msgid = found.get("msgid")
