"""Starts a catalog of a new language: header, plural forms and keys, all texts still empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polib
from babel import Locale, UnknownLocaleError

from httplingo import tags
from httplingo.catalogs import BASE_LOCALE

from .checks.places import meaning
from .extract import source_texts
from .faults import Fault, FaultsError
from .files import read_text, write_unchanged
from .locking import lock
from .po import header as headers
from .po.files import po_bytes
from .po.merge import merge
from .project import Project, folder_name
from .source.chinese import SOURCE_LOCALE
from .terms import new_term_list
from .transliteration import refuse_made

if TYPE_CHECKING:
    from pathlib import Path


class Language(NamedTuple):
    """What CLDR knows of a locale that a translator wants confirmed."""

    locale: str
    name: str
    native_name: str
    direction: str
    plural_forms: str


def language_of(locale: str) -> Language:
    """Return what CLDR knows of a locale.

    Args:
        locale: A tag in any spelling.

    Raises:
        InvalidLocaleError: It is malformed.
        FaultsError: CLDR has no such language.

    >>> language_of("nl")[:4]
    ('nl', 'Dutch', 'Nederlands', 'ltr')
    """
    name = folder_name(locale)
    try:
        cldr = Locale.parse(name)
    except (UnknownLocaleError, ValueError) as error:
        text = "CLDR has no such language; see the list of https://cldr.unicode.org"
        raise FaultsError([Fault(f"locale {name}", 0, text)]) from error
    english, native = cldr.english_name or name, cldr.display_name or name
    return Language(name, english, native, tags.direction(name), headers.plural_forms(name))


def start(project: Project, locale: str) -> Path:
    """Write the catalog of a language that the folder does not have yet; return its path.

    In the project the texts of a source table are filled in; in a site's folder every text is
    empty, which leaves the package's, and the comments say what that is.

    Args:
        project: The project's catalogs or a site's.
        locale: A tag in any spelling.

    Raises:
        InvalidLocaleError: It is malformed.
        FaultsError: CLDR has no such language, there is a catalog of it already, under this or
            another name, it is made from another one, or it cannot be written.
    """
    name = language_of(locale).locale
    path = project.catalog(name)
    refuse_made(project, name)
    with lock(project.folder):
        for other in project.locales():
            if other != name and meaning(other) == meaning(name):
                text = f"means the same as {other}, which is there already"
                raise FaultsError([Fault(f"locale {name}", 0, text)])
        if path.exists():
            text = f"is there already; `httplingo catalog update {name}` brings it up to date"
            raise FaultsError([Fault(project.name(path), 0, text)])
        file = polib.POFile(wrapwidth=0)
        headers.catalog_header(file, name)
        texts: dict[str, str] = {}
        if project.has_tables and name == SOURCE_LOCALE:
            texts = source_texts(project.tables()[1])
        base = project.has_tables and name == BASE_LOCALE
        merged, _ = merge(file, project.entries(name), texts, base=base)
        write_unchanged(path, po_bytes(merged), None, project.name(path))
        _start_terms(project, name)
    return path


def _start_terms(project: Project, locale: str) -> None:
    """Write a term list to fill in, where the folder has a guide with the English terms."""
    guide, path = project.guide, project.terms(locale)
    if not guide.exists() or path.exists():
        return
    text = read_text(guide, project.name(guide))
    terms = new_term_list(language_of(locale).name, text, project.name(guide))
    write_unchanged(path, terms.encode("utf-8"), None, project.name(path))
