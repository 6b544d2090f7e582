"""Brings catalogs up to date: the project's from the source tables, a site's from the package."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .faults import Fault, FaultsError
from .folder import Folder
from .locking import content, lock, write_unchanged
from .po.files import read_po
from .po.merge import merge
from .source.extraction import Output, extract, merged_output

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from .layout import Layout


class Change(NamedTuple):
    """A file that an update changes, and what that changes in it."""

    path: Path
    summary: str


def update(
    folder: Folder, locales: Collection[str] = (), *, write: bool = True
) -> tuple[list[Change], int]:
    """Merge the template into catalogs; in the project, extract the template first.

    One update runs at a time, and a file that an editor saves meanwhile is not overwritten.

    Args:
        folder: The project's catalogs or a site's.
        locales: The locales to update; all by default. In the project the template and the
            registry are brought up to date with them.
        write: False only tells what would change.

    Returns:
        What changes, and how many files there are.

    Raises:
        FaultsError: A table or a catalog cannot be read, or a file not be written.
    """
    with lock(folder.path):
        before = {path: content(path) for path in _files(folder)}
        outputs = _outputs(folder, locales)
        changed = [output for output in outputs if output.data is not None]
        if write:
            for output in changed:
                assert output.data is not None
                earlier = before.get(output.path)
                write_unchanged(output.path, output.data, earlier, folder.name(output.path))
    return [Change(output.path, output.summary) for output in changed], len(outputs)


def _files(folder: Folder) -> list[Path]:
    paths = [folder.catalog(locale) for locale in folder.locales()]
    if folder.layout is not None:
        # As extraction names them, which may differ by links or dots.
        layout = folder.layout
        paths += [layout.template, layout.registry]
        paths += [layout.catalog(locale) for locale in layout.locales()]
    return paths


def _outputs(folder: Folder, locales: Collection[str]) -> list[Output]:
    if folder.layout is not None:
        return _of_project(folder.layout, locales)
    faults: list[Fault] = []
    outputs = []
    for locale in folder.choose(locales):
        try:
            outputs.append(_of_site(folder, locale))
        except FaultsError as error:
            faults.extend(error.faults)
    if faults:
        raise FaultsError(faults)
    return outputs


def _of_project(layout: Layout, locales: Collection[str]) -> list[Output]:
    others = {layout.catalog(locale) for locale in layout.locales() if locale not in locales}
    return [output for output in extract(layout) if not locales or output.path not in others]


def _of_site(folder: Folder, locale: str) -> Output:
    path = folder.catalog(locale)
    old = read_po(path, folder.name(path))
    merged, changes = merge(old, folder.entries(locale))
    return merged_output(path, old, merged, changes)
