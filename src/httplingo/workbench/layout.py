"""Where things stand in a folder of catalogs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

DOMAIN = "httplingo"
BASE_LOCALE = "en"
#: The locale of the given source table.
SOURCE_LOCALE = "zh_CN"


class Layout(NamedTuple):
    """The paths of a project: its catalogs, its source tables and its package.

    >>> str(Layout(Path(".")).catalog("zh_CN"))
    'locale/zh_CN/LC_MESSAGES/httplingo.po'
    """

    root: Path

    @property
    def folder(self) -> Path:
        """The folder of catalogs."""
        return self.root / "locale"

    @property
    def template(self) -> Path:
        """The template, extracted from the English table."""
        return self.folder / f"{DOMAIN}.pot"

    @property
    def english_table(self) -> Path:
        """The base locale's source table."""
        return self.folder / "source" / "status-codes.en.md"

    @property
    def source_table(self) -> Path:
        """The given source table."""
        return self.folder / "source" / f"status-codes.{SOURCE_LOCALE}.md"

    @property
    def registry(self) -> Path:
        """The generated module of references and former names."""
        return self.root / "src" / "httplingo" / "_codes.py"

    @property
    def compiled(self) -> Path:
        """The package's folder of compiled catalogs."""
        return self.root / "src" / "httplingo" / "locale"

    def catalog(self, locale: str) -> Path:
        """The catalog of a locale."""
        return self.folder / locale / "LC_MESSAGES" / f"{DOMAIN}.po"

    def locales(self) -> list[str]:
        """The locales that have a catalog, sorted."""
        return sorted(
            path.parents[1].name for path in self.folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")
        )

    def name(self, path: Path) -> str:
        """A path as messages and references give it: from the root, with slashes."""
        return path.relative_to(self.root).as_posix()
