"""Checks of what is not prose: placeholders, markup, brackets, quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from .registry import Severity, text_check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .subject import Text

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\(\w+\)[sd]|%[sd]\b")
_MARKUP = re.compile(
    r"</?[A-Za-z!][^<>]*>|&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z]\w{1,31});|\*\*|__|`|\]\(|^#{1,6} "
)
_BRACKETS = {
    ")": "(",
    "]": "[",
    "}": "{",
    "）": "（",
    "】": "【",
    "》": "《",
    "〉": "〈",
    "］": "［",
}
_CORNERS = {"」": "「", "』": "『"}


@text_check(Severity.ERROR)
def placeholders(text: Text) -> Iterator[str]:
    """A placeholder in braces that was lost, translated or invented: the page fills in nothing.

    Bad, in de::

        msgctxt "page.retry_after"
        msgid "Try again {duration}."
        msgstr "Versuchen Sie es {dauer} erneut."

    Good, in de::

        msgctxt "page.retry_after"
        msgid "Try again {duration}."
        msgstr "Versuchen Sie es {duration} erneut."
    """
    if text.english == text.key:
        return
    wanted = Counter(_PLACEHOLDER.findall(text.english))
    there = Counter(_PLACEHOLDER.findall(text.text))
    for name in (wanted - there).elements():
        yield f"{name} of the English is not in it"
    for name in (there - wanted).elements():
        yield f"{name} is not in the English"


@text_check(Severity.ERROR)
def markup(text: Text) -> Iterator[str]:
    """HTML or Markdown: the texts are plain, and the page would show the marks themselves.

    Bad, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "<b>Nicht</b> gefunden"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    for found in dict.fromkeys(_MARKUP.findall(text.text)):
        if found not in text.english:
            yield f"{found!r} is markup"


@text_check(Severity.WARNING, style=True)
def brackets(text: Text) -> Iterator[str]:
    """A bracket that is not closed, or not open.

    Bad, in de::

        msgctxt "306.phrase"
        msgid "(Unused)"
        msgstr "(Nicht benutzt"

    Good, in de::

        msgctxt "306.phrase"
        msgid "(Unused)"
        msgstr "(Nicht benutzt)"
    """
    pairs = _BRACKETS | _CORNERS
    opened: list[str] = []
    for character in text.text:
        if character in pairs.values():
            opened.append(character)
        elif character in pairs and (not opened or opened.pop() != pairs[character]):
            yield f"{character} closes nothing"
            return
    if opened:
        yield f"{opened[-1]} is not closed"


@text_check(Severity.WARNING, style=True)
def quotation_marks(text: Text) -> Iterator[str]:
    """An odd number of quotation marks, or a typewriter's where the language has its own.

    Bad, in de::

        msgctxt "306.phrase"
        msgid "Switch Proxy"
        msgstr "„Switch Proxy"

    Bad, in fr::

        msgctxt "404.advice"
        msgid "Check the address."
        msgstr "Vérifiez l'adresse."

    Good, in de::

        msgctxt "306.phrase"
        msgid "Switch Proxy"
        msgstr "„Switch Proxy“"
    """
    if sum(text.text.count(mark) for mark in "“”„‟") % 2:
        yield "one quotation mark has no other"
    if text.text.count("«") != text.text.count("»"):
        yield "« and » do not pair"
    if '"' in text.text:
        yield "a typewriter's quotation mark (\")"
    if re.search(r"\w'\w", text.text):
        yield "a typewriter's apostrophe ('); the language's own is ’ or another letter"
