"""Checks of single characters: encoding, invisible ones, direction, script."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from .languages import is_latin, name_of, words
from .registry import Severity, text_check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .subject import Text

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u180e\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb]"
)
_JOINERS = re.compile("[\u200c\u200d]")
#: What UTF-8 looks like when it was read as Latin-1 or Windows-1252 and saved again.
_MOJIBAKE = re.compile("\N{REPLACEMENT CHARACTER}|Ã[\u0080-\u00bf]|â€|Â[\u00a0-\u00bf]|ï»¿")
#: A Latin word; none is within a placeholder, behind a digit as in 100-continue, or a scheme.
_TOKEN = re.compile(r"(?<![\w{-])[A-Za-z][A-Za-z/-]*[A-Za-z](?![\w}]|://)", re.ASCII)
#: The value of a header field, as in Depth: infinity, and the schemes.
_VALUE = re.compile(r"\b[A-Z][A-Za-z-]+: ([a-z]+)|\b(https?)\b")
#: Scripts whose typography needs joiners.
_JOINING = frozenset(
    {"Arab", "Deva", "Beng", "Mlym", "Sinh", "Knda", "Taml", "Telu", "Gujr", "Khmr"}
)
#: Character sets that hold one way of writing Chinese, Japanese or Korean and not the others.
_CHARSETS = {"Hans": "gb2312", "Hant": "big5", "Jpan": "euc_jp", "Kore": "euc_kr"}


@text_check(Severity.ERROR)
def encoding(text: Text) -> Iterator[str]:
    """Signs of a wrong encoding, or letters in an unusual Unicode form (not NFC).

    Bad, in de::

        msgctxt "300.phrase"
        msgid "Multiple Choices"
        msgstr "Mehrere MÃ¶glichkeiten"

    Good, in de::

        msgctxt "300.phrase"
        msgid "Multiple Choices"
        msgstr "Mehrere Möglichkeiten"
    """
    found = _MOJIBAKE.search(text.text)
    if found:
        yield f"{found[0]!r} looks like text read in a wrong encoding"
    if not unicodedata.is_normalized("NFC", text.text):
        yield "not in Unicode's normal form C; paste it through an editor that normalizes"


@text_check(Severity.ERROR)
def direction_controls(text: Text) -> Iterator[str]:
    """An invisible direction mark or override: the page isolates texts itself.

    An override can make a text read differently from what it says.

    Bad, in ar::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "\N{RIGHT-TO-LEFT OVERRIDE}غير موجود"

    Good, in ar::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "غير موجود"
    """
    for character in dict.fromkeys(_DIRECTION.findall(text.text)):
        yield f"U+{ord(character):04X} ({name_of(character)})"


@text_check(Severity.ERROR)
def invisible_characters(text: Text) -> Iterator[str]:
    """A control character, or one that cannot be seen: it breaks searching and copying.

    Bad, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht\N{ZERO WIDTH SPACE} gefunden"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    found = _INVISIBLE.findall(text.text)
    if text.language.script not in _JOINING:
        found += _JOINERS.findall(text.text)
    for character in dict.fromkeys(found):
        yield f"U+{ord(character):04X} {name_of(character)}".rstrip()


@text_check(Severity.ERROR)
def wrong_script(text: Text) -> Iterator[str]:
    """A letter of a script that is not the language's, Latin names aside.

    Bad, in de::

        msgctxt "409.phrase"
        msgid "Conflict"
        msgstr "Kоnflikt"

    Bad, in ja::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Не найдено"

    Good, in ja::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "見つかりません"
    """
    for letter in dict.fromkeys(filter(str.isalpha, text.text)):
        if not (is_latin(letter) or text.language.owns(letter)):
            yield f"{letter} is {name_of(letter).capitalize() or 'no letter that Unicode names'}"


@text_check(Severity.WARNING)
def no_own_script(text: Text) -> Iterator[str]:
    """A text in Latin letters alone in a language that is written in others.

    Bad, in ru::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Ne naydeno"

    Good, in ru::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Не найдено"
    """
    language = text.language
    if language.script == "Latn" or not language.letters:
        return
    letters = [letter for letter in text.text if letter.isalpha()]
    if letters and not text.text.isupper() and not any(map(language.owns, letters)):
        yield f"not a letter of {language.script} in it"


@text_check(Severity.HINT, style=True)
def foreign_words(text: Text) -> Iterator[str]:
    """A Latin word, in a language of another script, that is no name in the English.

    Names of header fields, methods and protocols stay; other words were often left over.

    Bad, in ru::

        msgctxt "500.description"
        msgid "The server failed."
        msgstr "Server не справился."

    Good, in ru::

        msgctxt "412.description"
        msgid "The If-Match condition was false."
        msgstr "Условие If-Match не выполнено."
    """
    if text.language.script == "Latn" or not text.language.letters:
        return
    names = {name for name in _TOKEN.findall(text.english) if not name.islower()}
    names |= {name for name in _TOKEN.findall(text.english) if re.search("[-/]", name)}
    names |= {name for found in _VALUE.findall(text.english) for name in found}
    for word in dict.fromkeys(_TOKEN.findall(text.text)):
        if word not in names and not word.isupper():
            yield f"{word} is no name in the English"


@text_check(Severity.WARNING, style=True)
def other_orthography(text: Text) -> Iterator[str]:
    """A character of the other way of writing: a traditional one in simplified Chinese, say.

    Bad, in zh_CN::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "找不到網頁"

    Good, in zh_CN::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "找不到网页"
    """
    charset = _CHARSETS.get(text.language.script)
    if charset is None:
        return
    for letter in dict.fromkeys(filter(str.isalpha, text.text)):
        if not is_latin(letter) and not _holds(charset, letter):
            yield f"{letter} is not usual in {text.language.locale}"


def _holds(charset: str, letter: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@text_check(Severity.ERROR)
def mixed_scripts(text: Text) -> Iterator[str]:
    """A word of letters that look alike in two scripts, such as Latin with a Cyrillic о.

    Bad, in ru::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Hе найдено"

    Good, in ru::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Не найдено"
    """
    for word in words(text.text):
        for part in re.split(r"[-’']", word):
            scripts = {name_of(letter).partition(" ")[0] for letter in part}
            if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"}) > 1:
                yield f"{part} mixes {' and '.join(sorted(scripts)).title()}"
