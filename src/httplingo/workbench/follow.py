"""A site's catalogs while it is developed: ``.po`` files too, and no restart after a change.

A followed folder has a mirror of compiled catalogs, in a temporary folder, which the runtime
reads as any other. A file that cannot be read is reported to the log with its line, and its last
good texts stay.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import shutil
import stat
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from httplingo._mo import read_mo
from httplingo.catalogs import DOMAIN
from httplingo.errors import CatalogError
from httplingo.lingo import Lingo, default_lingo

from .faults import FaultsError
from .files import read_bytes, write_atomically
from .po.compile import mo_bytes
from .po.grammar import MAX_BYTES
from .watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)


class _Source(NamedTuple):
    """A locale's file that counts, the newer of two, and what tells one state from another."""

    path: Path
    modified: int
    size: int
    inode: int


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
        now = sources(self.folder)
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
        folder = self.target / locale / "LC_MESSAGES"
        read = folder / "read.mo"
        try:
            if path.suffix == ".mo":
                data = read_bytes(path, str(path), MAX_BYTES)
            else:
                data = mo_bytes(path)
            write_atomically(read, data)
            read_mo(str(read))  # a .mo that is still being written is damaged
            read.replace(folder / f"{DOMAIN}.mo")
        except (OSError, CatalogError, FaultsError) as error:
            with contextlib.suppress(OSError):
                read.unlink()
            _log.error("a catalog stays as it was: %s", str(error).replace(str(read), str(path)))


def follow(folder: str | os.PathLike[str], *, lingo: Lingo | None = None) -> None:
    """Lay a folder of catalogs over the package's, and show each change in it within a second.

    For development. It holds until the `Lingo` is reset. A forked process follows as well.

    Args:
        folder: A folder with ``LOCALE/LC_MESSAGES/httplingo.po`` or ``.mo`` files.
        lingo: Whose catalogs they become; None for the default one's.

    Raises:
        CatalogError: The folder cannot be read, or holds no catalog.

    >>> follow("nowhere")
    Traceback (most recent call last):
    httplingo.errors.CatalogError: nowhere: no LOCALE/LC_MESSAGES/httplingo.po or .mo in it
    """
    path = Path(folder).absolute()
    if not sources(path):
        text = f"{os.fspath(folder)}: no LOCALE/LC_MESSAGES/{DOMAIN}.po or .mo in it"
        raise CatalogError(text)
    site = lingo or default_lingo()
    target = tempfile.mkdtemp(prefix="httplingo-")
    mirror = Mirror(path, Path(target))
    mirror.look()
    try:
        site.add_catalogs(target)
    except CatalogError:
        shutil.rmtree(target)
        raise CatalogError(f"{os.fspath(folder)}: no catalog in it can be read") from None
    _Following(mirror, site).start()


class _Following:
    """A mirror that is kept up to date in this process, and in those that are forked from it."""

    def __init__(self, mirror: Mirror, site: Lingo) -> None:
        self._mirror = mirror
        self._site = site
        self._owner = os.getpid()
        self._watcher = Watcher(mirror.folder, self._look)
        self._delete = weakref.finalize(self, shutil.rmtree, mirror.target, ignore_errors=True)

    def start(self) -> None:
        _followings.add(self)
        self._watcher.start()

    def restart(self) -> None:
        """Follow in a forked process, whose parent looks after the folder of the mirror."""
        self._delete.detach()
        if self._site.uses(self._mirror.target):
            self._watcher.start()

    def stop(self) -> None:
        """End before the interpreter does, which would take the thread unawares."""
        self._watcher.stop()

    def keep(self) -> None:
        """Leave the mirror to the processes that are forked, which may live longer."""
        self._delete.detach()

    def _look(self) -> bool:
        if not self._site.uses(self._mirror.target):
            _followings.discard(self)
            self._delete()
            return False
        if self._mirror.look():
            self._site.refresh()
        return True


_followings: set[_Following] = set()


def _for_all(do: Callable[[_Following], None]) -> None:
    for following in list(_followings):
        do(following)


atexit.register(lambda: _for_all(_Following.stop))
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=lambda: _for_all(_Following.keep),
        after_in_child=lambda: _for_all(_Following.restart),
    )


def sources(folder: Path) -> dict[str, _Source]:
    """Return the file of each locale in a folder: the newer of .po and .mo."""
    found: dict[str, _Source] = {}
    for pattern in ("mo", "po"):
        for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.{pattern}")):
            try:
                status = path.stat()
            except OSError:
                continue
            if not stat.S_ISREG(status.st_mode):
                continue
            locale = path.parents[1].name
            earlier = found.get(locale)
            if earlier is None or status.st_mtime_ns >= earlier.modified:
                found[locale] = _Source(path, status.st_mtime_ns, status.st_size, status.st_ino)
    return found
