"""Reads the text of a .po file and refuses what its parsers would let pass.

polib and Babel both take a string without its closing quote and lose its last letter in silence.
A line is therefore held against gettext's grammar before either of them sees it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .files import read_text
from .problems import Problem, ProblemsError

if TYPE_CHECKING:
    from pathlib import Path

# A comment that is no obsolete or previous entry, an empty line, or a keyword with a string,
# or a string that continues one.
_LINE = re.compile(
    r"""
    \s*
    | \s*\#(?![~|]).*
    | \s*(?:\#~\|?|\#\|)?\s*
      (?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?
      "(?:[^"\\]|\\.)*"\s*
    | \s*\#[~|]+\s*
    """,
    re.VERBOSE,
)
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")


def read_po_text(path: Path, name: str) -> str:
    """Return the text of a .po file whose lines are all well formed.

    Args:
        path: The file.
        name: What errors call it.

    Raises:
        ProblemsError: It cannot be read, is not UTF-8, or has lines that gettext's grammar does
            not allow: each with its number.

    Source: GNU gettext manual, "The Format of PO Files".

    >>> from pathlib import Path
    >>> read_po_text(Path("nowhere.po"), "x.po")
    Traceback (most recent call last):
    httplingo.catalog_tools.problems.ProblemsError: x.po: cannot be read: No such file or directory
    """
    text = read_text(path, name).removeprefix("\ufeff")
    problems = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if "\0" in line:
            problems.append(Problem(name, number, "a NUL character"))
        elif _CONFLICT.match(line):
            problems.append(Problem(name, number, f"a merge conflict: {line[:40]}"))
        elif not _LINE.fullmatch(line):
            problems.append(Problem(name, number, f"not a line of a .po file: {line[:40]!r}"))
    if problems:
        raise ProblemsError(problems)
    return text
