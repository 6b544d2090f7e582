"""Starts a catalog of a new language: header, plural forms and keys, all texts still empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polib
from babel import Locale, UnknownLocaleError

from httplingo import tags

from .faults import Fault, FaultsError
from .files import read_text
from .folder import Folder, folder_name
from .layout import BASE_LOCALE, SOURCE_LOCALE
from .locking import lock, write_unchanged
from .po import header as headers
from .po.files import po_bytes
from .po.merge import merge
from .review.terms import new_term_list
from .source.chinese import read_source_table
from .source.extraction import source_texts

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


def start(folder: Folder, locale: str) -> Path:
    """Write the catalog of a language that the folder does not have yet; return its path.

    In the project the texts of a source table are filled in; in a site's folder every text is
    empty, which leaves the package's, and the comments say what that is.

    Args:
        folder: The project's catalogs or a site's.
        locale: A tag in any spelling.

    Raises:
        InvalidLocaleError: It is malformed.
        FaultsError: CLDR has no such language, there is a catalog already, or it cannot be
            written.
    """
    name = language_of(locale).locale
    path = folder.catalog(name)
    with lock(folder.path):
        if path.exists():
            text = f"is there already; `httplingo catalog update {name}` brings it up to date"
            raise FaultsError([Fault(folder.name(path), 0, text)])
        file = polib.POFile(wrapwidth=0)
        headers.catalog_header(file, name)
        texts: dict[str, str] = {}
        project = folder.layout
        if project is not None and name == SOURCE_LOCALE:
            table = project.source_table
            texts = source_texts(read_source_table(table, project.name(table)))
        base = project is not None and name == BASE_LOCALE
        merged, _ = merge(file, folder.entries(name), texts, base=base)
        write_unchanged(path, po_bytes(merged), None, folder.name(path))
        _start_terms(folder, name)
    return path


def _start_terms(folder: Folder, locale: str) -> None:
    """Write a term list to fill in, where the folder has a guide with the English terms."""
    guide, path = folder.path / "README.md", folder.terms(locale)
    if not guide.exists() or path.exists():
        return
    text = read_text(guide, folder.name(guide))
    terms = new_term_list(language_of(locale).name, text, folder.name(guide))
    write_unchanged(path, terms.encode("utf-8"), None, folder.name(path))
