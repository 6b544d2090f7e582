"""What checks know of languages: script, punctuation, and what stands before it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from httplingo._matching import subtags

#: Script code → how the names of its letters begin in Unicode.
_LETTERS = {
    "Arab": ("ARABIC",),
    "Armn": ("ARMENIAN",),
    "Beng": ("BENGALI",),
    "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",),
    "Ethi": ("ETHIOPIC",),
    "Geor": ("GEORGIAN",),
    "Grek": ("GREEK",),
    "Gujr": ("GUJARATI",),
    "Guru": ("GURMUKHI",),
    "Hans": ("CJK", "IDEOGRAPHIC"),
    "Hant": ("CJK", "IDEOGRAPHIC"),
    "Hebr": ("HEBREW",),
    "Jpan": ("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"),
    "Khmr": ("KHMER",),
    "Knda": ("KANNADA",),
    "Kore": ("HANGUL", "CJK"),
    "Laoo": ("LAO",),
    "Latn": ("LATIN",),
    "Mlym": ("MALAYALAM",),
    "Mymr": ("MYANMAR",),
    "Orya": ("ORIYA",),
    "Sinh": ("SINHALA",),
    "Taml": ("TAMIL",),
    "Telu": ("TELUGU",),
    "Thaa": ("THAANA",),
    "Thai": ("THAI",),
    "Tibt": ("TIBETAN",),
}
#: Language → its full stop; the others have a plain one.
_STOPS = {
    "zh": "。",
    "ja": "。",
    "yue": "。",
    "hi": "।",
    "bn": "।",
    "as": "।",
    "ne": "।",
    "or": "।",
    "pa": "।",
    "sa": "।",
    "ur": "۔",
    "am": "።",
    "ti": "።",
    "hy": "։",
    "my": "။",
    "km": "។",
    "dz": "།",
    "bo": "།",
    "th": "",
    "lo": "",
}
#: Language → the characters that stand before ; ! ? (none: nothing does).
_NARROW_SPACE = {"fr": "\u202f\u00a0"}


class Language(NamedTuple):
    """A locale's script and punctuation.

    Attributes:
        locale: The locale.
        language: Its language subtag.
        script: Its script, such as ``Latn``.
        letters: How Unicode names of its letters begin; empty where that is not known.
        stop: Its full stop; empty where it has none.
        wide: Whether it uses full-width punctuation.
        arabic: Whether it uses Arabic punctuation.
        space_before_marks: The characters of which one stands before ``;``, ``!`` and ``?``.
    """

    locale: str
    language: str
    script: str
    letters: tuple[str, ...]
    stop: str
    wide: bool
    arabic: bool
    space_before_marks: str

    def owns(self, letter: str) -> bool:
        """Say whether a letter is of the language's script, or of any where that is unknown."""
        return not self.letters or name_of(letter).startswith(self.letters)


@lru_cache(maxsize=256)
def language_facts(locale: str) -> Language:
    """Return what checks know of a locale's language.

    >>> language_facts("hi").stop, language_facts("zh_TW").script
    ('।', 'Hant')
    """
    parts = locale.split("_")
    given = next((part for part in parts[1:] if len(part) == 4), "")
    region = next((part for part in parts[1:] if len(part) in (2, 3)), "")
    language, script, _ = subtags.maximize(parts[0], given, region)
    return Language(
        locale,
        language,
        script,
        _LETTERS.get(script, ()),
        _STOPS.get(language, "."),
        script in ("Hans", "Hant", "Jpan"),
        script == "Arab",
        _NARROW_SPACE.get(language, "") if region != "CA" else "",
    )


def name_of(character: str) -> str:
    """Return a character's Unicode name, empty where it has none.

    >>> name_of("é")
    'LATIN SMALL LETTER E WITH ACUTE'
    """
    return unicodedata.name(character, "")


def is_latin(character: str) -> bool:
    """Say whether a character is a Latin letter.

    >>> is_latin("é"), is_latin("е")
    (True, False)
    """
    return name_of(character).startswith("LATIN")


_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


def words(text: str) -> list[str]:
    """Return the words of a text in a script that has spaces.

    >>> words("Check the user’s Content-Type, 404.")
    ['Check', 'the', 'user’s', 'Content-Type']
    """
    return _WORD.findall(text)
