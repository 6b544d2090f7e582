"""Reads and writes .po files with polib."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polib

from httplingo.workbench.faults import Fault, FaultsError

from .grammar import header_faults, read_po_text
from .keys import is_key

if TYPE_CHECKING:
    from pathlib import Path

_POLIB_PLACE = re.compile(r"\(line (\d+)\)(?::\s*(.*))?$", re.DOTALL)


def read_po(path: Path, name: str | None = None, *, duplicates: bool = False) -> polib.POFile:
    """Return a catalog or template.

    Args:
        path: The file.
        name: What errors call it; the path by default.
        duplicates: Whether a key may stand twice, for a caller that reports it itself.

    Raises:
        FaultsError: It cannot be read, is too large, is not UTF-8, declares another charset,
            has no header, is no .po file, or has a key twice: with its line.

    >>> from pathlib import Path
    >>> read_po(Path("no.po"))
    Traceback (most recent call last):
    httplingo.workbench.faults.FaultsError: no.po: cannot be read: No such file or directory
    """
    name = name or str(path)
    text = read_po_text(path, name)
    try:
        file = polib.pofile(str(path), encoding="utf-8-sig", wrapwidth=0)
    except OSError as error:
        raise FaultsError([_fault(name, str(error))]) from error
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise FaultsError([Fault(name, 0, f"not a .po file: {error}")]) from error
    file.encoding = "utf-8"
    faults = header_faults(text, name)
    if not duplicates:
        faults += _duplicates(file, name)
    if faults:
        raise FaultsError(faults)
    return file


def _fault(name: str, message: str) -> Fault:
    found = _POLIB_PLACE.search(message)
    if found is None:
        return Fault(name, 0, message)
    return Fault(name, int(found[1]), f"not a .po file: {found[2] or 'syntax error'}")


def _duplicates(file: polib.POFile, name: str) -> list[Fault]:
    first: dict[str, int] = {}
    faults = []
    for entry in file:
        if entry.obsolete:
            continue
        key = key_of(entry)
        if key in first:
            text = f"{key} stands already in line {first[key]}"
            faults.append(Fault(name, entry.linenum or 0, text))
        else:
            first[key] = entry.linenum or 0
    return faults


def key_of(entry: polib.POEntry) -> str:
    """Return an entry's key: its context, or its msgid where it has none.

    >>> key_of(polib.POEntry(msgctxt="404.phrase", msgid="Not Found"))
    '404.phrase'
    """
    return str(entry.msgctxt or entry.msgid)


def require_keys(file: polib.POFile, name: str) -> None:
    """Refuse a catalog none of whose texts has a key, as an update would put all of them away.

    Args:
        file: The catalog.
        name: What the error calls it.

    Raises:
        FaultsError: A program has dropped the contexts (``msgctxt``), in which the keys stand.

    >>> file = polib.POFile()
    >>> file.append(polib.POEntry(msgid="Not Found", msgstr="Nicht gefunden"))
    >>> require_keys(file, "de.po")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    httplingo.workbench.faults.FaultsError: de.po: none of its 1 texts has a key (msgctxt)...
    """
    entries = [entry for entry in file if not entry.obsolete]
    if entries and not any(entry.msgctxt or is_key(entry.msgid) for entry in entries):
        text = (
            f"none of its {len(entries)} texts has a key (msgctxt): a program dropped them, as "
            "po2xliff and xliff2po do; take them over by hand from this file"
        )
        raise FaultsError([Fault(name, 0, text)])


def po_bytes(file: polib.POFile) -> bytes:
    r"""Return the catalog as the bytes of a .po file; a line ends where the text has a line break.

    That is what ``msgmerge --no-wrap`` writes, Poedit keeps, and Weblate writes with
    ``po_line_wrap`` 65535, byte for byte. Where lines are wrapped, the three do not agree on
    scripts other than Latin. One line a text is also one changed line of one changed text.

    >>> po_bytes(polib.POFile()).decode()
    'msgid ""\nmsgstr ""\n'
    """
    file.wrapwidth = 0
    text = str(file)
    if not file.header:
        text = text.removeprefix("#\n")
    return (text.rstrip("\n") + "\n").encode("utf-8")
