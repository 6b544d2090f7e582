"""A language side by side with English, to be read through by one of its speakers."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, NamedTuple

from httplingo import catalogs, tags
from httplingo._codes import REFERENCES
from httplingo.workbench.checks import load, run_checks
from httplingo.workbench.faults import visible
from httplingo.workbench.po.comments import CORRECTION, SOURCE, get_comment
from httplingo.workbench.po.files import key_of
from httplingo.workbench.po.keys import is_key, is_page_word, sort_key
from httplingo.workbench.po.state import reviews_of, state_of
from httplingo.workbench.source.context import context

from .statistics import native_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import polib

    from httplingo.workbench.project import Project


class Line(NamedTuple):
    """A text on the sheet."""

    key: str
    english: str
    text: str
    state: str
    note: str
    reference: str
    findings: tuple[str, ...]


def matching(keys: Collection[str]) -> Callable[[str], bool]:
    """Return a test for keys: whole ones, all texts of a code, or ``page``.

    >>> chosen = matching(["404", "page.home"])
    >>> chosen("404.advice"), chosen("page.home"), chosen("page.back")
    (True, True, False)
    """
    return lambda key: not keys or key in keys or key.partition(".")[0] in keys


def lines(project: Project, locale: str, chosen: Callable[[str], bool]) -> list[Line]:
    """Return the lines of a locale's sheet, sorted by key.

    Raises:
        FaultsError: The catalog, the template or the term list cannot be read.
    """
    catalog = load(project, locale)
    english = {entry.key: entry.text for entry in catalog.template or ()}
    found: dict[str, list[str]] = {}
    for finding in run_checks(catalog):
        found.setdefault(finding.key, []).append(f"{finding.check}: {finding.message}")
    return [
        Line(
            text.key,
            english.get(text.key, text.english),
            text.text,
            state_of(text.entry, locale),
            _note(text.entry),
            REFERENCES.get(text.key.partition(".")[0], ""),
            tuple(found.get(text.key, ())),
        )
        for text in sorted(catalog.texts, key=lambda text: sort_key(text.key))
        if chosen(text.key)
    ]


def _note(entry: polib.POEntry) -> str:
    """Return what the comments say of an entry beside what every such text has in them."""
    key = key_of(entry)
    told = {"", REFERENCES.get(key.partition(".")[0])}
    if is_key(key) and not is_page_word(key):
        told.update(context(key))
    parts = [line for line in entry.comment.split("\n") if line not in told]
    for label in (SOURCE, CORRECTION):
        value = get_comment(entry.tcomment, label)
        if value is not None:
            parts.append(f"{label}: {value}")
    parts += [f"reviewed: {review.name}, {review.date}" for review in reviews_of(entry)]
    return "; ".join(parts)


def sheet(project: Project, locale: str, chosen: Callable[[str], bool], form: str) -> str:
    """Return a locale's sheet.

    Args:
        project: The project's catalogs or a site's.
        locale: The locale, which has a catalog.
        chosen: Which keys stand on it.
        form: ``md``, ``html`` or ``json``.

    Raises:
        FaultsError: The catalog, the template or the term list cannot be read.
    """
    rows = lines(project, locale, chosen)
    if form == "json":
        return json.dumps([row._asdict() for row in rows], ensure_ascii=False, indent=2) + "\n"
    title = f"{native_name(locale)} ({locale})"
    return _html(rows, title, locale) if form == "html" else _markdown(rows, title)


def _markdown(rows: list[Line], title: str) -> str:
    parts = [f"# Review: {title}", ""]
    parts += [
        "| Key | English | Translation | State | Remarks |",
        "| :-- | :-- | :-- | :-- | :-- |",
    ]
    for row in rows:
        remarks = "<br>".join(filter(None, [row.reference, row.note, *row.findings]))
        cells = [row.key, row.english, row.text, row.state, remarks]
        parts.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return visible(text).replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")


_STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 1.5rem }
table { border-collapse: collapse; width: 100% }
th { position: sticky; top: 0; background: Canvas; text-align: start }
td, th { padding: .4rem .6rem; border-bottom: 1px solid #8886; vertical-align: top }
td:nth-child(2), td:nth-child(3) { width: 34% }
td:nth-child(3) { font-size: 1.05em }
.remarks { font-size: .85em }
.finding { color: light-dark(#9a3412, #fdba74) }
"""


def _html(rows: list[Line], title: str, locale: str) -> str:
    language = tags.language_tag(locale)
    direction = tags.direction(locale)
    body = []
    for row in rows:
        remarks = [html.escape(part) for part in (row.reference, row.note) if part]
        remarks += [f'<span class="finding">{html.escape(part)}</span>' for part in row.findings]
        body.append(
            f"<tr><th scope=row>{html.escape(row.key)}<td>{_text(row.english)}"
            f'<td lang="{language}" dir="{direction}">{_text(row.text)}'
            f'<td>{row.state}<td class="remarks">{"<br>".join(remarks)}'
        )
    return (
        f"<!doctype html>\n<html lang={catalogs.BASE_LOCALE}>\n<meta charset=utf-8>\n"
        f'<meta name=viewport content="width=device-width">\n<title>Review: {html.escape(title)}'
        f"</title>\n<style>{_STYLE}</style>\n<h1>{html.escape(title)}</h1>\n<table>\n"
        "<thead><tr><th>Key<th>English<th>Translation<th>State<th>Remarks</thead>\n<tbody>\n"
        + "\n".join(body)
        + "\n</tbody>\n</table>\n</html>\n"
    )


def _text(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
