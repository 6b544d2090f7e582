"""Checks of what a text tells its reader to do: it must cost nobody anything, and be as strong."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import UnknownLocaleError
from babel.units import format_unit

from httplingo._state import folded
from httplingo.catalogs import BASE_LOCALE
from httplingo.workbench.po.keys import is_problem
from httplingo.workbench.terms import REQUIREMENTS

from .registry import Severity, catalog_check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httplingo.workbench.terms import Term

    from .registry import Found
    from .subject import Catalog, Text

_ENGLISH_RELOAD = re.compile(r"\b(?:reload|refresh|load the page again)", re.IGNORECASE)
#: English whose translation may use the same word as "reload" does: обновите браузер.
_UPDATE = re.compile(r"\b(?:update|upgrade|renew)", re.IGNORECASE)
_ENGLISH_TIME = re.compile(r"\b(?:minute|second|hour|day)s?\b", re.IGNORECASE)
#: Codes that never answer a form: a range and a stored page are asked for again without harm.
_HARMLESS = frozenset({"304", "416"})
#: Minutes where Babel has no word, or one of a single letter that other words contain.
_MINUTES = {"ja": ("数分",), "ko": ("몇 분",), "yue": ("分鐘",), "zh": ("分钟", "分鐘")}


@catalog_check(Severity.WARNING, release=True)
def reload(catalog: Catalog) -> Found:
    """Advice to load the page again, where that can send a form or an order a second time.

    Any error can follow a POST. “Try again” and “open the page again” are safe. In other
    languages it is the term list's translation of “reload” that is looked for.

    Bad, in en::

        msgctxt "502.advice"
        msgid "Wait a minute, then reload the page."
        msgstr "Wait a minute, then reload the page."

    Good, in en::

        msgctxt "502.advice"
        msgid "Try again later."
        msgstr "Try again later."
    """
    terms = [term for term in catalog.terms if term.english == "reload"]
    for text in _advice(catalog):
        name = text.key.partition(".")[0]
        if name in _HARMLESS or not (name[0] in "345" or is_problem(name)):
            continue
        if text.language.language == BASE_LOCALE:
            found = bool(_ENGLISH_RELOAD.search(text.text))
        else:
            found = not _UPDATE.search(text.english) and any(_says(t, text.text) for t in terms)
        if found:
            yield text, "says to load the page again, which may send something a second time"


def _says(term: Term, text: str) -> bool:
    """Say whether a text has a term: a stem, and the beginning of each word of the translation."""
    searched = folded(text)
    begins = [word[: max(3, len(word) - 2)] for word in folded(term.translation).split()]
    return term.is_in_translation(text) and all(begin in searched for begin in begins)


@catalog_check(Severity.WARNING, release=True)
def waiting_time(catalog: Catalog) -> Found:
    """Advice that names a time to wait, beside the real one that the page may know.

    ``page.retry_after`` gives the time where the server says it; “later” never contradicts it.

    Bad, in en::

        msgctxt "503.advice"
        msgid "Try again in a few minutes."
        msgstr "Try again in a few minutes."

    Bad, in de::

        msgctxt "503.advice"
        msgid "Try again later."
        msgstr "Versuchen Sie es in einigen Minuten erneut."

    Good, in de::

        msgctxt "503.advice"
        msgid "Try again later."
        msgstr "Versuchen Sie es später erneut."
    """
    for text in _advice(catalog):
        if text.language.language == BASE_LOCALE:
            found = _ENGLISH_TIME.search(text.text)
            if found:
                yield text, f"names a time: {found[0]}"
        elif not _ENGLISH_TIME.search(text.english):
            for word in _minutes(text.language.locale):
                if word in folded(text.text):
                    yield text, f"names a time, which the English does not: {word}"
                    break


@lru_cache(maxsize=256)
def _minutes(locale: str) -> tuple[str, ...]:
    """Return how a language writes minutes, after CLDR; nothing where that is part of words."""
    language = locale.partition("_")[0]
    if language in _MINUTES:
        return _MINUTES[language]
    try:
        written = {format_unit(n, "duration-minute", "long", locale=locale) for n in (1, 2, 5)}
    except (UnknownLocaleError, ValueError):
        return ()
    words = {folded(re.sub(r"[\d\s.,]+", "", text)) for text in written}
    return tuple(sorted(word for word in words if len(word) > 1))


@catalog_check(Severity.WARNING, release=True)
def requirement(catalog: Catalog) -> Found:
    """A “must” or “should” that is lost: the text is weaker than the specification.

    The term list says how the language writes them, in rows for ``must`` and ``should``.

    Bad, in de::

        # a term list with: must = muss, müssen
        msgctxt "426.description"
        msgid "The response must contain the Upgrade header field."
        msgstr "Die Antwort enthält das Header-Feld Upgrade."

    Good, in de::

        # a term list with: must = muss, müssen
        msgctxt "426.description"
        msgid "The response must contain the Upgrade header field."
        msgstr "Die Antwort muss das Header-Feld Upgrade enthalten."
    """
    terms = [term for term in catalog.terms if term.english in REQUIREMENTS]
    for text in catalog.texts:
        for term in terms if text.text and text.field == "description" else ():
            if term.is_in_english(text.english) and not term.is_in_translation(text.text):
                yield text, f"{term.english!r} without {', '.join(term.stems)}"


def _advice(catalog: Catalog) -> Iterator[Text]:
    return (text for text in catalog.texts if text.field == "advice" and text.text)
