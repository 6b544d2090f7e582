"""A folder of catalogs, the project's own or a site's: what the commands work on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from httplingo import catalogs, tags
from httplingo.catalogs import DOMAIN

from .faults import Fault, FaultsError
from .files import name_of
from .po.entry import Entry
from .po.files import key_of, read_po
from .po.keys import is_key, sort_key
from .source.chinese import SOURCE_LOCALE, SourceRow, read_source_table
from .source.english import EnglishTable, read_english_table
from .source.template import make_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polib


class Project:
    """A folder with ``LOCALE/LC_MESSAGES/httplingo.po`` files.

    The project's own has the source tables in it, and the package beside it. Any other is a
    site's, whose template is the one that the package brings and whose texts lie over the
    package's.

    Args:
        folder: An existing folder.
        tables: Whether its source tables are its template; None: if they are there.

    Raises:
        FaultsError: There is no such folder.

    >>> Project(Path("nowhere"))
    Traceback (most recent call last):
    httplingo.workbench.faults.FaultsError: nowhere: no such folder
    """

    def __init__(self, folder: Path, *, tables: bool | None = None) -> None:
        if not folder.is_dir():
            raise FaultsError([Fault(str(folder), 0, "no such folder")])
        self.folder = folder
        self.has_tables = self.english_table.exists() if tables is None else tables

    @property
    def english_table(self) -> Path:
        """The base locale's source table."""
        return self.folder / "source" / "status-codes.en.md"

    @property
    def source_table(self) -> Path:
        """The given source table."""
        return self.folder / "source" / f"status-codes.{SOURCE_LOCALE}.md"

    @property
    def template(self) -> Path:
        """The template, extracted from the English table."""
        return self.folder / f"{DOMAIN}.pot"

    @property
    def guide(self) -> Path:
        """The translator's guide, with the English terms and the table of coverage."""
        return self.folder / "README.md"

    @property
    def package(self) -> Path:
        """The package that the tables and catalogs are made into."""
        return self.folder.parent / "src" / "httplingo"

    @property
    def codes_module(self) -> Path:
        """The generated module of references and former names."""
        return self.package / "_codes.py"

    @property
    def compiled(self) -> Path:
        """The package's folder of compiled catalogs."""
        return self.package / "locale"

    def catalog(self, locale: str) -> Path:
        """Return the path of a locale's catalog, whether there is one or not."""
        return self.folder / locale / "LC_MESSAGES" / f"{DOMAIN}.po"

    def terms(self, locale: str) -> Path:
        """Return the path of a locale's term list, whether there is one or not."""
        return self.folder / locale / "terms.md"

    def locales(self) -> list[str]:
        """Return the names of the folders that hold a catalog, sorted."""
        paths = self.folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")
        return sorted(path.parents[1].name for path in paths)

    def choose(self, wanted: Iterable[str]) -> list[str]:
        """Return the locales that a command names, or all where it names none.

        Raises:
            FaultsError: One of them has no catalog here, or there is none at all.
        """
        present = self.locales()
        faults = []
        chosen = []
        for name in wanted:
            folder = name if name in present else folder_name(name)
            chosen.append(folder)
            if folder not in present:
                text = f"no catalog of {name}; `httplingo catalog init {name}` makes one"
                faults.append(Fault(self.name(self.catalog(folder)), 0, text))
        if not chosen and not present:
            text = f"no LOCALE/LC_MESSAGES/{DOMAIN}.po in it"
            faults.append(Fault(self.name(self.folder), 0, text))
        if faults:
            raise FaultsError(faults)
        return chosen or present

    def name(self, path: Path) -> str:
        """Return a path as messages give it: from where the command runs, where that is above."""
        return name_of(path)

    def tables(self) -> tuple[EnglishTable, dict[int, SourceRow]]:
        """Return what both source tables hold.

        Raises:
            FaultsError: Everything that is wrong with either of them.
        """
        faults: list[Fault] = []
        try:
            english = read_english_table(self.english_table, self.name(self.english_table))
        except FaultsError as error:
            faults.extend(error.faults)
        try:
            source = read_source_table(self.source_table, self.name(self.source_table))
        except FaultsError as error:
            faults.extend(error.faults)
        if faults:
            raise FaultsError(faults)
        return english, source

    def entries(self, locale: str | None = None) -> list[Entry]:
        """Return the entries of the template, with a site's own beside them.

        Its own are those of its template, where it has one, and those of its catalogs: an own
        entry of one of its languages is one of all of them.

        Args:
            locale: The locale of a site's catalog, whose own entries come first and whose
                comments say what the package has; None for the template alone.

        Raises:
            FaultsError: A source table, the template or the catalog cannot be read.
        """
        if self.has_tables:
            english, source = self.tables()
            names = self.name(self.english_table), self.name(self.source_table)
            return make_entries(english, source, *names)
        entries = package_entries()
        if self.template.exists():
            file = read_po(self.template, self.name(self.template))
            entries += own_entries(file, entries, translated=False)
        for name in sorted(self.locales(), key=lambda name: (name != locale, name)):
            path = self.catalog(name)
            try:
                entries += own_entries(read_po(path, self.name(path)), entries)
            except FaultsError:
                if name == locale:
                    raise
        entries.sort(key=lambda entry: sort_key(entry.key))
        shipped = package_texts(locale) if locale else {}
        return [_with_shipped(entry, shipped) for entry in entries]


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


def package_entries() -> list[Entry]:
    """Return the entries of the template that the package brings.

    >>> package_entries()[0].key
    '1xx.phrase'
    """
    return [
        Entry(entry.msgctxt or "", entry.msgid, tuple(entry.comment.split("\n")), 0)
        for entry in read_po(package_template())
    ]


def package_texts(locale: str) -> Mapping[str, str]:
    """Return the package's texts of a locale by key; nothing where it has no catalog of it.

    >>> package_texts("en")["404.phrase"]
    'Not Found'
    """
    return catalogs.Catalogs([catalogs.package_layer()]).texts(locale)


def own_entries(
    file: polib.POFile, template: Iterable[Entry], *, translated: bool = True
) -> list[Entry]:
    """Return a site's own texts: those of well-formed keys that the template does not have.

    Args:
        file: A catalog or a template of the site.
        template: The entries that are there already.
        translated: Whether only entries with a translation count, as in a catalog.

    >>> import polib
    >>> file = polib.POFile()
    >>> file.append(polib.POEntry(msgctxt="299.phrase", msgid="Fine", msgstr="Gut"))
    >>> own_entries(file, [])
    [Entry(key='299.phrase', text='Fine', comments=(), line=0)]
    """
    known = {entry.key for entry in template}
    return [
        Entry(
            key_of(entry),
            entry.msgid,
            tuple(entry.comment.split("\n")) if entry.comment else (),
            0,
        )
        for entry in file
        if not entry.obsolete
        and (entry.msgstr or not translated)
        and key_of(entry) not in known
        and is_key(key_of(entry))
    ]


_SHIPPED = "The package says: "


def _with_shipped(entry: Entry, shipped: Mapping[str, str]) -> Entry:
    kept = tuple(line for line in entry.comments if not line.startswith(_SHIPPED))
    text = shipped.get(entry.key)
    return entry._replace(comments=(*kept, f"{_SHIPPED}{text}") if text else kept)
