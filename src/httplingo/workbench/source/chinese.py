"""The given source: a table of codes, English names and Chinese descriptions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.files import read_text
from httplingo.workbench.po.keys import is_code

from .tables import read_tables

if TYPE_CHECKING:
    from pathlib import Path

#: The locale of the given source table.
SOURCE_LOCALE = "zh_CN"

#: An opening label such as ``已创建。``: a few characters, no punctuation, and something after it.
_LABEL = re.compile(r"([^\W\d_]{2,8})。.")

_COLUMNS = 3


class SourceRow(NamedTuple):
    """A row of the source: its line, the code, the English name, and the cell's plain text."""

    line: int
    code: int
    name: str
    text: str

    @property
    def label(self) -> str:
        """The cell's opening label, which serves as the phrase; empty where it has none.

        >>> SourceRow(8, 201, "Created", "已创建。成功请求并创建了新的资源").label
        '已创建'
        >>> SourceRow(33, 404, "Not Found", "服务器无法根据客户端的请求找到资源（网页）。").label
        ''
        """
        found = _LABEL.match(self.text)
        return found[1] if found else ""


def read_source_table(path: Path, name: str) -> dict[int, SourceRow]:
    """Return the rows of the source table by code, in the table's order.

    Args:
        path: The Markdown file; its first table counts, blank rows separate its classes.
        name: What errors call it.

    Raises:
        FaultsError: No table, a missing or extra or empty cell, a code twice or outside
            100–599, markup without plain text, or a file that is not UTF-8.
    """
    tables = read_tables(read_text(path, name), name)
    if not tables:
        raise FaultsError([Fault(name, 0, "no table in it")])
    head, rows = tables[0]
    if len(head) != _COLUMNS:
        text = f"{len(head)} columns where code, English name and description are expected"
        raise FaultsError([Fault(name, 1, text)])
    faults: list[Fault] = []
    found: dict[int, SourceRow] = {}
    for line, (code, english, text) in rows:
        if not is_code(code):
            faults.append(Fault(name, line, f"not a status code from 100 to 599: {code!r}"))
        elif int(code) in found:
            first = found[int(code)].line
            faults.append(Fault(name, line, f"{code} stands already in line {first}"))
        elif not english or not text:
            faults.append(Fault(name, line, f"an empty cell for {code}"))
        else:
            found[int(code)] = SourceRow(line, int(code), english, text)
    if not found and not faults:
        faults.append(Fault(name, 0, "a table without rows"))
    if faults:
        raise FaultsError(faults)
    return found
