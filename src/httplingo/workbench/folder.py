"""A folder of catalogs, the project's own or a site's: what the commands work on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from httplingo import catalogs, tags

from .faults import Fault, FaultsError
from .layout import DOMAIN, Layout
from .po.files import key_of, read_po
from .po.keys import is_key, sort_key
from .source.chinese import read_source_table
from .source.english import read_english_table
from .source.template import Entry, make_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polib


class Folder:
    """A folder with ``LOCALE/LC_MESSAGES/httplingo.po`` files.

    The project's folder has the source tables beside the catalogs; any other is a site's, whose
    template is the one that the package brings and whose texts lie over the package's.

    Args:
        path: An existing folder.

    Raises:
        FaultsError: There is no such folder.

    >>> Folder(Path("nowhere"))
    Traceback (most recent call last):
    httplingo.workbench.faults.FaultsError: nowhere: no such folder
    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            text = "no such folder"
            raise FaultsError([Fault(str(path), 0, text)])
        self.path = path
        layout = Layout(path.resolve().parent)
        same = layout.folder == path.resolve()
        #: The project around the folder; None for a site's.
        self.layout: Layout | None = layout if same and layout.english_table.exists() else None

    @classmethod
    def of_project(cls, layout: Layout) -> Folder:
        """Return a project's own folder, whether its tables are there or not.

        Raises:
            FaultsError: There is no such folder.

        >>> Folder.of_project(Layout(Path("."))).name(Path("locale/httplingo.pot"))
        'locale/httplingo.pot'
        """
        folder = cls(layout.folder)
        folder.layout = layout
        return folder

    def catalog(self, locale: str) -> Path:
        """Return the path of a locale's catalog, whether there is one or not."""
        return self.path / locale / "LC_MESSAGES" / f"{DOMAIN}.po"

    def terms(self, locale: str) -> Path:
        """Return the path of a locale's term list, whether there is one or not."""
        return self.path / locale / "terms.md"

    def locales(self) -> list[str]:
        """Return the names of the folders that hold a catalog, sorted."""
        return sorted(path.parents[1].name for path in self.path.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))

    def choose(self, wanted: Iterable[str]) -> list[str]:
        """Return the locales that a command names, or all where it names none.

        Raises:
            FaultsError: One of them has no catalog here, or there is none at all.
        """
        present = self.locales()
        faults = []
        chosen = []
        for name in wanted:
            folder = folder_name(name)
            chosen.append(folder)
            if folder not in present:
                text = f"no catalog of {name}; `httplingo catalog init {name}` makes one"
                faults.append(Fault(self.name(self.catalog(folder)), 0, text))
        if not chosen and not present:
            text = f"no LOCALE/LC_MESSAGES/{DOMAIN}.po in it"
            faults.append(Fault(self.name(self.path), 0, text))
        if faults:
            raise FaultsError(faults)
        return chosen or present

    def name(self, path: Path) -> str:
        """Return a path as messages give it: from where the command runs, where that is above."""
        relative = os.path.relpath(path)
        return str(path) if relative.startswith("..") else Path(relative).as_posix()

    def entries(self, locale: str | None = None) -> list[Entry]:
        """Return the entries of the template, with a site's own beside them.

        Args:
            locale: The locale of a site's catalog, whose own keys stay and whose comments say
                what the package has; None for the template alone.

        Raises:
            FaultsError: A source table, the template or the catalog cannot be read.
        """
        if self.layout is not None:
            return _project_entries(self.layout)
        entries = [
            Entry(entry.msgctxt or "", entry.msgid, tuple(entry.comment.split("\n")), 0)
            for entry in read_po(package_template())
        ]
        if locale is None:
            return entries
        path = self.catalog(locale)
        if path.exists():
            entries += own_entries(read_po(path, self.name(path)), entries)
        shipped = package_texts(locale)
        return [_with_shipped(entry, shipped) for entry in sorted(entries, key=_order)]


def folder_name(locale: str) -> str:
    """Return the name of a locale's folder: the locale in gettext form.

    Raises:
        InvalidLocaleError: It is no well-formed locale.

    >>> folder_name("pt-BR"), folder_name("iw")
    ('pt_BR', 'he')
    """
    return tags.canonical(locale)


def package_template() -> Path:
    """Return the path of the template that the package brings.

    >>> package_template().name
    'httplingo.pot'
    """
    return Path(catalogs.PACKAGE_FOLDER, f"{DOMAIN}.pot")


def package_texts(locale: str) -> Mapping[str, str]:
    """Return the package's texts of a locale by key; nothing where it has no catalog of it.

    >>> package_texts("en")["404.phrase"]
    'Not Found'
    """
    return catalogs.Catalogs([catalogs.package_layer()]).texts(locale)


def own_entries(file: polib.POFile, template: Iterable[Entry]) -> list[Entry]:
    """Return a site's own entries: well-formed keys that the template does not have.

    >>> import polib
    >>> file = polib.POFile()
    >>> file.append(polib.POEntry(msgctxt="299.phrase", msgid="Fine", msgstr="Gut"))
    >>> own_entries(file, [])
    [Entry(key='299.phrase', text='Fine', comments=(), line=0)]
    """
    known = {entry.key for entry in template}
    return [
        Entry(key_of(entry), entry.msgid, tuple(entry.comment.split("\n")), 0)
        if entry.comment
        else Entry(key_of(entry), entry.msgid, (), 0)
        for entry in file
        if not entry.obsolete and key_of(entry) not in known and is_key(key_of(entry))
    ]


def _order(entry: Entry) -> tuple[int, str, int, str]:
    return sort_key(entry.key)


_SHIPPED = "The package says: "


def _with_shipped(entry: Entry, shipped: Mapping[str, str]) -> Entry:
    kept = tuple(line for line in entry.comments if not line.startswith(_SHIPPED))
    text = shipped.get(entry.key)
    return entry._replace(comments=(*kept, f"{_SHIPPED}{text}") if text else kept)


def _project_entries(layout: Layout) -> list[Entry]:
    english_name, source_name = layout.name(layout.english_table), layout.name(layout.source_table)
    english = read_english_table(layout.english_table, english_name)
    source = read_source_table(layout.source_table, source_name)
    return make_entries(english, source, english_name, source_name)
