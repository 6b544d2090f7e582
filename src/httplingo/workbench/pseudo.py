"""Languages that nobody speaks, made from English to find what a page gets wrong.

``en_XA`` is accented and longer, in brackets: what shows plain English was never translatable,
and what lacks a bracket was cut off. ``ar_XB`` runs from right to left, word by word.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import polib

from httplingo.catalogs import DOMAIN

from .files import write_atomically
from .po import header as headers
from .po.files import po_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .po.entry import Entry

_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'/][^\W\d_]+)*")
_ACCENTS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
_PADDING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OVERRIDE, _END = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{POP DIRECTIONAL FORMATTING}"


def accented(text: str) -> str:
    """Return a text with accents, in brackets, and about 40 % longer, as translations are.

    >>> accented("Try again {duration}.")
    '[Ţŕý åĝåîñ {duration}. öñé ţŵö ţĥŕéé]'
    """
    missing = max(len(text) * 2 // 5, 4)
    words: list[str] = []
    while len(" ".join(words)) < missing:
        words.append(_PADDING[len(words) % len(_PADDING)].translate(_ACCENTS))
    return f"[{_outside(text, lambda part: part.translate(_ACCENTS))} {' '.join(words)}]"


def mirrored(text: str) -> str:
    r"""Return a text whose every word runs from right to left.

    >>> mirrored("Not Found") == "\u202eNot\u202c \u202eFound\u202c"
    True
    """

    def turn(part: str) -> str:
        return _WORD.sub(lambda found: f"{_OVERRIDE}{found[0]}{_END}", part)

    return _outside(text, turn)


#: Locale → the real one whose header it takes, and how its texts are made.
PSEUDO_LOCALES: dict[str, tuple[str, Callable[[str], str]]] = {
    "en_XA": ("en", accented),
    "ar_XB": ("ar", mirrored),
}


def write_pseudo(entries: Iterable[Entry], target: Path) -> list[Path]:
    """Write the pseudo-locales as .po and .mo files into a folder; return their paths.

    Args:
        entries: The template's entries.
        target: A folder that `httplingo.add_catalogs` takes afterwards.

    Raises:
        FaultsError: A file cannot be written.
    """
    entries = tuple(entries)
    paths = []
    for locale, (model, make) in PSEUDO_LOCALES.items():
        file = polib.POFile(wrapwidth=0)
        headers.catalog_header(file, model)
        file.header = f"A pseudo-locale, made from English.\n{file.header.partition(chr(10))[2]}"
        file.metadata["Language"] = locale
        for entry in entries:
            text = make(entry.text)
            file.append(polib.POEntry(msgctxt=entry.key, msgid=entry.text, msgstr=text))
        folder = target / locale / "LC_MESSAGES"
        for name, data in ((f"{DOMAIN}.po", po_bytes(file)), (f"{DOMAIN}.mo", file.to_binary())):
            write_atomically(folder / name, data)
            paths.append(folder / name)
    return paths


def _outside(text: str, change: Callable[[str], str]) -> str:
    """Return a text changed outside its placeholders."""
    parts = _PLACEHOLDER.split(text)
    return "".join(part if index % 2 else change(part) for index, part in enumerate(parts))
