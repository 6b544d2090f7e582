"""Watches the files of a folder from a thread of its own."""

from __future__ import annotations

import logging
import platform  # noqa: F401 - watchfiles does in the thread, where a fork would leave half of it
import threading
from typing import TYPE_CHECKING

from watchfiles import watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Looked at so often, in milliseconds, even where the system reports no change: it reports none
#: of network drives, of the targets of links, and of what happened before it began to watch.
INTERVAL = 500
#: Changes that come within so many milliseconds are one.
_DEBOUNCE, _STEP = 100, 20

_log = logging.getLogger(__name__)


class Watcher:
    """Calls a function again and again, at once when something changes in a folder.

    Nothing that the function raises ends the watching; it goes to the log.

    Args:
        folder: The folder, with all that is in it.
        look: Looks at what it needs, and returns False when it needs to be called no more.

    >>> from pathlib import Path
    >>> looked = threading.Event()
    >>> watcher = Watcher(Path("."), lambda: bool(looked.set()))
    >>> watcher.start()
    >>> looked.wait(10)
    True
    >>> watcher.stop()
    """

    def __init__(self, folder: Path, look: Callable[[], bool]) -> None:
        self._folder = folder
        self._look = look
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; in a forked process, begin anew."""
        name = f"httplingo watches {self._folder}"
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, and wait until the function runs no more."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while self._looked() and not self._ended.is_set():
            try:
                self._wait_for_changes()
            except OSError:
                # The folder is gone for the moment, or the system watches no more folders.
                self._ended.wait(INTERVAL / 1000)

    def _wait_for_changes(self) -> None:
        for _ in watch(
            self._folder,
            watch_filter=None,
            debounce=_DEBOUNCE,
            step=_STEP,
            rust_timeout=INTERVAL,
            yield_on_timeout=True,
            stop_event=self._ended,
            raise_interrupt=False,
        ):
            if not self._looked():
                self._ended.set()

    def _looked(self) -> bool:
        try:
            return self._look()
        except Exception:
            _log.exception("%s: cannot be looked at", self._folder)
            return True
