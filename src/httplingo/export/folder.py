"""A folder that is written whole, or not at all.

A list in it says which files are of an export, and what they held: ``sha256sum --check`` reads it
too. What is not in the list, or was changed since, is somebody's work, and nothing is written.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .site import ExportError

#: The list of an export's files.
LIST = "httplingo.sha256"


def write_folder(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Put files into a folder, in place of those of an earlier export.

    All is written beside it first, and takes its place at the end.

    Args:
        folder: The folder; it is made where it is missing.
        files: Contents by path.

    Returns:
        Whether anything changed.

    Raises:
        ExportError: The folder holds something else, or cannot be written; all is as it was.
    """
    files = {**files, LIST: _list(files)}
    folder = Path(os.path.realpath(folder))
    try:
        old = _read_old(folder)
        if old == files:
            return False
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            _write(new, files)
            _replace(folder, new)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise ExportError(f"{folder}: cannot be written: {error.strerror}") from error
    return True


def _list(files: Mapping[str, bytes]) -> bytes:
    lines = (
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())
    )
    return "".join(lines).encode()


def _read_old(folder: Path) -> dict[str, bytes]:
    """Return the files of an earlier export; none where the folder is empty or missing."""
    if not folder.exists():
        return {}
    if not folder.is_dir():
        raise ExportError(f"{folder}: not a folder")
    found: dict[str, bytes] = {}
    if not any(folder.iterdir()):
        return found
    listed = _read_list(folder)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            continue
        if name not in listed or path.is_symlink() or not path.is_file():
            raise ExportError(f"{folder}: holds something else than an export: {name}")
        found[name] = path.read_bytes()
        if name != LIST and hashlib.sha256(found[name]).hexdigest() != listed[name]:
            raise ExportError(f"{folder}: {name} was changed since it was exported")
    return found


def _read_list(folder: Path) -> dict[str, str]:
    try:
        text = (folder / LIST).read_text(encoding="ascii")
    except (FileNotFoundError, UnicodeDecodeError):
        raise ExportError(f"{folder}: holds something else than an export") from None
    listed = {LIST: ""}
    for line in text.splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    return listed


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    # mkdtemp makes a private folder; a server runs as somebody else.
    mask = os.umask(0)
    os.umask(mask)
    folder.chmod(0o777 & ~mask)


def _replace(folder: Path, new: Path) -> None:
    """Put a folder in the place of another; that one comes back if it fails."""
    if not folder.exists():
        new.rename(folder)
        return
    aside = new.with_name(f"{new.name}.old")
    folder.rename(aside)
    try:
        new.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)
