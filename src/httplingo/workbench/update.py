"""Brings catalogs up to date: the project's from the source tables, a site's from the package."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .extract import Output, extract, merged_output
from .faults import Fault, FaultsError
from .files import content, write_unchanged
from .locking import lock
from .po.files import read_po, require_keys
from .po.merge import merge
from .transliteration import MADE_FROM

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from .project import Project


class Change(NamedTuple):
    """A file that an update changes, what that changes in it, and whether the file had to."""

    path: Path
    summary: str
    drift: bool


def update(
    project: Project, locales: Collection[str] = (), *, write: bool = True
) -> tuple[list[Change], int]:
    """Merge the template into catalogs; in the project, extract the template first.

    One update runs at a time, and a file that an editor saves meanwhile is not overwritten.

    Args:
        project: The project's catalogs or a site's.
        locales: The locales to update; all by default. In the project the template and the
            module of codes are brought up to date with them.
        write: False only tells what would change.

    Returns:
        What changes, and how many files there are.

    Raises:
        FaultsError: A table or a catalog cannot be read, or a file not be written.
    """
    with lock(project.folder):
        before = {path: content(path) for path in _files(project)}
        outputs = _outputs(project, locales)
        changed = [output for output in outputs if output.data is not None]
        if write:
            for output in changed:
                assert output.data is not None
                earlier = before.get(output.path)
                write_unchanged(output.path, output.data, earlier, project.name(output.path))
    changes = [Change(output.path, output.summary, output.drift) for output in changed]
    return changes, len(outputs)


def _files(project: Project) -> list[Path]:
    paths = [project.catalog(locale) for locale in project.locales()]
    return [*paths, project.template, project.codes_module] if project.has_tables else paths


def _outputs(project: Project, locales: Collection[str]) -> list[Output]:
    if project.has_tables:
        outputs = extract(project)
        if not locales:
            return outputs
        others = {
            project.catalog(locale)
            for locale in project.locales()
            if locale not in locales and MADE_FROM.get(locale) not in locales
        }
        return [output for output in outputs if output.path not in others]
    faults: list[Fault] = []
    outputs = []
    for locale in project.choose(locales):
        try:
            outputs.append(_of_site(project, locale))
        except FaultsError as error:
            faults.extend(error.faults)
    if faults:
        raise FaultsError(faults)
    return outputs


def _of_site(project: Project, locale: str) -> Output:
    path = project.catalog(locale)
    old = read_po(path, project.name(path))
    require_keys(old, project.name(path))
    return merged_output(path, locale, old, merge(old, project.entries(locale)))
