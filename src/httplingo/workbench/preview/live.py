"""Follows a catalog on disk: reads it anew at each save and puts its texts into use."""

from __future__ import annotations

import contextlib
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polib

from httplingo.catalogs import DOMAIN
from httplingo.lingo import default_lingo
from httplingo.workbench.faults import FaultsError
from httplingo.workbench.files import write_atomically
from httplingo.workbench.po.files import key_of, read_po
from httplingo.workbench.review.sheet import Line, lines
from httplingo.workbench.watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httplingo.workbench.faults import Fault
    from httplingo.workbench.project import Project


class State(NamedTuple):
    """What the page shows.

    Attributes:
        version: Counts up with each change.
        lines: The texts of the last catalog that could be read.
        faults: What is wrong with the file now, with the faulty lines; empty where it is well.
    """

    version: int
    lines: tuple[Line, ...]
    faults: tuple[tuple[Fault, str], ...]


class Live:
    """A catalog that is followed while it is edited.

    Args:
        project: The project's catalogs or a site's.
        locale: The locale, which has a catalog.
    """

    def __init__(self, project: Project, locale: str) -> None:
        self.project = project
        self.locale = locale
        self.state = State(0, (), ())
        self._path = project.catalog(locale)
        self._watched = (self._path, project.terms(locale))
        self._seen: tuple[object, ...] = ()
        self._changed = threading.Condition()
        self._ended = threading.Event()
        self._site = default_lingo()

    @contextlib.contextmanager
    def following(self) -> Iterator[None]:
        """Follow the catalog within a ``with`` block, from a thread of its own."""
        with tempfile.TemporaryDirectory(prefix="httplingo-preview-") as name:
            texts = Path(name)
            self.look(texts)
            watcher = Watcher(self.project.folder / self.locale, lambda: self.look(texts))
            watcher.start()
            try:
                yield
            finally:
                self._ended.set()
                with self._changed:
                    self._changed.notify_all()
                watcher.stop()
                self._site.reset()

    def wait(self, version: int, timeout: float) -> State:
        """Return the state as soon as it is another one than a version, or after a time."""
        with self._changed:
            self._changed.wait_for(
                lambda: self.state.version != version or self._ended.is_set(), timeout
            )
        return self.state

    @property
    def ended(self) -> bool:
        """Whether nothing is followed any more."""
        return self._ended.is_set()

    def look(self, texts: Path) -> bool:
        """Read the catalog where it changed since the last look; return True: look again.

        Args:
            texts: A folder for the compiled texts.
        """
        seen = tuple(map(_mark, self._watched))
        if seen == self._seen:
            return True
        self._seen = seen
        try:
            new = lines(self.project, self.locale, lambda _: True)
            self._use(texts)
            state = State(self.state.version + 1, tuple(new), ())
        except FaultsError as error:
            faults = tuple((fault, _excerpt(self._path, fault)) for fault in error.faults)
            state = State(self.state.version + 1, self.state.lines, faults)
        with self._changed:
            self.state = state
            self._changed.notify_all()
        return True

    def _use(self, texts: Path) -> None:
        target = texts / self.locale / "LC_MESSAGES" / f"{DOMAIN}.mo"
        write_atomically(target, _compiled(read_po(self._path), own=self.project.has_tables))
        self._site.reset()
        self._site.add_catalogs(texts)


def _compiled(file: polib.POFile, *, own: bool) -> bytes:
    """Return the shown texts; in the project English for the others, as after the next build."""
    shown = polib.POFile()
    shown.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for entry in file:
        text = entry.msgstr if not entry.fuzzy else ""
        if not entry.obsolete and (text or own):
            key = key_of(entry)
            shown.append(polib.POEntry(msgctxt=key, msgid=entry.msgid, msgstr=text or entry.msgid))
    return bytes(shown.to_binary())


def _mark(path: Path) -> tuple[int, int, int] | None:
    # An editor saves into the file or puts a new one in its place.
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _excerpt(path: Path, fault: Fault) -> str:
    try:
        rows = path.read_bytes().decode("utf-8", "replace").split("\n")
    except OSError:
        return ""
    return rows[fault.line - 1][:200] if 0 < fault.line <= len(rows) else ""
