"""A bounded reader of compiled catalogs (GNU gettext's .mo format).

The standard library's reader trusts the file and keys its texts by context and msgid
together. Here the key of an entry alone finds its text, and a damaged file is an error that
names it, whatever the damage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from operator import add

from .errors import CatalogError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

#: The largest catalog that is read, in bytes: some hundred times the size of a complete one.
MAX_BYTES = 8 * 1024 * 1024

_MAGIC_LITTLE = b"\xde\x12\x04\x95"
_MAGIC_BIG = b"\x95\x04\x12\xde"
_HEADER_BYTES = 20
_CONTEXT_END = b"\x04"
_FORM_END = b"\x00"


class Texts(Mapping[str, str]):
    """The texts of a catalog by key; immutable.

    They are kept as the file has them and decoded when one is asked for: a process shows a few
    of them at most, and reading all is what a first message would wait for.

    >>> Texts({b"404.phrase": "未找到".encode()})["404.phrase"]
    '未找到'
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: dict[bytes, bytes]) -> None:
        self._texts = texts

    def __getitem__(self, key: str) -> str:
        # Of a plural entry, the first form.
        return self._texts[key.encode()].partition(_FORM_END)[0].decode()

    def __iter__(self) -> Iterator[str]:
        return (key.decode() for key in self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def over(self, below: Texts) -> Texts:
        """Return these texts with those of ``below`` where there are none here."""
        return Texts({**below._texts, **self._texts})


def read_mo(path: str) -> Texts:
    """Return the texts of a compiled catalog by key.

    Args:
        path: The file.

    Raises:
        CatalogError: The file cannot be read, is larger than ``MAX_BYTES``, or is no catalog
            that `parse_mo` takes.

    >>> read_mo("nowhere.mo")
    Traceback (most recent call last):
    httplingo.errors.CatalogError: nowhere.mo: cannot be read: No such file or directory
    """
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            # By its size, since read() would set aside all that it is allowed to read.
            data = file.read(size) if size <= MAX_BYTES else b""
    except OSError as error:
        raise CatalogError(f"{path}: cannot be read: {error.strerror}") from error
    if size > MAX_BYTES:
        raise CatalogError(f"{path}: larger than {MAX_BYTES} bytes")
    return parse_mo(data, path)


def parse_mo(data: bytes, name: str) -> Texts:
    """Return the texts of a compiled catalog that has been read.

    The key of an entry is its ``msgctxt``, or its ``msgid`` where it has no context, so that
    a catalog whose msgids are the keys themselves loads as well. The header entry and empty
    translations are left out; of a plural entry the first form stands.

    Args:
        data: The content of the file.
        name: What errors call it.

    Raises:
        CatalogError: It is no .mo file, has offsets outside itself, entries that share their
            bytes, or text that is not UTF-8.

    Source: GNU gettext manual, "The Format of GNU MO Files".

    >>> parse_mo(b"", "empty.mo")
    Traceback (most recent call last):
    httplingo.errors.CatalogError: empty.mo: not a .mo file (wrong magic number)
    """
    try:
        texts = _parse(data)
        _check_encoding(texts)
    except CatalogError as error:
        raise CatalogError(f"{name}: {error}") from error.__cause__
    return Texts(texts)


def _parse(data: bytes) -> dict[bytes, bytes]:
    order: Literal["little", "big"]
    if data[:4] == _MAGIC_LITTLE:
        order = "little"
    elif data[:4] == _MAGIC_BIG:
        order = "big"
    else:
        raise CatalogError("not a .mo file (wrong magic number)")
    size = len(data)
    if size < _HEADER_BYTES:
        raise CatalogError("truncated within the header")
    revision, count, originals, translations = _numbers(data, 4, 4, order)
    if revision >> 16 > 1:
        raise CatalogError(f"unknown major revision {revision >> 16}")
    if max(originals, translations) + 8 * count > size:
        raise CatalogError("truncated, or its tables lie outside the file")
    # Both tables at once: lengths and offsets take turns in them.
    sources = _numbers(data, originals, 2 * count, order)
    targets = _numbers(data, translations, 2 * count, order)
    lengths, starts = sources[::2], sources[1::2]
    text_lengths, text_starts = targets[::2], targets[1::2]
    if count and max(*map(add, lengths, starts), *map(add, text_lengths, text_starts)) > size:
        raise CatalogError("truncated, or an entry lies outside the file")
    if sum(lengths) > size or sum(text_lengths) > size:
        # Each is copied: entries that overlap would take many times the file's size.
        raise CatalogError("entries share their bytes")
    texts: dict[bytes, bytes] = {}
    find = data.find
    for length, start, text_length, text_start in zip(
        lengths, starts, text_lengths, text_starts, strict=True
    ):
        end = find(_CONTEXT_END, start, start + length)
        if end < 0:  # no context: the msgid, up to its plural, is the key
            end = start + len(data[start : start + length].partition(_FORM_END)[0])
        if text_length:
            texts[data[start:end]] = data[text_start : text_start + text_length]
    texts.pop(b"", None)  # the header entry
    return texts


def _numbers(data: bytes, start: int, count: int, order: Literal["little", "big"]) -> list[int]:
    """Return unsigned 32-bit numbers; the `struct` module would double the time of an import."""
    part = data[start : start + 4 * count]
    if order == sys.byteorder:
        return memoryview(part).cast("I").tolist()
    return [int.from_bytes(part[at : at + 4], order) for at in range(0, 4 * count, 4)]


def _check_encoding(texts: dict[bytes, bytes]) -> None:
    try:
        # Two calls for all of them; the NULs keep one text's end from completing the next.
        _FORM_END.join(texts).decode()
        _FORM_END.join(texts.values()).decode()
    except UnicodeDecodeError:
        for key, text in texts.items():
            try:
                (key + _FORM_END + text).decode()
            except UnicodeDecodeError as error:
                raise CatalogError(f"{key[:40]!r} is not UTF-8: {error.reason}") from error
