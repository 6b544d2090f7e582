"""Where catalogs are found, read, layered and cached.

A folder of catalogs is laid out as gettext has it: ``LOCALE/LC_MESSAGES/httplingo.mo``. The
package's own folder is the lowest layer; each folder that a site adds lies over the ones
before it, entry by entry.
"""

from __future__ import annotations

import os
from _thread import allocate_lock  # threading gives the same, for a third of all import time

from . import tags
from ._mo import Texts, read_mo
from .errors import CatalogError, InvalidLocaleError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

DOMAIN = "httplingo"
BASE_LOCALE = "en"
#: Names a site's folders of catalogs, the last on top, as PATH does.
FOLDERS_VARIABLE = "HTTPLINGO_CATALOGS"
#: Set to anything: those folders are followed, as ``add_catalogs(…, reload=True)`` does.
RELOAD_VARIABLE = "HTTPLINGO_RELOAD"
PACKAGE_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")


def find_catalogs(folder: str) -> dict[str, str]:
    """Return the compiled catalogs in a folder: locale in gettext form → path of the file.

    Folders that are named like no locale, or that hold no catalog, are passed over.

    Args:
        folder: The path of a folder as gettext lays it out.

    Raises:
        CatalogError: The folder cannot be read.

    >>> find_catalogs("nowhere")
    Traceback (most recent call last):
    httplingo.errors.CatalogError: nowhere: cannot be read: No such file or directory
    """
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise CatalogError(f"{folder}: cannot be read: {error.strerror}") from error
    found: dict[str, str] = {}
    for name in names:
        path = os.path.join(folder, name, "LC_MESSAGES", f"{DOMAIN}.mo")
        if not os.path.isfile(path):
            continue
        try:
            found[tags.canonical(name)] = path
        except InvalidLocaleError:
            continue
    return found


class Catalogs:
    """The catalogs of several folders, each over the ones before it; immutable once loaded.

    Args:
        folders: The folders, the package's own first.

    Raises:
        CatalogError: A folder cannot be read.

    >>> Catalogs((PACKAGE_FOLDER,)).texts("en")["404.phrase"]
    'Not Found'
    """

    def __init__(self, folders: tuple[str, ...]) -> None:
        self.folders = folders
        self._paths = [_catalogs_of(folder) for folder in folders]
        #: The locales that have a catalog in any of the folders, sorted.
        self.available: tuple[str, ...] = tuple(sorted(set().union(*self._paths)))
        self._texts: dict[str, Texts] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._lock = allocate_lock()

    def chain(self, locale: str) -> tuple[str, ...]:
        """Return the locales that may give a text, nearest first; the base locale is the last.

        Args:
            locale: One of `available`; its CLDR parents of the same script follow it.

        >>> Catalogs((PACKAGE_FOLDER,)).chain("pt_BR")
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
        """Return the texts of a locale by key, all layers in one; read once, when first asked.

        A locale without a catalog has no texts.

        Args:
            locale: One of `available`.

        Raises:
            CatalogError: The package's own catalog is damaged. One that a site added is
                reported to the log and passed over.
        """
        texts = self._texts.get(locale)
        if texts is None:
            if locale not in self.available:
                return Texts({})
            with self._lock:
                texts = self._texts.get(locale)
                if texts is None:
                    texts = self._texts[locale] = self.read(locale)
        return texts

    def read(self, locale: str) -> Texts:
        """Return what `texts` does, without keeping it."""
        merged = Texts({})
        for folder, paths in zip(self.folders, self._paths, strict=True):
            if locale not in paths:
                continue
            try:
                merged = read_mo(paths[locale]).over(merged)
            except CatalogError as error:
                if folder == PACKAGE_FOLDER:
                    raise
                _report(error)
        return merged


def _catalogs_of(folder: str) -> dict[str, str]:
    if folder == PACKAGE_FOLDER and not os.path.isdir(folder):
        return {}  # a checkout that was never compiled: the first lookup says what to do
    return find_catalogs(folder)


def _report(error: CatalogError) -> None:
    # Needed for a damaged file only, and as dear to import as everything else together.
    import logging

    logging.getLogger(__name__).error("a catalog is passed over: %s", error)


_current: Catalogs | None = None
_lock = allocate_lock()
_listeners: list[Callable[[], None]] = []


def current() -> Catalogs:
    """Return the catalogs in use; they are looked for when first asked.

    The package's own are the lowest layer, then come the folders that ``HTTPLINGO_CATALOGS``
    names. One of these that is no folder of catalogs is reported to the log and passed over.

    >>> "zh_CN" in current().available
    True
    """
    global _current
    if _current is None:
        with _lock:
            if _current is None:
                _current = Catalogs((PACKAGE_FOLDER, *_folders_of_environment()))
    return _current


def _folders_of_environment() -> list[str]:
    folders = []
    reload = bool(os.environ.get(RELOAD_VARIABLE))
    for path in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep):
        try:
            if path:
                folders.append(_site_folder(path, reload))
        except CatalogError as error:
            _report(error)
    return folders


def _site_folder(path: str, reload: bool) -> str:
    if reload:
        # A translator's tool: only a developer who asks for it loads it.
        from .workbench.follow import follow

        return follow(path)
    if not find_catalogs(path):
        raise CatalogError(f"{path}: no LOCALE/LC_MESSAGES/{DOMAIN}.mo in it")
    return path


def available_locales() -> tuple[str, ...]:
    """Return the locales that have a catalog, in gettext form, sorted.

    >>> "en" in available_locales()
    True
    """
    return current().available


def add_catalogs(folder: str | os.PathLike[str], *, reload: bool = False) -> None:
    """Lay a site's own texts over the package's, entry by entry; the last added is on top.

    Args:
        folder: A folder with ``LOCALE/LC_MESSAGES/httplingo.mo`` files. An entry changes one
            text; a new key such as ``299.phrase`` adds a code; a new locale adds a language.
        reload: For development: ``.po`` files are read as well, and each change in the folder
            shows within a second. Needs the extra ``httplingo[catalog]``.

    Raises:
        CatalogError: The folder cannot be read, or holds no catalog.

    >>> add_catalogs("nowhere")
    Traceback (most recent call last):
    httplingo.errors.CatalogError: nowhere: cannot be read: No such file or directory
    """
    global _current
    path = _site_folder(os.fspath(folder), reload)
    found = current()
    with _lock:
        # Another thread may have added a folder since, or taken all of them back.
        below = (_current or found).folders
        _current = Catalogs((*below, path))
    _tell_listeners()


def renew() -> None:
    """Read the catalogs in use anew, because one of their files has changed.

    >>> renew()
    """
    global _current
    found = current()
    with _lock:
        _current = Catalogs((_current or found).folders)
    _tell_listeners()


def _tell_listeners() -> None:
    for listener in _listeners:
        listener()


def on_change(listener: Callable[[], None]) -> None:
    """Call ``listener`` each time that other catalogs come into use."""
    _listeners.append(listener)


def reset() -> None:
    """Take back every `add_catalogs`; what was read is read again. For tests and reloaders.

    >>> reset()
    """
    global _current
    with _lock:
        _current = None
    _tell_listeners()
