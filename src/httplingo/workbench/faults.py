"""What is wrong with a file, collected and raised once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from httplingo.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterable


_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def visible(text: str) -> str:
    r"""Return a text with its control characters written out, as a terminal would obey them.

    >>> print(visible("\x1b[2J"))
    \x1b[2J
    """
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


class Fault(NamedTuple):
    """One fault: the file, the line counted from 1 (0: the file as a whole), and what it is.

    >>> print(Fault("table.md", 3, "a cell is missing"))
    table.md:3: a cell is missing
    """

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return visible(f"{place}: {self.text}")


class FaultsError(CatalogError):
    """Everything that is wrong with one or more files, a line each.

    >>> print(FaultsError([Fault("a.md", 3, "a missing cell"), Fault("b.po", 0, "is gone")]))
    a.md:3: a missing cell
    b.po: is gone
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
