"""Texts that were approved in Weblate or another program, which a .po file cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.files import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

#: The largest file that is read, in bytes.
MAX_BYTES = 16 * 1024 * 1024


def approved_texts(path: Path) -> set[tuple[str, str]]:
    """Return the approved texts of an XLIFF 1.2 file, as English and translation.

    Weblate writes ``approved="yes"`` for the state “Approved” into the XLIFF that it gives for
    download. The texts say which entries are meant: an entry that has changed since is another.

    Raises:
        FaultsError: It cannot be read, is no XLIFF file, or has a document type.
    """
    name = str(path)
    data = read_bytes(path, name, MAX_BYTES)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise FaultsError([Fault(name, 0, "a document type, which XLIFF does not have")])
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise FaultsError([Fault(name, error.position[0], f"no XML: {error}")]) from error
    if root.tag.rpartition("}")[2] != "xliff":
        raise FaultsError([Fault(name, 0, "not an XLIFF file")])
    found = set()
    for unit in root.iter():
        if unit.tag.rpartition("}")[2] == "trans-unit" and unit.get("approved") == "yes":
            parts = {part.tag.rpartition("}")[2]: "".join(part.itertext()) for part in unit}
            found.add((parts.get("source", ""), parts.get("target", "")))
    return found
