"""Babel's way to the template: the extractor that ``pybabel extract -F babel.cfg`` calls."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

from .chinese import SOURCE_LOCALE, read_source_table
from .english import read_english_table
from .template import make_entries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


def extract(
    fileobj: IO[bytes],
    keywords: Mapping[str, object],  # noqa: ARG001 - every text is one to translate
    comment_tags: Collection[str],  # noqa: ARG001 - every comment is for translators
    options: Mapping[str, object],  # noqa: ARG001 - there are none
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield every text of the English table as Babel's extraction methods do.

    Args:
        fileobj: The English table, opened from a file; the source table stands beside it.
        keywords: Unused.
        comment_tags: Unused.
        options: Unused.

    Yields:
        Line, ``pgettext``, the key with the English text, and the comments.

    Raises:
        FaultsError: A table is damaged.

    Source: Babel's manual, "Writing Extraction Methods".
    """
    path = Path(fileobj.name)
    source_path = path.with_name(f"status-codes.{SOURCE_LOCALE}.md")
    english = read_english_table(path, str(path))
    source = read_source_table(source_path, str(source_path))
    for entry in make_entries(english, source, str(path), str(source_path)):
        yield entry.line, "pgettext", (entry.key, entry.text), list(entry.comments)
