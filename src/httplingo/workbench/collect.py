"""Collects the problems that a site's code raises into the site's template."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file

from httplingo.catalogs import BASE_LOCALE

from .extract import template_bytes
from .faults import Fault, FaultsError
from .files import content, write_unchanged
from .locking import lock
from .po.entry import Entry
from .po.files import key_of, read_po
from .project import own_entries, package_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from .project import Project

#: The name under which the package gives Babel its extraction method.
_METHOD = "httplingo-problems"


class Collected(NamedTuple):
    """A site's template after the code has been read.

    Attributes:
        path: The template.
        changed: Whether it is another one than before.
        names: The problems that the code names, sorted.
    """

    path: Path
    changed: bool
    names: list[str]


def collect(
    project: Project, paths: Iterable[Path], callables: Iterable[str] = (), *, write: bool = True
) -> Collected:
    """Bring a site's template up to date with the problems that its code raises.

    The template has the package's texts and the site's own, so that gettext's tools can work
    with it too. An own text stays as long as the code names its problem or a catalog has it,
    in the English that the base locale's catalog gives it, or else the template.

    Args:
        project: A site's folder.
        paths: Python files, and folders of them.
        callables: Names of more classes and functions with the arguments of `httplingo.Problem`.
        write: False only tells what would change.

    Raises:
        FaultsError: The folder is the project's own, a path does not exist, a file is no
            Python, or the template or the English catalog cannot be read or written.
    """
    path, name = project.template, project.name(project.template)
    if project.has_tables:
        text = "is extracted from the source tables; name a site's folder with --directory"
        raise FaultsError([Fault(name, 0, text)])
    found = {entry.key: entry for entry in _found(paths, " ".join(callables))}
    names = sorted({key.partition(".")[0] for key in found})
    with lock(project.folder):
        earlier = content(path)
        old = read_po(path, name) if earlier is not None else polib.POFile()
        own = _own_entries(project, old, found)
        data = template_bytes(old, [*package_entries(), *own])
        if write and data != earlier:
            write_unchanged(path, data, earlier, name)
    return Collected(path, data != earlier, names)


def _own_entries(
    project: Project, template: polib.POFile, found: Mapping[str, Entry]
) -> Iterable[Entry]:
    """Return the site's own entries: what the code names, with every text that somebody wrote."""
    package = package_entries()
    named = {key.partition(".")[0] for key in found}
    own = dict(found)
    for entry in own_entries(template, package, translated=False):
        if entry.key in found:
            own[entry.key] = found[entry.key]._replace(text=entry.text)
        elif entry.key.partition(".")[0] in named:
            own[entry.key] = entry
    for locale in project.locales():
        path = project.catalog(locale)
        file = read_po(path, project.name(path))
        texts = {key_of(entry): entry.msgstr for entry in file}
        for entry in own_entries(file, package):
            known = own.setdefault(entry.key, entry)
            if locale == BASE_LOCALE:
                own[entry.key] = known._replace(text=texts[entry.key])
    return own.values()


def _found(paths: Iterable[Path], callables: str) -> Iterator[Entry]:
    options = {"callables": callables}
    for path in paths:
        if path.is_dir():
            rows = extract_from_dir(
                path, [("**.py", _METHOD)], {"**.py": options}, DEFAULT_KEYWORDS
            )
            messages = [row[2:] for row in rows]
        elif path.exists():
            messages = [row[1:] for row in extract_from_file(_METHOD, path, options=options)]
        else:
            raise FaultsError([Fault(str(path), 0, "no such file or folder")])
        for message, comments, key in messages:
            yield Entry(str(key), str(message), tuple(comments), 0)
