"""A site's catalogs while it is developed: ``.po`` files too, and no restart after a change.

A followed folder has a mirror of compiled catalogs beside it, in a temporary folder, which the
runtime reads as any other. A file that cannot be read is reported to the log with its line, and
its last good texts stay.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from httplingo import catalogs
from httplingo.catalogs import DOMAIN
from httplingo.errors import CatalogError

from .faults import FaultsError
from .files import write_atomically
from .po.compile import mo_bytes

#: How often the files are looked at, in seconds.
INTERVAL = 0.4

_log = logging.getLogger(__name__)


class _Source(NamedTuple):
    """A locale's file that counts, the newer of two, and what tells one state from another."""

    path: Path
    modified: int
    size: int


class Mirror:
    """A folder of catalogs as .mo files, kept up to date.

    Args:
        folder: A folder with ``LOCALE/LC_MESSAGES/httplingo.po`` or ``.mo`` files.
        target: Where its compiled catalogs go.
    """

    def __init__(self, folder: Path, target: Path) -> None:
        self.folder = folder
        self.target = target
        self._seen: dict[str, _Source] = {}

    def look(self) -> bool:
        """Compile what changed since the last look; return whether anything did."""
        now = _sources(self.folder)
        if now == self._seen:
            return False
        for locale in self._seen.keys() - now.keys():
            shutil.rmtree(self.target / locale, ignore_errors=True)
        for locale, source in now.items():
            if self._seen.get(locale) != source:
                self._take(locale, source.path)
        self._seen = now
        return True

    def _take(self, locale: str, path: Path) -> None:
        try:
            data = path.read_bytes() if path.suffix == ".mo" else mo_bytes(path)
            write_atomically(self.target / locale / "LC_MESSAGES" / f"{DOMAIN}.mo", data)
        except (OSError, FaultsError) as error:
            _log.error("a catalog stays as it was: %s", error)


def follow(folder: str) -> str:
    """Mirror a folder of catalogs from now on; return the path of the mirror.

    Args:
        folder: A folder with ``LOCALE/LC_MESSAGES/httplingo.po`` or ``.mo`` files.

    Raises:
        CatalogError: The folder cannot be read, or holds no catalog.

    >>> follow("nowhere")
    Traceback (most recent call last):
    httplingo.errors.CatalogError: nowhere: no LOCALE/LC_MESSAGES/httplingo.po or .mo in it
    """
    path = Path(folder)
    if not _sources(path):
        raise CatalogError(f"{folder}: no LOCALE/LC_MESSAGES/{DOMAIN}.po or .mo in it")
    target = tempfile.TemporaryDirectory(prefix="httplingo-")
    mirror = Mirror(path, Path(target.name))
    mirror.look()

    def watch() -> None:
        with target:
            while True:
                time.sleep(INTERVAL)
                if target.name not in catalogs.current().folders:
                    return
                if mirror.look():
                    catalogs.renew()

    threading.Thread(target=watch, name=f"httplingo follows {folder}", daemon=True).start()
    return target.name


def _sources(folder: Path) -> dict[str, _Source]:
    found: dict[str, _Source] = {}
    for pattern in ("mo", "po"):
        for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.{pattern}")):
            try:
                status = path.stat()
            except OSError:
                continue
            locale = path.parents[1].name
            earlier = found.get(locale)
            if earlier is None or status.st_mtime_ns >= earlier.modified:
                found[locale] = _Source(path, status.st_mtime_ns, status.st_size)
    return found
