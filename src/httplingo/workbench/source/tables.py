"""Reads Markdown tables, cell by cell, and says where one is damaged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit

from httplingo.workbench.faults import Fault, FaultsError

from .plain_text import MarkupError, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

# CommonMark's line ends; str.splitlines knows seven more, which would shift the line numbers.
_LINE_END = re.compile(r"\r\n?|\n")
# U+FFFD is what CommonMark makes of NUL.
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufffd]")


class Row(NamedTuple):
    """A row: its line in the file, counted from 1, and the plain text of its cells."""

    line: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """A table: the texts of its head, and its rows without the blank ones."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]


def read_tables(text: str, name: str) -> list[Table]:
    r"""Return the tables of a Markdown document (GFM tables).

    Args:
        text: The document.
        name: The file's name, for the errors.

    Raises:
        FaultsError: A row has more or fewer cells than the head, or a cell holds markup of
            which no plain text can be made; all such faults at once.

    >>> read_tables("| Code | Phrase |\n| --- | --- |\n| 404 | Not Found |\n", "table.md")
    [Table(head=('Code', 'Phrase'), rows=(Row(line=3, cells=('404', 'Not Found')),))]
    >>> read_tables("| Code | Phrase |\n| --- | --- |\n| 404 |\n", "table.md")
    Traceback (most recent call last):
    httplingo.workbench.faults.FaultsError: table.md:3: 1 cell where the head has 2
    """
    lines = _LINE_END.split(text)
    faults: list[Fault] = []
    tables: list[Table] = []
    for rows in _token_rows(MarkdownIt("commonmark").enable("table").parse(text)):
        head = _texts(rows[0], name, faults)
        kept = []
        for row in rows[1:]:
            # GFM fills short rows and cuts long ones; here either is a fault.
            count = len(_raw_cells(lines[row.line - 1]))
            if count != len(head):
                cells = "cell" if count == 1 else "cells"
                faults.append(
                    Fault(name, row.line, f"{count} {cells} where the head has {len(head)}")
                )
                continue
            texts = _texts(row, name, faults)
            if any(texts):
                kept.append(Row(row.line, texts))
        tables.append(Table(head, tuple(kept)))
    if faults:
        raise FaultsError(faults)
    return tables


class _TokenRow(NamedTuple):
    line: int
    cells: tuple[Sequence[Token], ...]


def _token_rows(tokens: Sequence[Token]) -> Iterator[list[_TokenRow]]:
    rows: list[_TokenRow] = []
    cells: list[Sequence[Token]] = []
    line = 0
    inside = False
    for token in tokens:
        if token.type == "table_open":
            rows, inside = [], True
        elif token.type == "table_close":
            inside = False
            yield rows
        elif inside and token.type == "tr_open":
            cells = []
            line = token.map[0] + 1 if token.map else 0
        elif inside and token.type == "inline":
            cells.append(token.children or ())
        elif inside and token.type == "tr_close":
            rows.append(_TokenRow(line, tuple(cells)))


def _texts(row: _TokenRow, name: str, faults: list[Fault]) -> tuple[str, ...]:
    texts = []
    for cell in row.cells:
        text = ""
        try:
            text = plain_text(cell)
        except MarkupError as error:
            faults.append(Fault(name, row.line, f"markup that has no plain text: {error}"))
        if unprintable := _UNPRINTABLE.search(text):
            faults.append(Fault(name, row.line, f"control character {unprintable[0]!a}"))
        texts.append(text)
    return tuple(texts)


def _raw_cells(line: str) -> list[str]:
    cells = escapedSplit(line.strip())
    if cells and cells[0] == "":
        cells = cells[1:]
    if cells and cells[-1] == "":
        cells = cells[:-1]
    return cells
