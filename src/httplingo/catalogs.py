"""Where catalogs are found, read and layered.

A folder of catalogs is laid out as gettext has it: ``LOCALE/LC_MESSAGES/httplingo.mo``. The
package's own folder is the lowest layer; each layer that a site adds, a folder or messages
without files, lies over the ones before it, entry by entry.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from . import tags
from ._mo import Texts, parse_mo, read_mo
from .errors import CatalogError, InvalidLocaleError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Layer(Protocol):
        """Texts by locale and key, over the layers below."""

        locales: tuple[str, ...]

        def read(self, locale: str) -> Texts:
            """Return the texts of one of the locales."""
            ...


DOMAIN = "httplingo"
BASE_LOCALE = "en"
PACKAGE_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")


class FolderLayer:
    """A folder of compiled catalogs.

    Folders in it that are named like no locale, or that hold no catalog, are passed over. A
    catalog is read when it is asked for.

    Args:
        folder: The path of a folder as gettext lays it out. A relative one keeps its meaning
            when the process changes its directory.

    Raises:
        CatalogError: The folder cannot be read.

    >>> FolderLayer("nowhere")
    Traceback (most recent call last):
    httplingo.errors.CatalogError: nowhere: cannot be read: No such file or directory
    """

    def __init__(self, folder: str) -> None:
        try:
            names = sorted(os.listdir(folder))
        except OSError as error:
            raise CatalogError(f"{folder}: cannot be read: {error.strerror}") from error
        self.folder = os.path.abspath(folder)
        self._paths = self._catalogs(names)
        self.locales: tuple[str, ...] = tuple(self._paths)

    def _catalogs(self, names: list[str]) -> dict[str, str]:
        paths = {}
        for name in names:
            path = self._path(name)
            if not os.path.isfile(path):
                continue
            try:
                paths[tags.canonical(name)] = path
            except InvalidLocaleError:
                continue
        return paths

    def _path(self, name: str) -> str:
        return os.path.join(self.folder, name, "LC_MESSAGES", f"{DOMAIN}.mo")

    def read(self, locale: str) -> Texts:
        """Return the texts of one of the locales.

        Raises:
            CatalogError: The catalog is damaged.
        """
        return read_mo(self._paths[locale])


class _PackageLayer(FolderLayer):
    """The package's own folder, as it was compiled: every folder in it holds a catalog.

    To look at each of fifty would take longer than to read the one that is asked for.
    """

    def _catalogs(self, names: list[str]) -> dict[str, str]:
        return {name: self._path(name) for name in names if "." not in name}


class _PackedLayer:
    """The package's catalogs where the package is no folder, as in a zip file."""

    def __init__(self) -> None:
        from importlib.resources import files

        root = files(__package__).joinpath("locale")
        folders = root.iterdir() if root.is_dir() else ()
        self._files = {
            folder.name: folder.joinpath("LC_MESSAGES", f"{DOMAIN}.mo")
            for folder in folders
            if folder.joinpath("LC_MESSAGES", f"{DOMAIN}.mo").is_file()
        }
        self.locales: tuple[str, ...] = tuple(self._files)

    def read(self, locale: str) -> Texts:
        file = self._files[locale]
        return parse_mo(file.read_bytes(), str(file))


def package_layer() -> Layer:
    """Return the package's own catalogs; none in a checkout that was never compiled.

    >>> "zh_CN" in package_layer().locales
    True
    """
    return _PackageLayer(PACKAGE_FOLDER) if os.path.isdir(PACKAGE_FOLDER) else _PackedLayer()


class MessagesLayer:
    """The texts of one locale, given without a file.

    Args:
        locale: A canonical name.
        texts: Texts by key, such as ``404.phrase``; an empty one is left out.

    >>> MessagesLayer("de", {"404.phrase": "Seite nicht gefunden"}).read("de")["404.phrase"]
    'Seite nicht gefunden'
    """

    def __init__(self, locale: str, texts: Mapping[str, str]) -> None:
        self.locales: tuple[str, ...] = (locale,)
        encoded = {key.encode(): text.encode() for key, text in texts.items() if text}
        self._texts = {locale: Texts(encoded)}

    def read(self, locale: str) -> Texts:
        """Return the texts of the locale."""
        return self._texts[locale]


class Catalogs:
    """Layers of catalogs, each over the ones before it; the layers do not change.

    Args:
        layers: The package's own first.

    >>> Catalogs([package_layer()]).texts("en")["404.phrase"]
    'Not Found'
    """

    def __init__(self, layers: list[Layer]) -> None:
        self.layers = layers
        #: The locales that have a catalog in any layer, sorted.
        self.available: tuple[str, ...] = tuple(
            sorted({name for x in layers for name in x.locales})
        )
        self._texts: dict[str, Texts] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._reported: set[tuple[str, int]] = set()

    def chain(self, locale: str) -> tuple[str, ...]:
        """Return the locales that may give a text, nearest first; the base locale is the last.

        Args:
            locale: One of `available`; its CLDR parents of the same script follow it.

        >>> Catalogs([package_layer()]).chain("pt_BR")
        ('pt_BR', 'en')
        """
        chain = self._chains.get(locale)
        if chain is None:
            names = (locale, *tags.parents(locale), BASE_LOCALE)
            chain = tuple(name for name in dict.fromkeys(names) if name in self.available)
            if locale in self.available:
                self._chains[locale] = chain
        return chain

    def texts(self, locale: str) -> Texts:
        """Return the texts of a locale by key, all layers in one; read when first asked.

        A locale without a catalog has no texts. Threads that ask at the same moment read it
        twice, which does no harm.

        Raises:
            CatalogError: The package's own catalog is damaged. One that a site added is
                reported to the log and passed over.
        """
        texts = self._texts.get(locale)
        if texts is None:
            texts = self.read(locale)
            if locale in self.available:
                self._texts[locale] = texts
        return texts

    def read(self, locale: str) -> Texts:
        """Return what `texts` does, without keeping it."""
        merged = Texts({})
        for layer in self.layers:
            if locale not in layer.locales:
                continue
            try:
                merged = layer.read(locale).over(merged)
            except CatalogError as error:
                if layer is self.layers[0]:
                    raise
                self._report_once(locale, layer, error)
        return merged

    def _report_once(self, locale: str, layer: Layer, error: CatalogError) -> None:
        key = (locale, id(layer))
        if key not in self._reported:
            # Before it is said: a handler of the log may ask for a message itself.
            self._reported.add(key)
            report(error)

    def find(self, key: str, locale: str) -> tuple[str, str]:
        """Return the text of a key and the locale that gave it, both empty where none has it.

        >>> Catalogs([package_layer()]).find("page.home", "en")
        ('Home page', 'en')
        """
        for name in self.chain(locale):
            text = self.texts(name).get(key)
            if text:
                return text, name
        return "", ""


def report(error: CatalogError) -> None:
    """Say in the log that a site's catalog is passed over."""
    # Needed for a damaged file only, and as expensive to import as everything else together.
    import logging

    logging.getLogger(__name__).error("a catalog is passed over: %s", error)
