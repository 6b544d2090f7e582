"""Turns the source tables into the template and the catalogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polib

from httplingo.catalogs import BASE_LOCALE

from .faults import Fault, FaultsError
from .files import content
from .po import header as headers
from .po.files import key_of, po_bytes, read_po, require_keys
from .po.merge import Changes, merge
from .source.chinese import SOURCE_LOCALE
from .source.codes_module import codes_module
from .source.template import make_entries
from .transliteration import MADE_FROM, follow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from .po.entry import Entry
    from .project import Project
    from .source.chinese import SourceRow


class Output(NamedTuple):
    """A file as an update would have it.

    Attributes:
        path: The file.
        data: Its new content; None where it stays as it is.
        summary: What changes in it.
        drift: Whether the tables lead to something that it does not have. Filled fields of the
            header, line breaks and seals of reviews are no drift: a contribution may lack them.
    """

    path: Path
    data: bytes | None
    summary: str
    drift: bool


def extract(project: Project) -> list[Output]:
    """Work out every file that the source tables lead to, without writing any.

    Args:
        project: The project, with its tables.

    Raises:
        FaultsError: Everything that is wrong with the tables and the catalogs at once, with
            file and line.
    """
    english, source = project.tables()
    names = project.name(project.english_table), project.name(project.source_table)
    entries = make_entries(english, source, *names)
    module = codes_module(english, source, *names).encode("utf-8")
    outputs = [_plain_output(project.codes_module, module)]
    template = _template(project, entries)
    outputs.append(template)
    faults: list[Fault] = []
    locales = {BASE_LOCALE, SOURCE_LOCALE, *project.locales()}
    locales |= {made for made, origin in MADE_FROM.items() if origin in locales}
    for locale in sorted(locales):
        texts = source_texts(source) if locale == SOURCE_LOCALE else None
        try:
            outputs.append(_catalog(project, locale, entries, texts))
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


def _plain_output(path: Path, data: bytes) -> Output:
    if content(path) == data:
        return Output(path, None, "", drift=False)
    return Output(path, data, "rewritten" if path.exists() else "new", drift=True)


def _template(project: Project, entries: Iterable[Entry]) -> Output:
    path = project.template
    old = read_po(path, project.name(path)) if path.exists() else polib.POFile()
    entries = list(entries)
    data = template_bytes(old, entries)
    changed = content(path) != data
    return Output(path, data if changed else None, f"{len(entries)} entries", drift=changed)


def template_bytes(old: polib.POFile, entries: Iterable[Entry]) -> bytes:
    """Return a template of the entries, dated as the old one where that has the same."""
    fresh = polib.POFile(wrapwidth=0)
    headers.template_header(fresh)
    merged, _ = merge(fresh, entries)
    created = old.metadata.get(headers.CREATION_DATE)
    if created and same_entries(old, merged):
        merged.metadata[headers.CREATION_DATE] = created
    return po_bytes(merged)


def _catalog(
    project: Project, locale: str, entries: Iterable[Entry], texts: Mapping[str, str] | None
) -> Output:
    path = project.catalog(locale)
    old = _old(project, locale)
    merged, changes = merge(old, entries, texts, base=locale == BASE_LOCALE)
    origin = MADE_FROM.get(locale)
    if origin and project.catalog(origin).exists():
        updated = follow(merged, merge(_old(project, origin), entries)[0])
        changes = changes._replace(updated=updated)
    return merged_output(path, locale, old, (merged, changes))


def _old(project: Project, locale: str) -> polib.POFile:
    """Return a catalog as it is, or an empty one with its header."""
    path = project.catalog(locale)
    if path.exists():
        old = read_po(path, project.name(path))
        require_keys(old, project.name(path))
        return old
    new = polib.POFile(wrapwidth=0)
    headers.catalog_header(new, locale)
    return new


def merged_output(
    path: Path, locale: str, old: polib.POFile, merge_result: tuple[polib.POFile, Changes]
) -> Output:
    """Return a merged catalog as a file, in the one form that every tool leaves as it is.

    The date of the last revision changes only with a translation; the template's date does not
    change at all. Two lines of the header that every update touched would conflict with each
    branch on which somebody translates.
    """
    merged, changes = merge_result
    headers.mend(merged, locale)
    filled = merged.metadata != old.metadata or bool(old.metadata_is_fuzzy)
    if _translations(old) != _translations(merged):
        merged.metadata[headers.REVISION_DATE] = headers.now()
    data = po_bytes(merged)
    if content(path) == data:
        return Output(path, None, "", drift=False)
    commented = not same_entries(old, merged)
    parts = [str(changes) or "comments" * commented, "header filled in" * filled]
    summary = ", ".join(filter(None, parts)) or "layout only, no text"
    lags = changes != Changes() or _template_part(old) != _template_part(merged)
    return Output(path, data, summary, drift=lags or not path.exists())


def _template_part(file: polib.POFile) -> list[tuple[str, str, str]]:
    return [(key_of(entry), entry.msgid, entry.comment) for entry in file if not entry.obsolete]


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
