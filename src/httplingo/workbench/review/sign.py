"""Records in a catalog that a person has reviewed some of its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.files import content, write_unchanged
from httplingo.workbench.locking import lock
from httplingo.workbench.po.files import key_of, po_bytes, read_po
from httplingo.workbench.po.state import sign
from httplingo.workbench.transliteration import refuse_made

from .sheet import matching

if TYPE_CHECKING:
    from collections.abc import Collection

    from httplingo.workbench.project import Project


def record(
    project: Project,
    locale: str,
    keys: Collection[str],
    name: str,
    date: str,
    approved: Collection[tuple[str, str]] | None = None,
) -> int:
    """Write a review into every text of the keys; return how many there are.

    Empty and fuzzy texts are passed over: they are not shown.

    Args:
        project: The project's catalogs or a site's.
        locale: The locale, which has a catalog.
        keys: Keys, codes or ``page``; all texts where there is none.
        name: The reviewer.
        date: The day, as ``2026-11-22``.
        approved: English and translation of the only texts that are meant; None for all.

    Raises:
        FaultsError: The name is empty or has a line break, no text has such a key, the
            catalog is made from another one, or it cannot be read or written.
    """
    path = project.catalog(locale)
    label = project.name(path)
    refuse_made(project, locale)
    if not name.strip() or not name.isprintable():
        raise FaultsError([Fault(label, 0, "a review needs the name of the reviewer")])
    chosen = matching(keys)
    with lock(project.folder):
        before = content(path)
        file = read_po(path, label)
        entries = [
            entry
            for entry in file
            if not entry.obsolete
            and entry.msgstr
            and not entry.fuzzy
            and chosen(key_of(entry))
            and (approved is None or (entry.msgid, entry.msgstr) in approved)
        ]
        if not entries:
            raise FaultsError([Fault(label, 0, "no text to review has such a key")])
        for entry in entries:
            sign(entry, name.strip(), date)
        write_unchanged(path, po_bytes(file), before, label)
    return len(entries)
