"""The header entry of catalogs: its fields in gettext's order, with CLDR's plural forms."""

from __future__ import annotations

import datetime as dt
import gettext
import os
import re
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.messages.plurals import PLURALS, get_plural
from babel.plural import to_gettext

from httplingo import tags
from httplingo.errors import InvalidLocaleError

if TYPE_CHECKING:
    from collections.abc import Callable

    import polib

PROJECT = "httplingo"
#: Who stands as the last translator of a draft: the team, never an invented person.
TEAM = "httplingo"
CREATION_DATE = "POT-Creation-Date"
REVISION_DATE = "PO-Revision-Date"
_UNKNOWN_DATE = "YEAR-MO-DA HO:MI+ZONE"

#: What gettext's programs leave to be filled in.
UNFILLED = re.compile(
    r"FULL NAME|EMAIL@ADDRESS|LL@li\.org|YEAR-MO-DA|PACKAGE VERSION|charset=(?:CHARSET|ASCII)?\s*$"
)
#: Numbers at which plural forms differ in some language.
_NUMBERS = (*range(201), 1000, 1001, 10_000, 1_000_000, 2_000_000)
_MAX_FORMS = 6
_PLURALS = re.compile(r"\s*nplurals\s*=\s*(\d{1,4})\s*;\s*plural\s*=\s*([^;]{1,1000})(?:;|$)\s*")
_USUAL = (
    "nplurals=1; plural=0;",
    "nplurals=2; plural=(n != 1);",
    "nplurals=2; plural=(n > 1);",
)

_TEMPLATE_COMMENT = """HTTP status messages in the reader's language.
Copyright (C) the httplingo developers
This file is distributed under the same license as the httplingo package."""


def now() -> str:
    """Return the time in gettext's form, from ``SOURCE_DATE_EPOCH`` where that is set.

    >>> len(now())
    21
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    return moment.strftime("%Y-%m-%d %H:%M+0000")


def plural_forms(locale: str) -> str:
    """Return a locale's ``Plural-Forms``: gettext's usual expression, or else CLDR's own rule.

    Babel has one form for some languages that gettext and Weblate have two for; there CLDR's
    rule counts.

    >>> plural_forms("ja"), plural_forms("hu"), plural_forms("fa")
    ('nplurals=1; plural=0;', 'nplurals=2; plural=(n != 1);', 'nplurals=2; plural=(n > 1);')
    """
    language = Locale.parse(locale)
    cldr = to_gettext(language.plural_form)
    if locale not in PLURALS and language.language not in PLURALS:
        return _usual(cldr)
    usual = str(get_plural(locale))
    return _usual(cldr) if usual.startswith("nplurals=1;") else usual


def _usual(written: str) -> str:
    """Return the expression that everybody writes where it means the same."""
    forms = plural_table(written)
    return next((usual for usual in _USUAL if plural_table(usual) == forms), written)


def plural_table(written: str) -> tuple[int, tuple[int, ...]] | str:
    """Return the count of forms and the form of each test number, or what is wrong.

    >>> plural_table("nplurals=1; plural=0;")[0]
    1
    >>> plural_table("nplurals=30000000; plural=0;")
    'not of the form nplurals=N; plural=EXPRESSION: nplurals=30000000; plural=0;'
    """
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


def template_header(file: polib.POFile) -> None:
    """Give a template its header, with the time as its date."""
    file.header = _TEMPLATE_COMMENT
    file.metadata = {
        "Project-Id-Version": PROJECT,
        "Report-Msgid-Bugs-To": TEAM,
        CREATION_DATE: now(),
        REVISION_DATE: _UNKNOWN_DATE,
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "LANGUAGE <LL@li.org>",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    file.metadata_is_fuzzy = True


def catalog_header(file: polib.POFile, locale: str) -> None:
    """Give a new catalog its header: language and plural forms as CLDR and gettext have them.

    Args:
        file: The catalog.
        locale: A locale in gettext form that CLDR knows.
    """
    name = Locale.parse(locale).english_name
    file.header = f"{name} HTTP status messages.\n" + _TEMPLATE_COMMENT.split("\n", 1)[1]
    file.metadata = _fields(locale)


def _fields(locale: str) -> dict[str, str]:
    fields = {
        "Project-Id-Version": PROJECT,
        "Report-Msgid-Bugs-To": TEAM,
        CREATION_DATE: now(),
        REVISION_DATE: now(),
        "Last-Translator": TEAM,
        "Language-Team": f"{locale} <{TEAM}>",
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    try:
        fields["Language-Team"] = f"{Locale.parse(locale).english_name} <{TEAM}>"
        fields["Plural-Forms"] = plural_forms(locale)
    except (UnknownLocaleError, ValueError):
        pass  # a language that CLDR does not know
    return fields


def unfilled_fields(metadata: dict[str, str], locale: str) -> list[str]:
    """Return the fields that a tool left empty or to be filled in, as `mend` fills them.

    >>> unfilled_fields({"Last-Translator": "", "Language": "nl"}, "nl")[:2]
    ['Project-Id-Version', 'PO-Revision-Date']
    """
    return [
        name
        for name in _fields(locale)
        if name not in ("Report-Msgid-Bugs-To", CREATION_DATE)
        and (not metadata.get(name, "").strip() or UNFILLED.search(metadata[name]))
    ]


def mend(file: polib.POFile, locale: str) -> None:
    """Fill in what a tool left empty, missing or to be filled in; what somebody wrote stays.

    >>> import polib
    >>> file = polib.POFile()
    >>> file.metadata = {"Language": "pt-br", "Last-Translator": "A. Editor"}
    >>> mend(file, "pt_BR")
    >>> file.metadata["Language"], file.metadata["Last-Translator"]
    ('pt_BR', 'A. Editor')
    """
    fields = _fields(locale)
    for name in unfilled_fields(file.metadata, locale):
        file.metadata[name] = fields[name]
    if is_same_language(file.metadata["Language"], locale):
        file.metadata["Language"] = locale
    file.metadata_is_fuzzy = False


def is_same_language(name: str, locale: str) -> bool:
    """Say whether the name in a header is a locale's, in whatever spelling.

    >>> is_same_language("pt-br", "pt_BR"), is_same_language("fr", "de")
    (True, False)
    """
    try:
        return tags.canonical(name) == locale
    except InvalidLocaleError:
        return False
