"""Checks of spaces and punctuation, each language by its own rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .languages import name_of
from .registry import Severity, text_check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .subject import Text

_STOPS = ".。।۔።։။།．｡"
_ENDS = _STOPS + ":;!?：；！？،؛؟…"
_CLOSING = "”“’»」』)）"
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", ".": "。"}
_ARABIC = {",": "،", ";": "؛", "?": "؟"}


@text_check(Severity.WARNING)
def spaces(text: Text) -> Iterator[str]:
    """Two spaces in a row, a space or line break at either end, or one before a full stop.

    Bad, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht  gefunden"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    if re.search(r"[^\S\n]{2}", text.text):
        yield "two spaces in a row"
    if text.text != text.text.strip():
        yield "a space or line break at the start or the end"
    if re.search(r"\s[.,。，、।،](?:\s|$)", text.text):
        yield "a space before a full stop or comma"


@text_check(Severity.WARNING, style=True)
def line_breaks(text: Text) -> Iterator[str]:
    r"""A line break within a text that has none in English.

    Bad, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht\ngefunden"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    if "\n" in text.text and "\n" not in text.english:
        yield "a line break that the English does not have"


@text_check(Severity.WARNING, style=True)
def final_punctuation(text: Text) -> Iterator[str]:
    """Sentences end with the language's own full stop; phrases, labels and buttons with none.

    Bad, in ja::

        msgctxt "404.advice"
        msgid "Check the address."
        msgstr "アドレスを確認してください."

    Bad, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden."

    Good, in ja::

        msgctxt "404.advice"
        msgid "Check the address."
        msgstr "アドレスを確認してください。"
    """
    if text.english == text.key:
        sentence = text.field in ("description", "advice")
    else:
        sentence = text.english.endswith(".")
    end = text.text.rstrip(_CLOSING)[-1:] if sentence else text.text[-1:]
    stop = text.language.stop
    if sentence and stop and end != stop:
        yield f"does not end with {stop}"
    elif sentence and not stop and end and end in ".。":
        yield "ends with a full stop, which the language does not have"
    elif not sentence and end and end in _ENDS:
        yield f"ends with {end}, which a phrase or label does not"


@text_check(Severity.WARNING, style=True)
def foreign_punctuation(text: Text) -> Iterator[str]:
    """A comma or other mark of English beside letters of a language with marks of its own.

    Bad, in zh_CN::

        msgctxt "404.advice"
        msgid "Check the address, then try again."
        msgstr "检查地址,然后重试。"

    Bad, in ar::

        msgctxt "404.advice"
        msgid "Check the address, then try again."
        msgstr "تحقق من العنوان, ثم حاول مجددا."

    Good, in ar::

        msgctxt "404.advice"
        msgid "Check the address, then try again."
        msgstr "تحقق من العنوان، ثم حاول مجددا."
    """
    marks = _WIDE if text.language.wide else _ARABIC if text.language.arabic else {}
    for found in re.finditer(r"(?<=\w)[,;:!?()](?=\s|\w|$)|[(](?=\w)", text.text):
        mark, start = found[0], found.start()
        beside = text.text[max(start - 1, 0)] + text.text[start + 1 : start + 2]
        native = any(letter.isalpha() and not _latin(letter) for letter in beside)
        if mark in marks and native:
            yield f"{mark} where the language writes {marks[mark]}"


def _latin(letter: str) -> bool:
    return name_of(letter).startswith("LATIN")


@text_check(Severity.WARNING, style=True)
def space_before_marks(text: Text) -> Iterator[str]:
    """French sets a no-break space before ; ! ? and » and after «; a plain one breaks the line.

    Bad, in fr::

        msgctxt "410.advice"
        msgid "This page was removed; look elsewhere."
        msgstr "Cette page a été retirée ; cherchez ailleurs."

    Good, in fr::

        msgctxt "410.advice"
        msgid "This page was removed; look elsewhere."
        msgstr "Cette page a été retirée\N{NARROW NO-BREAK SPACE}; cherchez ailleurs."
    """
    allowed = text.language.space_before_marks
    if not allowed:
        return
    for found in re.finditer(r"(.)[;!?»](?=\s|$)|«(.)", text.text):
        space = found[1] or found[2]
        if space not in allowed:
            yield f"{found[0]!r} needs a no-break space"


@text_check(Severity.HINT, style=True)
def exclamation_marks(text: Text) -> Iterator[str]:
    """A visitor's text that ends in an exclamation mark or apologizes with one: keep it calm.

    Bad, in es::

        msgctxt "404.advice"
        msgid "Check the address."
        msgstr "¡Compruebe la dirección!."

    Good, in es::

        msgctxt "404.advice"
        msgid "Check the address."
        msgstr "Compruebe la dirección."
    """
    if re.search("[!！¡]", text.text) and not re.search("[!！]", text.english):
        yield "an exclamation mark"
