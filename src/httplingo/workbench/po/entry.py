"""A text to translate, as a template has it."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A text to translate: its key, the English, comments for the translator, and its line.

    The line is the English table's, 0 where there is none. It does not go into catalogs, where
    the key says which text it is: one more row in the table would change every entry below.
    """

    key: str
    text: str
    comments: tuple[str, ...]
    line: int
