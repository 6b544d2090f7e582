"""How complete each catalog is, and how much of it comes from where."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from babel import Locale, UnknownLocaleError

from httplingo.workbench.po.files import key_of, read_po
from httplingo.workbench.problems import Problem, ProblemsError

from .state import STATES, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from httplingo.workbench.folder import Folder


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


def coverage(folder: Folder, locales: Iterable[str] = ()) -> list[Coverage]:
    """Return the counts of locales, those of every catalog by default.

    Args:
        folder: The project's catalogs or a site's.
        locales: The locales; all by default.

    Raises:
        ProblemsError: The template or a catalog cannot be read.
    """
    problems: list[Problem] = []
    rows = []
    keys = [entry.key for entry in folder.entries()]
    for locale in folder.choose(locales):
        path = folder.catalog(locale)
        try:
            file = read_po(path, folder.name(path))
        except ProblemsError as error:
            problems.extend(error.problems)
            continue
        found = {key_of(entry): state_of(entry, locale) for entry in file if not entry.obsolete}
        wanted = dict.fromkeys((*keys, *found))
        counts = Counter(found.get(key, "missing") for key in wanted)
        states = (counts[state] for state in STATES)
        rows.append(Coverage(locale, native_name(locale), len(wanted), *states))
    if problems:
        raise ProblemsError(problems)
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
