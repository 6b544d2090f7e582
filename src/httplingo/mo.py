"""A bounded reader of compiled catalogs (GNU gettext's .mo format).

The standard library's reader trusts the file and keys its texts by context and msgid
together. Here the key of an entry alone finds its text, and a damaged file is an error that
names it, whatever the damage.
"""

from __future__ import annotations

import struct

from .errors import CatalogError

#: The largest catalog that is read, in bytes: some hundred times the size of a complete one.
MAX_BYTES = 8 * 1024 * 1024

_MAGIC_LITTLE = b"\xde\x12\x04\x95"
_MAGIC_BIG = b"\x95\x04\x12\xde"
_HEADER_BYTES = 20
_CONTEXT_END = b"\x04"
_FORM_END = b"\x00"


def read_mo(path: str) -> dict[str, str]:
    """Return the texts of a compiled catalog by key.

    The key of an entry is its ``msgctxt``, or its ``msgid`` where it has no context, so that
    a catalog whose msgids are the keys themselves loads as well. The header entry and empty
    translations are left out; of a plural entry the first form stands.

    Args:
        path: The file.

    Raises:
        CatalogError: The file cannot be read, is no .mo file, is larger than ``MAX_BYTES``,
            has offsets outside itself, or holds text that is not UTF-8.

    Source: GNU gettext manual, "The Format of GNU MO Files".

    >>> read_mo("nowhere.mo")
    Traceback (most recent call last):
    httplingo.errors.CatalogError: nowhere.mo: cannot be read: No such file or directory
    """
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CatalogError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise CatalogError(f"{path}: larger than {MAX_BYTES} bytes")
    try:
        return _parse(data)
    except CatalogError as error:
        raise CatalogError(f"{path}: {error}") from error.__cause__


def _parse(data: bytes) -> dict[str, str]:
    if data[:4] == _MAGIC_LITTLE:
        order = "<"
    elif data[:4] == _MAGIC_BIG:
        order = ">"
    else:
        raise CatalogError("not a .mo file (wrong magic number)")
    size = len(data)
    if size < _HEADER_BYTES:
        raise CatalogError("truncated within the header")
    revision, count, originals, translations = struct.unpack_from(order + "4I", data, 4)
    if revision >> 16 > 1:
        raise CatalogError(f"unknown major revision {revision >> 16}")
    if max(originals, translations) + 8 * count > size:
        raise CatalogError("truncated, or its tables lie outside the file")
    # Both tables at once: one call instead of two for every entry.
    table = f"{order}{2 * count}I"
    sources = struct.unpack_from(table, data, originals)
    targets = struct.unpack_from(table, data, translations)
    texts: dict[str, str] = {}
    for index in range(0, 2 * count, 2):
        start = sources[index + 1]
        end = start + sources[index]
        text_start = targets[index + 1]
        text_end = text_start + targets[index]
        if end > size or text_end > size:
            raise CatalogError(f"entry {index // 2} lies outside the file")
        context_end = data.find(_CONTEXT_END, start, end)
        key = data[start : end if context_end < 0 else context_end]
        text = data[text_start:text_end]
        if not key or not text:
            continue
        if _FORM_END in text:
            key = key.partition(_FORM_END)[0]
            text = text.partition(_FORM_END)[0]
        try:
            texts[str(key, "utf-8")] = str(text, "utf-8")
        except UnicodeDecodeError as error:
            name = f"entry {index // 2} ({key[:40]!r})"
            raise CatalogError(f"{name} is not UTF-8: {error}") from error
    return texts
