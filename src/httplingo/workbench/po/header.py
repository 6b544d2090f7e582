"""The header entry of catalogs: its fields in gettext's order, with CLDR's plural forms."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

from babel import Locale
from babel.messages.plurals import PLURALS, get_plural
from babel.plural import to_gettext

if TYPE_CHECKING:
    import polib

PROJECT = "httplingo"
#: Who stands as the last translator of a draft: the team, never an invented person.
TEAM = "httplingo"
CREATION_DATE = "POT-Creation-Date"
REVISION_DATE = "PO-Revision-Date"
_UNKNOWN_DATE = "YEAR-MO-DA HO:MI+ZONE"

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

    >>> plural_forms("ja"), plural_forms("haw")
    ('nplurals=1; plural=0;', 'nplurals=2; plural=(((n == 1)) ? 0 : 1);')
    """
    language = Locale.parse(locale)
    if locale in PLURALS or language.language in PLURALS:
        return str(get_plural(locale))
    return to_gettext(language.plural_form)


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
    language = Locale.parse(locale)
    file.header = (
        f"{language.english_name} HTTP status messages.\n" + _TEMPLATE_COMMENT.split("\n", 1)[1]
    )
    file.metadata = {
        "Project-Id-Version": PROJECT,
        "Report-Msgid-Bugs-To": TEAM,
        CREATION_DATE: now(),
        REVISION_DATE: now(),
        "Last-Translator": TEAM,
        "Language-Team": f"{language.english_name} <{TEAM}>",
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(locale),
    }
