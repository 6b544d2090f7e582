"""Reads the text of a .po file and refuses what its parsers would let pass, within bounds.

polib and Babel both take a string without its closing quote and lose its last letter in silence,
and take minutes for a text of many lines. A line is therefore held against gettext's grammar
before either of them sees it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The largest catalog that is read, in bytes: some fifty times the size of a complete one.
MAX_BYTES = 8 * 1024 * 1024
#: The most entries: every code there can be has fewer than a tenth of them.
MAX_ENTRIES = 20_000
#: The longest line, in characters, and the most lines of one text.
MAX_LINE = 100_000
MAX_CONTINUATION = 2_000
#: The most lines of one entry's comments, on which polib spends the square of their number.
MAX_COMMENT = 1_000
#: A file that is something else has a fault in every line; the first ones tell.
MAX_PROBLEMS = 20

# A comment that is no obsolete or previous entry, an empty line, or a keyword with a string,
# or a string that continues one.
_LINE = re.compile(
    r"""
    \s*+
    | \s*+\#(?![~|]).*
    | \s*+(?:\#~\|?|\#\|)?\s*+
      (?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*+)?
      "(?:[^"\\]|\\.)*+"\s*+
    | \s*+\#[~|]+\s*+
    """,
    re.VERBOSE,
)
_COMMENT = re.compile(r"\s*#(?![~|])")
_INNER_QUOTE = re.compile(r'\s*(?:msg\w+(?:\[\d+\])?\s+)?".*".*"\s*')
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_CHARSET = re.compile(r"charset=([\w.:-]+)", re.IGNORECASE)


def read_po_text(path: Path, name: str) -> str:
    """Return the text of a .po file whose lines are all well formed.

    Args:
        path: The file.
        name: What errors call it.

    Raises:
        FaultsError: It cannot be read, is larger than the bounds, is not UTF-8, has lines
            that gettext's grammar does not allow: each with its number.

    Source: GNU gettext manual, "The Format of PO Files".

    >>> from pathlib import Path
    >>> read_po_text(Path("nowhere.po"), "x.po")
    Traceback (most recent call last):
    httplingo.workbench.faults.FaultsError: x.po: cannot be read: No such file or directory
    """
    text = read_text(path, name, limit=MAX_BYTES).removeprefix("\ufeff")
    faults = []
    for number, fault in _faults(text.replace("\r\n", "\n").split("\n")):
        faults.append(Fault(name, number, fault))
        if len(faults) == MAX_PROBLEMS:
            break
    if faults:
        raise FaultsError(faults)
    return text


def _faults(lines: list[str]) -> Iterator[tuple[int, str]]:
    entries = continuation = comment = 0
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            yield number, f"a line of {len(line)} characters; {MAX_LINE} are the most"
        elif "\0" in line:
            yield number, "a NUL character"
        elif _CONFLICT.match(line):
            yield number, f"a merge conflict: {line[:40]}"
        elif not _LINE.fullmatch(line):
            quoted = ""
            if _INNER_QUOTE.fullmatch(line):
                quoted = '; a quotation mark within a text is written \\"'
            yield number, f"not a line of a .po file: {line[:40]!r}{quoted}"
        continuation = continuation + 1 if line.lstrip("#~| \t").startswith('"') else 0
        if continuation == MAX_CONTINUATION:
            yield number, f"a text of more than {MAX_CONTINUATION} lines"
        comment = comment + 1 if _COMMENT.match(line) else 0
        if comment == MAX_COMMENT:
            yield number, f"a comment of more than {MAX_COMMENT} lines"
        entries += "msgid " in line[:12]
        if entries > MAX_ENTRIES:
            yield number, f"more than {MAX_ENTRIES} entries"
            return


def header_faults(text: str, name: str) -> list[Fault]:
    r"""Return what is wrong with the header entry as far as it keeps the file from being read.

    Args:
        text: The whole file, of sound syntax.
        name: What the faults call it.

    >>> print(*header_faults('msgid "a"\nmsgstr "b"\n', "de.po"))
    de.po:1: no header entry (msgid "" with Content-Type and Language)
    """
    header = re.search(r'^msgid ""[ \t]*\r?\n(?!")', text, re.MULTILINE)
    first = re.search(r"^msg(?:ctxt|id)\b", text, re.MULTILINE)
    if first is None and not text.strip():
        return [Fault(name, 1, "an empty file")]
    if header is None or first is None or first.start() != header.start():
        return [Fault(name, 1, 'no header entry (msgid "" with Content-Type and Language)')]
    end = re.compile(r"^\s*$|^(?!msg|\")", re.MULTILINE).search(text, header.end())
    block = text[header.start() : end.start() if end else len(text)]
    charset = _CHARSET.search(block)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "charset"):
        line = text.count("\n", 0, header.start() + charset.start()) + 1
        return [Fault(name, line, f"declares the charset {charset[1]}; UTF-8 is needed")]
    return []
