"""Checks of the header entry."""

from __future__ import annotations

import gettext
import re
from typing import TYPE_CHECKING

from babel import UnknownLocaleError

from httplingo.workbench.po import header as headers

from .registry import Severity, catalog_check

if TYPE_CHECKING:
    from collections.abc import Callable

    from .registry import Found
    from .subject import Catalog

_NEEDED = (
    "Project-Id-Version",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
)
_UNFILLED = re.compile(
    r"FULL NAME|EMAIL@ADDRESS|LL@li\.org|YEAR-MO-DA|PACKAGE VERSION|charset=CHARSET"
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?(?:[+-]\d{4}|Z)")
_PLURALS = re.compile(r"\s*nplurals\s*=\s*(\d{1,4})\s*;\s*plural\s*=\s*([^;]{1,1000})(?:;|$)\s*")
#: Numbers at which plural forms differ in some language.
_NUMBERS = (*range(201), 1000, 1001, 10_000, 1_000_000, 2_000_000)
_MAX_FORMS = 6


@catalog_check(Severity.ERROR)
def header(catalog: Catalog) -> Found:
    r"""A header field that is missing, not filled in, or says another language or encoding.

    Bad, in de::

        msgid ""
        msgstr ""
        "Language: fr\n"
        "Content-Type: text/plain; charset=UTF-8\n"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    fields = catalog.file.metadata
    for name in _NEEDED:
        if not fields.get(name, "").strip():
            yield None, f"the header has no {name}"
    for name, value in fields.items():
        if _UNFILLED.search(value):
            yield None, f"{name} is not filled in: {value}"
    if catalog.file.metadata_is_fuzzy:
        yield None, "the header is marked fuzzy"
    language = fields.get("Language", "")
    if language and language.replace("-", "_") != catalog.locale:
        yield None, f"Language is {language}, and the folder {catalog.locale}"
    kind = fields.get("Content-Type", "")
    if kind and not re.fullmatch(r"text/plain; *charset=utf-?8", kind, re.IGNORECASE):
        yield None, f"Content-Type is {kind}; text/plain; charset=UTF-8 is needed"
    date = fields.get("PO-Revision-Date", "")
    if date and not _DATE.fullmatch(date) and not _UNFILLED.search(date):
        yield None, f"PO-Revision-Date is no date: {date}"


@catalog_check(Severity.ERROR)
def plural_forms(catalog: Catalog) -> Found:
    r"""Plural forms that are no valid expression, or not those of the language.

    Bad, in de::

        msgid ""
        msgstr ""
        "Content-Type: text/plain; charset=UTF-8\n"
        "Plural-Forms: nplurals=3; plural=n/0;\n"

    Good, in de::

        msgid ""
        msgstr ""
        "Content-Type: text/plain; charset=UTF-8\n"
        "Plural-Forms: nplurals=2; plural=n != 1;\n"
    """
    written = catalog.file.metadata.get("Plural-Forms", "")
    if not written:
        return
    own = _forms(written)
    if isinstance(own, str):
        yield None, f"Plural-Forms: {own}"
        return
    try:
        expected = headers.plural_forms(catalog.locale)
    except (UnknownLocaleError, ValueError):
        return
    if own != _forms(expected):
        yield None, f"Plural-Forms differ from the language's: {expected}"


def _forms(written: str) -> tuple[int, tuple[int, ...]] | str:
    """Return the count of forms and the form of each test number, or what is wrong."""
    found = _PLURALS.fullmatch(written)
    if found is None:
        return f"not of the form nplurals=N; plural=EXPRESSION: {written[:80]}"
    count = int(found[1])
    if not 1 <= count <= _MAX_FORMS:
        return f"nplurals={count}; languages have 1 to {_MAX_FORMS}"
    try:
        # Parses C's arithmetic of one variable and nothing else.
        rule: Callable[[int], int] = gettext.c2py(found[2])
        forms = tuple(int(rule(number)) for number in _NUMBERS)
    except (ValueError, ArithmeticError, RecursionError) as error:
        return f"{found[2][:80]!r} cannot be computed: {error}"
    if max(forms) >= count or min(forms) < 0:
        return f"the expression gives form {max(forms)}, and nplurals is {count}"
    return count, forms
