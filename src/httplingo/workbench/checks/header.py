"""Checks of the header entry, which no visitor sees: nothing in it stops a catalog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from httplingo.workbench.po import header as headers

from .registry import Severity, catalog_check

if TYPE_CHECKING:
    from .registry import Found
    from .subject import Catalog

_DATE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?(?:[+-]\d{4}|Z)")


@catalog_check(Severity.HINT)
def header(catalog: Catalog) -> Found:
    r"""A header field that a program left empty or to be filled in: an update fills it.

    Bad, in de::

        msgid ""
        msgstr ""
        "Language: de\n"
        "PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\n"
        "Content-Type: text/plain; charset=UTF-8\n"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    fields = catalog.file.metadata
    if catalog.lines and catalog.lines[0].startswith("\ufeff"):
        yield 1, "a byte order mark, which msgfmt refuses; `httplingo catalog update` removes it"
    for name in headers.unfilled_fields(fields, catalog.locale):
        value = fields.get(name, "").strip()
        what = f"is not filled in: {value}" if value else "is empty or missing"
        yield catalog.header_line(name), f"{name} {what}; `httplingo catalog update` fills it in"
    if catalog.file.metadata_is_fuzzy:
        yield catalog.header_line(""), "the header is marked fuzzy"
    date = fields.get("PO-Revision-Date", "")
    if date and not _DATE.fullmatch(date) and not headers.UNFILLED.search(date):
        yield catalog.header_line("PO-Revision-Date"), f"PO-Revision-Date is no date: {date}"


@catalog_check(Severity.WARNING)
def language(catalog: Catalog) -> Found:
    r"""A header that names another language than the folder: programs take the text for that.

    Bad, in de::

        msgid ""
        msgstr ""
        "Language: fr\n"
        "Content-Type: text/plain; charset=UTF-8\n"

    Good, in de::

        msgid ""
        msgstr ""
        "Language: DE\n"
        "Content-Type: text/plain; charset=UTF-8\n"
    """
    written = catalog.file.metadata.get("Language", "").strip()
    if written and not headers.is_same_language(written, catalog.locale):
        text = f"Language is {written}, and the folder {catalog.locale}"
        yield catalog.header_line("Language"), text


@catalog_check(Severity.WARNING)
def plural_forms(catalog: Catalog) -> Found:
    r"""Plural forms that cannot be computed, in a catalog that has plurals.

    No text of the package has any, so every formula is right, and none as well.

    Bad, in de::

        msgid ""
        msgstr ""
        "Content-Type: text/plain; charset=UTF-8\n"
        "Plural-Forms: nplurals=3; plural=n/0;\n"

        msgctxt "299.phrase"
        msgid "One try"
        msgid_plural "Some tries"
        msgstr[0] "Ein Versuch"
        msgstr[1] "Einige Versuche"

    Good, in de::

        msgid ""
        msgstr ""
        "Content-Type: text/plain; charset=UTF-8\n"
        "Plural-Forms: nplurals=3; plural=n/0;\n"

        msgctxt "299.phrase"
        msgid "Fine"
        msgstr "Gut"
    """
    written = catalog.file.metadata.get("Plural-Forms", "")
    if not any(text.entry.msgid_plural for text in catalog.texts):
        return
    table = headers.plural_table(written)
    if isinstance(table, str):
        yield catalog.header_line("Plural-Forms"), f"Plural-Forms: {table}"
