"""What checks look at: a catalog with the template, the term list and its language beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from httplingo.catalogs import BASE_LOCALE
from httplingo.workbench.faults import Fault
from httplingo.workbench.files import read_text
from httplingo.workbench.po.comments import CORRECTION, SOURCE, get_comment
from httplingo.workbench.po.files import key_of, read_po
from httplingo.workbench.po.state import is_from_source
from httplingo.workbench.project import package_texts
from httplingo.workbench.terms import TermList, read_terms
from httplingo.workbench.transliteration import is_made

from .languages import Language, language_facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polib

    from httplingo.workbench.po.entry import Entry
    from httplingo.workbench.project import Project
    from httplingo.workbench.terms import Term


class Text(NamedTuple):
    """One translation: its key, the English beside it, the text, and the line it is in."""

    key: str
    english: str
    text: str
    line: int
    entry: polib.POEntry
    language: Language

    @property
    def field(self) -> str:
        """What the text is: phrase, description, advice, or the word's own name."""
        return self.key.partition(".")[2]

    @property
    def is_word(self) -> bool:
        """Whether it is one of a page's own words."""
        return self.key.startswith("page.")


class Catalog(NamedTuple):
    """A catalog as checks see it.

    Attributes:
        locale: Its locale.
        name: What findings call the file.
        file: The catalog.
        language: What is known of the language.
        texts: Its entries, obsolete ones left out.
        template: The entries that there should be; None where that does not matter.
        shipped: The texts that show where a site's catalog has none; nothing for the project.
        own_keys: Whether it may have keys that the template lacks, as a site's may.
        terms: The locale's term list.
        term_faults: What is wrong or unfinished in it.
        lines: The file's lines.
        made: Whether the project makes it from another catalog, so that nobody can mend it here.
    """

    locale: str
    name: str
    file: polib.POFile
    language: Language
    texts: tuple[Text, ...]
    template: Sequence[Entry] | None
    shipped: Mapping[str, str]
    own_keys: bool
    terms: Sequence[Term]
    term_faults: Sequence[Fault]
    lines: Sequence[str]
    made: bool = False

    def header_line(self, field: str) -> int:
        """Return the line of a header field, or of the header where it has no such field."""
        start = next((n for n, line in enumerate(self.lines, 1) if line == 'msgid ""'), 1)
        for number, line in enumerate(self.lines[start:], start + 1):
            if field and line.startswith(f'"{field}:'):
                return number
            if not line.startswith(('"', "msgstr")):
                break
        return start


def load(project: Project, locale: str, template: Sequence[Entry] | None = None) -> Catalog:
    """Return a folder's catalog of a locale, ready for the checks.

    Args:
        project: The project's catalogs or a site's.
        locale: The locale, which has a catalog.
        template: The project's entries, where the caller has them: to read them takes longer
            than the catalog.

    Raises:
        FaultsError: It or the template cannot be read.
    """
    path = project.catalog(locale)
    terms = project.terms(locale)
    found = TermList((), ())
    if terms.exists():
        found = read_terms(terms, project.name(terms))
    elif project.has_tables and locale != BASE_LOCALE:
        found = TermList((), (Fault(project.name(terms), 0, "no term list yet"),))
    catalog = catalog_of(
        path,
        project.name(path),
        locale,
        template=project.entries() if template is None else template,
        shipped={} if project.has_tables else package_texts(locale),
        own_keys=not project.has_tables,
        terms=found.terms,
        term_faults=found.faults,
    )
    return catalog._replace(made=is_made(project, locale))


def catalog_of(
    path: Path,
    name: str,
    locale: str,
    *,
    template: Sequence[Entry] | None = None,
    shipped: Mapping[str, str] | None = None,
    own_keys: bool = True,
    terms: Sequence[Term] = (),
    term_faults: Sequence[Fault] = (),
) -> Catalog:
    """Return any .po file, ready for the checks.

    Raises:
        FaultsError: It cannot be read.
    """
    file = read_po(path, name, duplicates=True)
    language = language_facts(locale)
    lines = read_text(path, name).split("\n")
    texts = tuple(
        Text(
            key_of(entry),
            entry.msgid,
            _shown(entry),
            _line_of(lines, entry.linenum or 1),
            entry,
            language,
        )
        for entry in file
        if not entry.obsolete
    )
    return Catalog(
        locale,
        name,
        file,
        language,
        texts,
        template,
        shipped or {},
        own_keys,
        terms,
        term_faults,
        lines,
    )


def is_exempt(text: Text, locale: str) -> bool:
    """Say whether a text is a given source's own, which is not ours to restyle.

    A correction changes what was wrong in it and leaves the rest.
    """
    comment = text.entry.tcomment
    if get_comment(comment, SOURCE) is None:
        return False
    return get_comment(comment, CORRECTION) is not None or is_from_source(text.entry, locale)


def _shown(entry: polib.POEntry) -> str:
    # Of plural forms the first is read at run time.
    return str(entry.msgstr or next(iter(entry.msgstr_plural.values()), ""))


def _line_of(lines: Sequence[str], start: int) -> int:
    # polib counts to an entry's first comment; a translator wants the text.
    for number in range(start, len(lines) + 1):
        if lines[number - 1].startswith("msgstr"):
            return number
    return start
