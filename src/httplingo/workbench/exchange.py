"""Term lists and translations in the forms that other programs read: TBX, CSV, TMX."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from httplingo import tags
from httplingo.catalogs import BASE_LOCALE

from .files import read_text
from .po.files import key_of, read_po
from .source.tables import read_tables
from .terms import GUIDE_HEAD, read_terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .project import Project

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class GlossaryTerm(NamedTuple):
    """A term for a glossary: the English, its meaning, the translation."""

    english: str
    meaning: str
    translation: str


def glossary(project: Project, locale: str) -> list[GlossaryTerm]:
    """Return the decided terms of a locale, in the order of the English.

    Raises:
        FaultsError: The guide, which has the meanings, is damaged.
    """
    guide, path = project.guide, project.terms(locale)
    meanings: dict[str, str] = {}
    if guide.exists():
        name = project.name(guide)
        tables = read_tables(read_text(guide, name), name)
        rows = (row.cells for table in tables if table.head == GUIDE_HEAD for row in table.rows)
        for english, meaning in rows:
            meanings[english] = meaning
    terms = read_terms(path, project.name(path)).terms if path.exists() else ()
    return sorted(
        GlossaryTerm(term.english, meanings.get(term.english, ""), term.translation)
        for term in terms
        if term.translation
    )


def csv_glossary(terms: Iterable[GlossaryTerm]) -> str:
    """Return terms as Weblate's CSV glossary.

    >>> print(csv_glossary([GlossaryTerm("page", "What a browser shows", "Seite")]), end="")
    source,target,explanation
    page,Seite,What a browser shows
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("source", "target", "explanation"))
    writer.writerows((term.english, term.translation, term.meaning) for term in terms)
    return text.getvalue()


def tbx_glossary(terms: Iterable[GlossaryTerm], locale: str) -> str:
    """Return terms as TBX (ISO 30042, TBX-Basic), which Weblate, OmegaT and memoQ read.

    >>> "<term>Seite</term>" in tbx_glossary([GlossaryTerm("page", "", "Seite")], "de")
    True
    """
    root = ElementTree.Element("martif", {"type": "TBX", _LANG: BASE_LOCALE})
    head = ElementTree.SubElement(ElementTree.SubElement(root, "martifHeader"), "fileDesc")
    source = ElementTree.SubElement(head, "sourceDesc")
    ElementTree.SubElement(source, "p").text = "httplingo"
    body = ElementTree.SubElement(ElementTree.SubElement(root, "text"), "body")
    for number, term in enumerate(terms, 1):
        entry = ElementTree.SubElement(body, "termEntry", {"id": f"t{number}"})
        if term.meaning:
            note = ElementTree.SubElement(entry, "descrip", {"type": "definition"})
            note.text = term.meaning
        for language, text in ((BASE_LOCALE, term.english), (locale, term.translation)):
            tag = tags.language_tag(language)
            one = ElementTree.SubElement(entry, "langSet", {_LANG: tag})
            ElementTree.SubElement(ElementTree.SubElement(one, "tig"), "term").text = text
    return _xml(root)


def translation_memory(project: Project, locales: Iterable[str]) -> str:
    """Return the texts of catalogs as TMX 1.4, one unit a key; fuzzy and empty ones are left out.

    Args:
        project: The project's catalogs or a site's.
        locales: The locales, which have catalogs.

    Raises:
        FaultsError: A catalog cannot be read.
    """
    root = ElementTree.Element("tmx", {"version": "1.4"})
    facts = {
        "creationtool": "httplingo",
        "creationtoolversion": "1",
        "segtype": "block",
        "o-tmf": "gettext",
        "adminlang": BASE_LOCALE,
        "srclang": BASE_LOCALE,
        "datatype": "plaintext",
    }
    ElementTree.SubElement(root, "header", facts)
    body = ElementTree.SubElement(root, "body")
    units: dict[str, ElementTree.Element] = {}
    for locale in locales:
        path = project.catalog(locale)
        for entry in read_po(path, project.name(path)):
            if locale == BASE_LOCALE or entry.obsolete or entry.fuzzy or not entry.msgstr:
                continue
            key = key_of(entry)
            unit = units.get(key)
            if unit is None:
                unit = units[key] = ElementTree.SubElement(body, "tu", {"tuid": key})
                _variant(unit, BASE_LOCALE, entry.msgid)
            _variant(unit, locale, entry.msgstr)
    return _xml(root)


def _variant(unit: ElementTree.Element, locale: str, text: str) -> None:
    one = ElementTree.SubElement(unit, "tuv", {_LANG: tags.language_tag(locale)})
    ElementTree.SubElement(one, "seg").text = text


def _xml(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
