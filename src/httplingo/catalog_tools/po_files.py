"""Reads and writes .po files with polib."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polib

from .po_text import read_po_text
from .problems import Problem, ProblemsError

if TYPE_CHECKING:
    from pathlib import Path

_POLIB_PLACE = re.compile(r"\(line (\d+)\)(?::\s*(.*))?$", re.DOTALL)
_CHARSET = re.compile(r"charset=([\w.:-]+)", re.IGNORECASE)


def read_po(path: Path, name: str | None = None) -> polib.POFile:
    """Return a catalog or template.

    Args:
        path: The file.
        name: What errors call it; the path by default.

    Raises:
        ProblemsError: It cannot be read, is not UTF-8, declares another charset, is no .po
            file, or has a key twice: with its line.
    """
    name = name or str(path)
    read_po_text(path, name)
    try:
        file = polib.pofile(str(path), encoding="utf-8-sig", wrapwidth=0)
    except OSError as error:
        raise ProblemsError([_problem(name, str(error))]) from error
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise ProblemsError([Problem(name, 0, f"not a .po file: {error}")]) from error
    problems = _duplicates(file, name)
    charset = _CHARSET.search(file.metadata.get("Content-Type", ""))
    if charset and charset[1].lower() not in ("utf-8", "utf8", "charset"):
        problems.append(Problem(name, 0, f"declares the charset {charset[1]}; UTF-8 is needed"))
    if problems:
        raise ProblemsError(problems)
    return file


def _problem(name: str, message: str) -> Problem:
    found = _POLIB_PLACE.search(message)
    if found is None:
        return Problem(name, 0, message)
    return Problem(name, int(found[1]), f"not a .po file: {found[2] or 'syntax error'}")


def _duplicates(file: polib.POFile, name: str) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for entry in file:
        if entry.obsolete:
            continue
        key = entry.msgctxt or entry.msgid
        if key in first:
            text = f"{key} stands already in line {first[key]}"
            problems.append(Problem(name, entry.linenum or 0, text))
        else:
            first[key] = entry.linenum or 0
    return problems


def po_bytes(file: polib.POFile) -> bytes:
    """Return the catalog as the bytes of a .po file; a text is one line, however long.

    One line a text makes one changed line of one changed text in a diff.
    """
    file.wrapwidth = 0
    return (str(file).rstrip("\n") + "\n").encode("utf-8")
