"""One writer at a time in a folder of catalogs."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from .faults import Fault, FaultsError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How long a second writer waits for the first, in seconds.
PATIENCE = 10.0


@contextlib.contextmanager
def lock(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Let one process at a time write in a folder; the lock ends with the process, come what may.

    The lock is a file among the temporary ones, so that none is left among the catalogs.

    Args:
        folder: An existing folder.
        patience: How long to wait for another writer, in seconds.

    Raises:
        FaultsError: Another writer keeps it for too long, or there is no place for the lock.

    >>> with lock(Path(".")):
    ...     "nobody else writes here"
    'nobody else writes here'
    """
    digest = hashlib.sha256(os.path.realpath(folder).encode()).hexdigest()[:16]
    owner = os.getuid() if hasattr(os, "getuid") else 0
    path = Path(tempfile.gettempdir(), f"httplingo-{owner}-{digest}.lock")
    guard = FileLock(path, timeout=patience, thread_local=False)
    try:
        guard.acquire()
    except Timeout as error:
        text = "another command is writing here; try again when it has ended"
        raise FaultsError([Fault(str(folder), 0, text)]) from error
    except OSError as error:
        text = f"cannot be locked: {path}: {error.strerror}"
        raise FaultsError([Fault(str(folder), 0, text)]) from error
    try:
        yield
    finally:
        guard.release()
