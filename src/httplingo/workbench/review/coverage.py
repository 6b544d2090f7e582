"""The table of coverage in ``locale/README.md``, written between two markers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.files import read_text, write_unchanged

from .statistics import Coverage, coverage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from httplingo.workbench.project import Project

BEGIN = "<!-- coverage: written by `httplingo catalog stats --write` -->"
END = "<!-- end of coverage -->"


def table(rows: Iterable[Coverage]) -> str:
    """Return the coverage as a Markdown table, a row for each locale.

    >>> print(table([Coverage("nl", "Nederlands", 190, 0, 150, 30, 0, 2, 8)]))
    | Locale | Language | Texts | Source | Draft | Reviewed | Fuzzy | Missing |
    | :--- | :--- | ---: | ---: | ---: | ---: | ---: | ---: |
    | `nl` | Nederlands | 190 | 0 | 150 | 30 | 2 | 8 |
    """
    lines = [
        "| Locale | Language | Texts | Source | Draft | Reviewed | Fuzzy | Missing |",
        "| :--- | :--- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        # A stale review claims nothing any more.
        counts = (row.texts, row.source, row.draft + row.stale, row.reviewed, row.fuzzy)
        cells = [f"`{row.locale}`", row.native_name, *map(str, (*counts, row.missing))]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def write_table(project: Project, *, write: bool = True) -> bool:
    """Bring the table in a folder's README.md up to date; return whether it changed.

    Args:
        project: The project's catalogs or a site's.
        write: False only tells whether it would change.

    Raises:
        FaultsError: There is no README.md, or no pair of markers in it, or a catalog cannot
            be read.
    """
    path = project.guide
    name = project.name(path)
    text = read_text(path, name)
    begin, end = text.find(BEGIN), text.find(END)
    if not 0 <= begin < end:
        raise FaultsError([Fault(name, 0, f"no place for the table: {BEGIN} … {END}")])
    new = f"{text[: begin + len(BEGIN)]}\n\n{table(coverage(project))}\n\n{text[end:]}"
    if new != text and write:
        write_unchanged(path, new.encode("utf-8"), text.encode("utf-8"), name)
    return new != text
