"""Turns the source tables into the template and the catalogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polib

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.layout import BASE_LOCALE, SOURCE_LOCALE
from httplingo.workbench.po import header as headers
from httplingo.workbench.po.files import key_of, po_bytes, read_po
from httplingo.workbench.po.merge import Changes, merge

from .chinese import read_source_table
from .codes_module import registry_module
from .english import read_english_table
from .template import make_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from httplingo.workbench.layout import Layout

    from .chinese import SourceRow
    from .english import EnglishTable
    from .template import Entry


class Output(NamedTuple):
    """A file as extraction would have it, and what that changes; no bytes: it stays as it is."""

    path: Path
    data: bytes | None
    summary: str


def extract(layout: Layout) -> list[Output]:
    """Work out every file that the source tables lead to, without writing any.

    Args:
        layout: The project.

    Raises:
        FaultsError: Everything that is wrong with the tables and the catalogs at once, with
            file and line.
    """
    english_name = layout.name(layout.english_table)
    source_name = layout.name(layout.source_table)
    english, source = _read_tables(layout)
    entries = make_entries(english, source, english_name, source_name)
    module = registry_module(english, source, english_name, source_name).encode("utf-8")
    outputs = [_plain_output(layout.registry, module)]
    template = _template(layout, entries)
    outputs.append(template)
    faults: list[Fault] = []
    for locale in sorted({BASE_LOCALE, SOURCE_LOCALE, *layout.locales()}):
        texts = source_texts(source) if locale == SOURCE_LOCALE else None
        try:
            outputs.append(_catalog(layout, locale, entries, texts))
        except FaultsError as error:
            faults.extend(error.faults)
    if faults:
        raise FaultsError(faults)
    return outputs


def source_texts(source: Mapping[int, SourceRow]) -> dict[str, str]:
    """Return the source's texts by key: each cell's text, and its label where it has one."""
    texts = {}
    for code, row in source.items():
        texts[f"{code}.description"] = row.text
        if row.label:
            texts[f"{code}.phrase"] = row.label
    return texts


def _read_tables(layout: Layout) -> tuple[EnglishTable, dict[int, SourceRow]]:
    faults: list[Fault] = []
    try:
        english = read_english_table(layout.english_table, layout.name(layout.english_table))
    except FaultsError as error:
        faults.extend(error.faults)
    try:
        source = read_source_table(layout.source_table, layout.name(layout.source_table))
    except FaultsError as error:
        faults.extend(error.faults)
    if faults:
        raise FaultsError(faults)
    return english, source


def _plain_output(path: Path, data: bytes) -> Output:
    if path.exists() and path.read_bytes() == data:
        return Output(path, None, "")
    return Output(path, data, "rewritten" if path.exists() else "new")


def _template(layout: Layout, entries: Iterable[Entry]) -> Output:
    path = layout.template
    old = read_po(path, layout.name(path)) if path.exists() else polib.POFile()
    fresh = polib.POFile(wrapwidth=0)
    headers.template_header(fresh)
    merged, _ = merge(fresh, entries)
    created = old.metadata.get(headers.CREATION_DATE)
    if created and same_entries(old, merged):
        merged.metadata[headers.CREATION_DATE] = created
    data = po_bytes(merged)
    unchanged = path.exists() and path.read_bytes() == data
    return Output(path, None if unchanged else data, f"{len(merged)} entries")


def _catalog(
    layout: Layout, locale: str, entries: Iterable[Entry], texts: Mapping[str, str] | None
) -> Output:
    path = layout.catalog(locale)
    if path.exists():
        old = read_po(path, layout.name(path))
    else:
        old = polib.POFile(wrapwidth=0)
        headers.catalog_header(old, locale)
    merged, changes = merge(old, entries, texts, base=locale == BASE_LOCALE)
    return merged_output(path, old, merged, changes)


def merged_output(path: Path, old: polib.POFile, merged: polib.POFile, changes: Changes) -> Output:
    """Return a merged catalog as a file, in the one form that every tool leaves as it is.

    The date of the last revision changes only with a translation; the template's date does not
    change at all. Two lines of the header that every update touched would conflict with each
    branch on which somebody translates.
    """
    if _translations(old) != _translations(merged):
        merged.metadata[headers.REVISION_DATE] = headers.now()
    data = po_bytes(merged)
    if path.exists() and path.read_bytes() == data:
        return Output(path, None, "")
    if path.exists() and same_entries(old, merged):
        return Output(path, data, "layout only, no text")
    return Output(path, data, str(changes) or "comments")


def _translations(file: polib.POFile) -> dict[str, str]:
    return {key_of(entry): entry.msgstr for entry in file if entry.msgstr and not entry.obsolete}


def same_entries(one: polib.POFile, other: polib.POFile) -> bool:
    """Say whether two catalogs hold the same entries, comments and order, dates aside.

    How lines are wrapped does not count.
    """
    return _comparable(one) == _comparable(other)


def _comparable(file: polib.POFile) -> list[str]:
    # Obsolete entries stand last in every file, whatever their place in memory.
    entries = sorted(file, key=lambda entry: bool(entry.obsolete))
    return [entry.__unicode__(0) for entry in entries]
