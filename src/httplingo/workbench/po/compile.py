"""Compiles catalogs with Babel: one .mo file beside another, or into the package."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.files import write_atomically

from .grammar import read_po_text

if TYPE_CHECKING:
    from pathlib import Path

    from httplingo.workbench.layout import Layout


def mo_bytes(path: Path, locale: str, name: str | None = None) -> bytes:
    """Return a catalog compiled: fuzzy and empty entries are left out, as gettext does.

    Args:
        path: The .po file.
        locale: Its locale in gettext form.
        name: What errors call it; the path by default.

    Raises:
        FaultsError: It is no .po file, with the line.
    """
    name = name or str(path)
    text = read_po_text(path, name)
    try:
        catalog = read_po(io.StringIO(text), locale=locale, abort_invalid=True)
    except PoFileError as error:
        fault = Fault(name, error.lineno + 1, f"not a .po file: {error.args[0]}")
        raise FaultsError([fault]) from error
    except ValueError as error:
        raise FaultsError([Fault(name, 0, f"not a .po file: {error}")]) from error
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def compile_package(layout: Layout) -> list[Path]:
    """Compile every catalog of the project into its package; return the .mo files.

    The template goes with them, for sites that have catalogs of their own. Catalogs of locales
    that are no longer there are deleted.

    Raises:
        FaultsError: What is wrong with any of the catalogs; then nothing is written.
    """
    faults: list[Fault] = []
    compiled: dict[Path, bytes] = {}
    for locale in layout.locales():
        source = layout.catalog(locale)
        target = layout.compiled / locale / "LC_MESSAGES" / source.with_suffix(".mo").name
        try:
            compiled[target] = mo_bytes(source, locale, layout.name(source))
        except FaultsError as error:
            faults.extend(error.faults)
    if faults:
        raise FaultsError(faults)
    for target, data in compiled.items():
        write_atomically(target, data)
    if layout.template.exists():
        write_atomically(layout.compiled / layout.template.name, layout.template.read_bytes())
    for folder in layout.compiled.iterdir() if layout.compiled.is_dir() else ():
        if folder.is_dir() and not any(folder in target.parents for target in compiled):
            shutil.rmtree(folder)
    return list(compiled)
