"""Checks of words: left in English, the same for two codes, another term, too long."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from httplingo.catalogs import BASE_LOCALE
from httplingo.workbench.po.state import is_reviewed
from httplingo.workbench.source.context import limit_of
from httplingo.workbench.terms import REQUIREMENTS, VISITOR_TERMS, terms_in

from .languages import words
from .registry import Severity, catalog_check, text_check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .registry import Found
    from .subject import Catalog, Text

#: So many English words in a row are no names.
_ENGLISH_RUN = 4


@text_check(Severity.WARNING)
def untranslated(text: Text) -> Iterator[str]:
    """English of more than one word in a translation, whole or in part.

    Bad, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Not Found"

    Bad, in de::

        msgctxt "404.advice"
        msgid "Check the address, then try again."
        msgstr "Prüfen Sie die Adresse. Check the address, then try again."

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    if text.language.language == BASE_LOCALE:
        return
    english, own = words(text.english), words(text.text)
    if text.text == text.english and len(english) > 1:
        yield "is the English"
        return
    runs = {tuple(english[i : i + _ENGLISH_RUN]) for i in range(len(english) - _ENGLISH_RUN + 1)}
    for start in range(len(own) - _ENGLISH_RUN + 1):
        run = tuple(own[start : start + _ENGLISH_RUN])
        if run in runs:
            yield f"is English from: {' '.join(run)}"
            return


@text_check(Severity.HINT)
def same_as_english(text: Text) -> Iterator[str]:
    """One word that is the English: right where the language has the same word.

    Bad, in de::

        msgctxt "409.phrase"
        msgid "Conflict"
        msgstr "Conflict"

    Good, in de::

        msgctxt "409.phrase"
        msgid "Conflict"
        msgstr "Konflikt"
    """
    if text.language.language == BASE_LOCALE or text.text != text.english:
        return
    # OK, HTTP and their like are the same everywhere.
    if len(words(text.english)) == 1 and not text.english.isupper():
        yield "is the English word"


@catalog_check(Severity.WARNING)
def same_text(catalog: Catalog) -> Found:
    """The same text for two codes that English keeps apart: a reader cannot tell them apart.

    Bad, in de::

        msgctxt "401.phrase"
        msgid "Unauthorized"
        msgstr "Kein Zugriff"

        msgctxt "403.phrase"
        msgid "Forbidden"
        msgstr "Kein Zugriff"

    Good, in de::

        msgctxt "401.phrase"
        msgid "Unauthorized"
        msgstr "Nicht angemeldet"

        msgctxt "403.phrase"
        msgid "Forbidden"
        msgstr "Kein Zugriff"
    """
    first: dict[tuple[str, str], Text] = {}
    for text in catalog.texts:
        if not text.text or text.is_word:
            continue
        other = first.setdefault((text.field, text.text.casefold()), text)
        if other.english != text.english and other.key != text.key:
            yield text, f"the same text as {other.key} in line {other.line}"


@catalog_check(Severity.HINT, style=True)
def same_english(catalog: Catalog) -> Found:
    """The same English sentence, translated in two ways: a reader takes them for two things.

    Texts of which the translation has more or fewer sentences are not compared.

    Bad, in de::

        msgctxt "306.phrase"
        msgid "(Unused)"
        msgstr "(Nicht verwendet)"

        msgctxt "418.phrase"
        msgid "(Unused)"
        msgstr "(Ungenutzt)"

    Bad, in de::

        msgctxt "404.advice"
        msgid "Nothing is here. Try again later."
        msgstr "Hier ist nichts. Versuchen Sie es später noch einmal."

        msgctxt "503.advice"
        msgid "Try again later."
        msgstr "Versuchen Sie es später erneut."

    Good, in de::

        msgctxt "404.advice"
        msgid "Nothing is here. Try again later."
        msgstr "Hier ist nichts. Versuchen Sie es später erneut."

        msgctxt "503.advice"
        msgid "Try again later."
        msgstr "Versuchen Sie es später erneut."
    """
    first: dict[tuple[bool, str], tuple[str, Text]] = {}
    for text in catalog.texts:
        english, own = _sentences(text.english), _sentences(text.text)
        if text.is_word or len(english) != len(own):
            continue
        for one, translation in zip(english, own, strict=True):
            # A heading may be shorter than the same words are in a sentence.
            told, other = first.setdefault((text.field == "phrase", one), (translation, text))
            if told != translation:
                yield text, f"“{one}” is “{told}” in {other.key}"


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？।؟])\s*(?=.)")


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text) if part]


@catalog_check(Severity.HINT, style=True)
def term(catalog: Catalog) -> Found:
    """A term in the English whose translation, as the term list has it, is not in the text.

    The list is ``locale/LOCALE/terms.md``. A text may leave a term out where a pronoun serves.

    Bad, in de::

        # a term list with: gateway = Gateway
        msgctxt "502.phrase"
        msgid "Bad Gateway"
        msgstr "Fehlerhaftes Zugangstor"

    Good, in de::

        # a term list with: gateway = Gateway
        msgctxt "502.phrase"
        msgid "Bad Gateway"
        msgstr "Fehlerhaftes Gateway"
    """
    visitors = tuple(item for item in catalog.terms if item.english in VISITOR_TERMS)
    others = VISITOR_TERMS.union(REQUIREMENTS)
    developers = tuple(item for item in catalog.terms if item.english not in others)
    for text in catalog.texts:
        terms = developers if text.field in ("phrase", "description") else visitors
        # A reader who signed the text has decided that it does without.
        decided = is_reviewed(text.entry) or not text.text
        for item in () if decided else terms_in(text.english, terms):
            if not item.is_in_translation(text.text):
                yield text, f"{item.english!r} without {', '.join(item.stems)}"


@catalog_check(Severity.HINT, release=True)
def term_list(catalog: Catalog) -> Found:
    """A term list that is missing, unfinished or damaged: of what it lacks, nothing is checked.

    Bad, in de::

        # a term list without its table
        msgctxt "502.phrase"
        msgid "Bad Gateway"
        msgstr "Fehlerhaftes Gateway"

    Good, in de::

        msgctxt "502.phrase"
        msgid "Bad Gateway"
        msgstr "Fehlerhaftes Gateway"
    """
    for fault in catalog.term_faults:
        yield fault, fault.text


@catalog_check(Severity.WARNING)
def too_long(catalog: Catalog) -> Found:
    """A phrase that is too long for a heading, or a label too long for a button.

    The comment above the entry says how long it may be; wide letters count twice.

    Bad, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Die von Ihnen gesuchte Seite konnte auf dieser Website nicht gefunden werden"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    remarks = {entry.key: entry.comments for entry in catalog.template or ()}
    for text in catalog.texts:
        limit = limit_of(text.key, text.english, remarks.get(text.key, ()))
        width = columns(text.text)
        if limit and width > limit:
            yield text, f"{width} columns wide; {limit} are the most"


def columns(text: str) -> int:
    """Return how many columns a text takes in a fixed-width font.

    >>> columns("Not Found"), columns("未找到")
    (9, 6)
    """
    return sum(
        0
        if unicodedata.combining(letter)
        else 2
        if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )
