"""The base locale's source: the table of English texts, and the table of a page's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.files import read_text
from httplingo.workbench.po.keys import is_class, is_code, is_page_word, is_problem

from .tables import read_tables

if TYPE_CHECKING:
    from pathlib import Path

    from .tables import Row, Table

STATUS_HEAD = ("Code", "Phrase", "Description", "Advice", "Reference", "Former names", "Note")
WORDS_HEAD = ("Key", "Text", "Note for translators")

#: What the IANA registry may say of a code beside its name.
#: What a note begins with; “temporary” is followed by its dates.
NOTES = frozenset({"", "deprecated", "obsoleted", "temporary", "unused"})
#: The classes whose codes have advice: nobody is shown a 1xx or a 2xx.
ADVISED = "345"


class StatusRow(NamedTuple):
    """The English texts of a code, class or problem, and what is known of it beside them."""

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
    """Both tables, in their order: statuses by code or class, problems by name, and words."""

    statuses: dict[str, StatusRow]
    problems: dict[str, StatusRow]
    words: tuple[PageWord, ...]


def note_kind(note: str) -> str:
    """Return what a note begins with, up to its first comma.

    >>> note_kind("temporary, registered 2024-11-13")
    'temporary'
    """
    return note.partition(",")[0]


def read_english_table(path: Path, name: str) -> EnglishTable:
    """Return the English source texts.

    Args:
        path: The Markdown file, with a table of statuses and one of a page's own words.
        name: What errors call it.

    Raises:
        FaultsError: A table is missing or has other columns, a cell is missing, extra or
            empty, a code or key stands twice or is none, advice stands where none belongs or
            is missing where it does, or the file is not UTF-8; all such faults at once.
    """
    tables = read_tables(read_text(path, name), name)
    faults: list[Fault] = []
    rows: dict[str, StatusRow] = {}
    words: dict[str, PageWord] = {}
    for row in _table(tables, STATUS_HEAD, name, faults):
        status = _status(row)
        faults.extend(Fault(name, row.line, text) for text in _status_faults(status))
        if status.name in rows:
            faults.append(_twice(name, row.line, status.name, rows[status.name].line))
        rows.setdefault(status.name, status)
    for row in _table(tables, WORDS_HEAD, name, faults):
        word = PageWord(row.line, *row.cells)
        if not is_page_word(word.key):
            faults.append(Fault(name, row.line, f"not a key of the form page.word: {word.key!r}"))
        if not word.text:
            faults.append(Fault(name, row.line, f"no text for {word.key}"))
        if word.key in words:
            faults.append(_twice(name, row.line, word.key, words[word.key].line))
        words.setdefault(word.key, word)
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.line))
    statuses = {name: row for name, row in rows.items() if not is_problem(name)}
    named = {name: row for name, row in rows.items() if is_problem(name)}
    return EnglishTable(statuses, named, tuple(words.values()))


def _table(
    tables: list[Table], head: tuple[str, ...], name: str, faults: list[Fault]
) -> tuple[Row, ...]:
    for table in tables:
        if table.head == head:
            return table.rows
    faults.append(Fault(name, 0, f"no table with the columns {', '.join(head)}"))
    return ()


def _status(row: Row) -> StatusRow:
    code, phrase, description, advice, reference, former, note = row.cells
    names = tuple(name.strip() for name in former.split(";") if name.strip())
    return StatusRow(row.line, code, phrase, description, advice, reference, names, note)


def _status_faults(row: StatusRow) -> list[str]:
    problem = is_problem(row.name)
    if not (problem or is_code(row.name) or is_class(row.name)):
        return [
            "not a status code from 100 to 599, a class such as 4xx or the name of a problem "
            f"such as form-expired: {row.name!r}"
        ]
    # What a site raises as a problem is an error, and registered nowhere.
    needed = ["phrase", "description"] if problem else ["phrase", "description", "reference"]
    if problem or row.name[0] in ADVISED:
        needed.append("advice")
    faults = [f"no {field} for {row.name}" for field in needed if not getattr(row, field)]
    if row.advice and not (problem or row.name[0] in ADVISED):
        faults.append(f"advice for {row.name}: only 3xx, 4xx and 5xx have any")
    if note_kind(row.note) not in NOTES:
        faults.append(f"unknown note {row.note!r}: one of {', '.join(sorted(NOTES - {''}))}")
    if (row.note or row.former_names) and not is_code(row.name):
        faults.append(f"a note or a former name for {row.name}: only codes have any")
    return faults


def _twice(name: str, line: int, key: str, first: int) -> Fault:
    return Fault(name, line, f"{key} stands already in line {first}")
