"""Compiles catalogs: one .mo file beside another, or a folder of them into the package."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

from httplingo.catalogs import DOMAIN
from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.files import name_of, read_bytes, write_atomically

from .files import key_of, read_po

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path


class Compiled(NamedTuple):
    """The .mo files that were written, and what kept others from being written."""

    paths: tuple[Path, ...]
    faults: tuple[Fault, ...]


def mo_bytes(path: Path, name: str | None = None, without: Collection[str] = ()) -> bytes:
    """Return a catalog compiled: fuzzy and empty entries are left out, as gettext does.

    Args:
        path: The .po file.
        name: What errors call it; the path by default.
        without: Keys that are left out as well.

    Raises:
        FaultsError: It is no .po file, with the line.
    """
    file = read_po(path, name)
    for entry in file:
        if key_of(entry) in without:
            entry.msgstr, entry.msgstr_plural = "", {}
    return bytes(file.to_binary())


def compile_catalogs(
    folder: Path, target: Path, without: Mapping[str, Collection[str]] | None = None
) -> Compiled:
    """Compile every catalog of a folder; one that cannot be read does not stop the others.

    What was compiled before of one that cannot be read stays. Into another folder, the package's,
    the template goes with them, for sites that have catalogs of their own, and catalogs of
    locales that are no longer there are deleted.

    Args:
        folder: With ``LOCALE/LC_MESSAGES/httplingo.po`` files.
        target: Where the .mo files go, laid out in the same way: the same folder, or another.
        without: The locales to compile, each with keys that are left out; None for all of all.
    """
    faults: list[Fault] = []
    paths: list[Path] = []
    sources = {path.parents[1].name: path for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")}
    for locale, source in sorted(sources.items()):
        if without is not None and locale not in without:
            continue
        path = target / locale / "LC_MESSAGES" / f"{DOMAIN}.mo"
        try:
            data = mo_bytes(source, name_of(source), (without or {}).get(locale, ()))
            write_atomically(path, data)
            paths.append(path)
        except FaultsError as error:
            faults.extend(error.faults)
    if target != folder:
        _bring_template(folder, target, faults)
        for path in target.iterdir() if target.is_dir() else ():
            if path.is_dir() and path.name not in sources:
                shutil.rmtree(path)
    return Compiled(tuple(paths), tuple(faults))


def _bring_template(folder: Path, target: Path, faults: list[Fault]) -> None:
    template = folder / f"{DOMAIN}.pot"
    if template.exists():
        try:
            write_atomically(target / template.name, read_bytes(template, name_of(template)))
        except FaultsError as error:
            faults.extend(error.faults)
