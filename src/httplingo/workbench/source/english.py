"""The base locale's source: the table of English texts, and the table of a page's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from httplingo.workbench.files import read_text
from httplingo.workbench.po.keys import is_class, is_code, is_page_word
from httplingo.workbench.problems import Problem, ProblemsError

from .tables import read_tables

if TYPE_CHECKING:
    from pathlib import Path

    from .tables import Row, Table

STATUS_HEAD = ("Code", "Phrase", "Description", "Advice", "Reference", "Former names", "Note")
WORDS_HEAD = ("Key", "Text", "Note for translators")

#: What the IANA registry may say of a code beside its name.
NOTES = frozenset({"", "deprecated", "obsoleted", "temporary", "unused"})


class StatusRow(NamedTuple):
    """The English texts of a code or class, and what is known of it beside them."""

    line: int
    name: str
    phrase: str
    description: str
    advice: str
    reference: str
    former_names: tuple[str, ...]
    note: str


class PageWord(NamedTuple):
    """One of a page's own words."""

    line: int
    key: str
    text: str
    note: str


class EnglishTable(NamedTuple):
    """Both tables; the statuses by code or class, in the table's order."""

    statuses: dict[str, StatusRow]
    words: tuple[PageWord, ...]


def read_english_table(path: Path, name: str) -> EnglishTable:
    """Return the English source texts.

    Args:
        path: The Markdown file, with a table of statuses and one of a page's own words.
        name: What errors call it.

    Raises:
        ProblemsError: A table is missing or has other columns, a cell is missing, extra or
            empty, a code or key stands twice or is none, advice stands where none belongs or
            is missing for 4xx and 5xx, or the file is not UTF-8; all such faults at once.
    """
    tables = read_tables(read_text(path, name), name)
    problems: list[Problem] = []
    statuses: dict[str, StatusRow] = {}
    words: dict[str, PageWord] = {}
    for row in _table(tables, STATUS_HEAD, name, problems):
        status = _status(row)
        problems.extend(Problem(name, row.line, text) for text in _status_faults(status))
        if status.name in statuses:
            problems.append(_twice(name, row.line, status.name, statuses[status.name].line))
        statuses.setdefault(status.name, status)
    for row in _table(tables, WORDS_HEAD, name, problems):
        word = PageWord(row.line, *row.cells)
        if not is_page_word(word.key):
            problems.append(
                Problem(name, row.line, f"not a key of the form page.word: {word.key!r}")
            )
        if not word.text:
            problems.append(Problem(name, row.line, f"no text for {word.key}"))
        if word.key in words:
            problems.append(_twice(name, row.line, word.key, words[word.key].line))
        words.setdefault(word.key, word)
    if problems:
        raise ProblemsError(sorted(problems, key=lambda problem: problem.line))
    return EnglishTable(statuses, tuple(words.values()))


def _table(
    tables: list[Table], head: tuple[str, ...], name: str, problems: list[Problem]
) -> tuple[Row, ...]:
    for table in tables:
        if table.head == head:
            return table.rows
    problems.append(Problem(name, 0, f"no table with the columns {', '.join(head)}"))
    return ()


def _status(row: Row) -> StatusRow:
    code, phrase, description, advice, reference, former, note = row.cells
    names = tuple(name.strip() for name in former.split(";") if name.strip())
    return StatusRow(row.line, code, phrase, description, advice, reference, names, note)


def _status_faults(status: StatusRow) -> list[str]:
    faults = []
    if not (is_code(status.name) or is_class(status.name)):
        return [f"not a status code from 100 to 599 or a class such as 4xx: {status.name!r}"]
    for field in ("phrase", "description", "reference"):
        if not getattr(status, field):
            faults.append(f"no {field} for {status.name}")
    error = status.name[0] in "45"
    if error and not status.advice:
        faults.append(f"no advice for {status.name}")
    if not error and status.advice:
        faults.append(f"advice for {status.name}: only 4xx and 5xx have any")
    if status.note not in NOTES:
        faults.append(f"unknown note {status.note!r}: one of {', '.join(sorted(NOTES - {''}))}")
    return faults


def _twice(name: str, line: int, key: str, first: int) -> Problem:
    return Problem(name, line, f"{key} stands already in line {first}")
