"""Reads and writes files: a clear error for every fault, never a half-written file."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from pathlib import Path

from .faults import Fault, FaultsError

#: After so many seconds a file that a killed process left behind is deleted by the next write.
_LEFTOVER = 3600.0
# A pipe in a catalog's place would block for ever; a Windows file would get other line ends.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def name_of(path: Path) -> str:
    """Return a path as messages give it: from where the command runs, where that is above.

    >>> name_of(Path("locale/httplingo.pot").absolute())
    'locale/httplingo.pot'
    """
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else Path(relative).as_posix()


def read_bytes(path: Path, name: str, limit: int | None = None) -> bytes:
    """Return what a file holds.

    Args:
        path: The file.
        name: What the error calls it.
        limit: The most bytes that it may have.

    Raises:
        FaultsError: It cannot be read, is no plain file, or is larger than the limit.

    >>> read_bytes(Path("."), "here")
    Traceback (most recent call last):
    httplingo.workbench.faults.FaultsError: here: cannot be read: not a plain file
    """
    try:
        handle = os.open(path, _READ)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise FaultsError([Fault(name, 0, "cannot be read: not a plain file")])
            data = file.read(-1 if limit is None else limit + 1)
    except IsADirectoryError as error:
        raise FaultsError([Fault(name, 0, "cannot be read: not a plain file")]) from error
    except OSError as error:
        raise FaultsError([Fault(name, 0, f"cannot be read: {error.strerror}")]) from error
    if limit is not None and len(data) > limit:
        raise FaultsError([Fault(name, 0, f"larger than {limit} bytes")])
    return data


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
    data = read_bytes(path, name, limit)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = f"not UTF-8: byte 0x{data[error.start]:02x}"
        raise FaultsError([Fault(name, line, text)]) from error


def content(path: Path) -> bytes | None:
    """Return what a file holds, or None where there is no such file.

    Raises:
        FaultsError: It is there and cannot be read.

    >>> content(Path("nowhere.po")) is None
    True
    """
    try:
        return read_bytes(path, str(path))
    except FaultsError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a reader, or an interruption, never finds a part of it.

    Args:
        path: The file, or a link to it, which stays one; its folder is made where it is missing.
        data: All of it.

    Raises:
        FaultsError: It cannot be written; the file is then as it was.
    """
    try:
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        _delete_leftovers(target)
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
        # Created with the rights that the umask leaves, as any new file.
        handle = os.open(temporary, _WRITE, 0o666)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                temporary.chmod(target.stat().st_mode & 0o777)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        text = f"cannot be written: {error.strerror}"
        raise FaultsError([Fault(str(path), 0, text)]) from error


def _delete_leftovers(target: Path) -> None:
    """Delete what a process that was killed in the middle of a write has left behind."""
    for path in target.parent.glob(f".{target.name}.*.tmp"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _LEFTOVER:
                path.unlink()


def write_unchanged(path: Path, data: bytes, before: bytes | None, name: str) -> None:
    """Write a file, unless somebody saved it since it was read.

    Args:
        path: The file.
        data: All of its new content.
        before: What it held when it was read; None where it was not there.
        name: What errors call it.

    Raises:
        FaultsError: It changed in between and stays as it is now, or cannot be written.

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
