"""Reads and writes text files: a clear error for every fault, never a half-written file."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from .faults import Fault, FaultsError


def read_text(path: Path, name: str, limit: int | None = None) -> str:
    """Return the text of a UTF-8 file.

    Args:
        path: The file.
        name: What the error calls it.
        limit: The most bytes that it may have.

    Raises:
        FaultsError: It cannot be read, is larger than the limit, or is not UTF-8.

    >>> read_text(Path("nowhere.md"), "x.md")
    Traceback (most recent call last):
    httplingo.workbench.faults.FaultsError: x.md: cannot be read: No such file or directory
    """
    try:
        with path.open("rb") as file:
            data = file.read(-1 if limit is None else limit + 1)
    except OSError as error:
        raise FaultsError([Fault(name, 0, f"cannot be read: {error.strerror}")]) from error
    if limit is not None and len(data) > limit:
        raise FaultsError([Fault(name, 0, f"larger than {limit} bytes")])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = f"not UTF-8: byte 0x{data[error.start]:02x}"
        raise FaultsError([Fault(name, line, text)]) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a reader, or an interruption, never finds a part of it.

    Args:
        path: The file; its folder is made where it is missing.
        data: All of it.

    Raises:
        FaultsError: It cannot be written; the file is then as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            # mkstemp makes a private file; a catalog is for everyone, as the umask allows.
            Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else _new_mode())
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        text = f"cannot be written: {error.strerror}"
        raise FaultsError([Fault(str(path), 0, text)]) from error


def _new_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
