"""One writer at a time in a folder, and no write over a file that changed meanwhile."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

from .faults import Fault, FaultsError
from .files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: How long a second writer waits for the first, in seconds.
PATIENCE = 10.0
_PAUSE = 0.02


@contextlib.contextmanager
def lock(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Let one process at a time write in a folder; the lock ends with the process, come what may.

    The folder itself is locked, so no lock file is left behind. Where the system cannot lock a
    folder (Windows), `write_unchanged` alone guards the files.

    Args:
        folder: An existing folder.
        patience: How long to wait for another writer, in seconds.

    Raises:
        FaultsError: The folder cannot be opened, or another writer keeps it for too long.

    >>> from pathlib import Path
    >>> with lock(Path(".")):
    ...     "nobody else writes here"
    'nobody else writes here'
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        text = f"cannot be opened: {error.strerror}"
        raise FaultsError([Fault(str(folder), 0, text)]) from error
    try:
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    text = "another command is writing here; try again when it has ended"
                    raise FaultsError([Fault(str(folder), 0, text)]) from None
                time.sleep(_PAUSE)
            except OSError:
                break  # a file system without locks
        yield
    finally:
        os.close(handle)


def write_unchanged(path: Path, data: bytes, before: bytes | None, name: str) -> None:
    """Write a file, unless somebody saved it since it was read.

    Args:
        path: The file.
        data: All of its new content.
        before: What it held when it was read; None where it was not there.
        name: What errors call it.

    Raises:
        FaultsError: It changed in between and stays as it is now, or cannot be written.

    >>> from pathlib import Path
    >>> try:
    ...     write_unchanged(Path("nowhere.po"), b"new", b"old", "nowhere.po")
    ... except FaultsError as error:
    ...     print(error)
    nowhere.po: was saved meanwhile, and stays as it is: run the command again
    """
    if content(path) != before:
        text = "was saved meanwhile, and stays as it is: run the command again"
        raise FaultsError([Fault(name, 0, text)])
    write_atomically(path, data)


def content(path: Path) -> bytes | None:
    """Return what a file holds, or None where there is no such file.

    >>> from pathlib import Path
    >>> content(Path("nowhere.po")) is None
    True
    """
    try:
        return path.read_bytes()
    except OSError:
        return None
