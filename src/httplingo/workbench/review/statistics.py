"""How complete each catalog is, and how much of it comes from where."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from babel import Locale, UnknownLocaleError

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.po.files import key_of, read_po
from httplingo.workbench.po.state import MISSING, STATES, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from httplingo.workbench.project import Project


class Coverage(NamedTuple):
    """The counts of one locale: how many texts there should be, and how many in each state."""

    locale: str
    native_name: str
    texts: int
    source: int
    draft: int
    reviewed: int
    stale: int
    fuzzy: int
    missing: int


def coverage(project: Project, locales: Iterable[str] = ()) -> list[Coverage]:
    """Return the counts of locales, those of every catalog by default.

    In a site's folder only the texts count that any of its catalogs has.

    Args:
        project: The project's catalogs or a site's.
        locales: The locales; all by default.

    Raises:
        FaultsError: The template or a catalog cannot be read.
    """
    faults: list[Fault] = []
    states: dict[str, dict[str, str]] = {}
    for locale in project.locales():
        path = project.catalog(locale)
        try:
            file = read_po(path, project.name(path))
        except FaultsError as error:
            faults.extend(error.faults)
            continue
        found = {key_of(entry): state_of(entry, locale) for entry in file if not entry.obsolete}
        states[locale] = found
    chosen = project.choose(locales)
    if faults:
        raise FaultsError(faults)
    if project.has_tables:
        keys = {entry.key for entry in project.entries()}
    else:
        # An overlay means to say what any of its languages says.
        keys = {
            key for found in states.values() for key, state in found.items() if state != MISSING
        }
    rows = []
    for locale in chosen:
        found = states[locale]
        wanted = keys | (found.keys() if project.has_tables else set())
        counts = Counter(found.get(key, MISSING) for key in wanted)
        numbers = (counts[state] for state in STATES)
        rows.append(Coverage(locale, native_name(locale), len(wanted), *numbers))
    return rows


def native_name(locale: str) -> str:
    """Return a language's own name for itself; the locale where CLDR has none.

    >>> native_name("pt_BR")
    'português (Brasil)'
    """
    try:
        return Locale.parse(locale).display_name or locale
    except (UnknownLocaleError, ValueError):
        return locale
