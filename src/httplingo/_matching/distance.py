"""The nearest of the available locales, by CLDR's distances, without looking at each of them.

An index is built once for a set of locales. It answers from dictionaries: what a language can
reach (itself and the few languages that its readers understand), then the script, then the region.

The answers are those of ICU's LocaleMatcher, with these differences. Serbian in Latin letters
does not find Serbian in Cyrillic ones, for it was asked for by name. The threshold does not sink
with each place in the list of desired locales: ICU finds nothing at the eleventh. ``und`` alone,
which names no language, is not English. ``en_001`` lies outside the United States' English only,
so ``en-AU`` finds this parent of its own before ``en``. Croatian, Bosnian and Serbian in Latin
letters are near each other (CLDR says so of ``sh``, which ICU has replaced before it looks).
"""

from __future__ import annotations

from httplingo._matching import data as cldr
from httplingo._matching.subtags import LIKELY_WITH, Subtags, join, likely, maximize, minimal, read
from httplingo.errors import InvalidLocaleError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Final, NamedTuple, Protocol, TypeAlias

    class Ranges(Protocol):
        """What a header excludes."""

        def left(self, index: LocaleIndex, shelf: Shelf) -> list[Row]:
            """Return what is not excluded of a shelf."""

    class Row(NamedTuple):
        """An available locale: its maximized subtags, and its place among equals."""

        language: str
        script: str
        region: str
        order: int
        locale: str

    Nearest: TypeAlias = tuple[int, str, int]

else:
    from collections import namedtuple

    Row = namedtuple("Row", "language script region order locale")
    Final = None

# From this distance on the default is better than a strange language: CLDR's script distance.
THRESHOLD: Final = 50
# What a place further down the list of desired locales costs: CLDR's largest region distance.
DEMOTION: Final = 5
# UTS #35's paradigmLocales, maximized: they come first among equals of their language.
PARADIGMS: Final = {"en": ("US", "GB"), "es": ("ES", "419"), "pt": ("BR", "PT")}
# Indexes that are kept for callers who pass their locales with every call.
INDEXES: Final = 8


def _distances(table: str) -> dict[str, dict[str, int]]:
    """Read a table of distances: desired → supported → distance."""
    found: dict[str, dict[str, int]] = {}
    distance, supported = 0, ""
    for word in table.split():
        if word[0] == "=":
            number, _, supported = word[1:].partition(":")
            distance = int(number)
        else:
            found.setdefault(word, {})[supported] = distance
    return found


def _regions(table: str) -> dict[str, frozenset[str]]:
    """Read the groups of regions."""
    groups = (group.split() for group in table.split("=")[1:])
    return {name: frozenset(regions) for name, *regions in groups}


LANGUAGES: Final = _distances(cldr.DISTANCES)
SCRIPTS: Final = _distances(cldr.SCRIPT_DISTANCES)
REGIONS: Final = _regions(cldr.REGION_GROUPS)


def region_distance(language: str, script: str, desired: str, supported: str) -> int:
    """Return CLDR's distance between two regions of a language: 0, or 3 to 5.

    >>> region_distance("en", "Latn", "AU", "GB"), region_distance("en", "Latn", "AU", "US")
    (3, 5)
    """
    if desired == supported:
        return 0
    group = REGIONS.get(language) or REGIONS.get(f"{language}_{script}")
    if group is None:
        return 4
    inside = desired in group
    if inside != (supported in group):
        return 5
    return 3 if language == "en" and not inside and "GB" in (desired, supported) else 4


def apart_in(language: str, row: Row, region: str) -> int:
    """Return the distance of a row's region from that of a desired language."""
    if language == row.language:
        return region_distance(language, row.script, region, row.region)
    return 0 if region == row.region else 4


class Shelf:
    """The available locales of one language and script."""

    __slots__ = ("_near", "regions", "rows")

    def __init__(self, rows: list[Row]) -> None:
        likely_region = maximize(rows[0].language, rows[0].script, "")[2]
        # Among equals: the likely region, then the order.
        self.rows = sorted(rows, key=lambda row: (row.region != likely_region, row.order))
        self.regions: dict[str, Row] = {}
        for row in sorted(rows, key=lambda row: row.order):
            self.regions.setdefault(row.region, row)
        self._near: dict[str, tuple[int, Row]] = {}

    def nearest(self, language: str, region: str) -> tuple[int, Row]:
        """Return the distance of the nearest region, and its locale, for a desired language."""
        row = self.regions.get(region)
        if row is not None:
            return 0, row
        own, script = self.rows[0].language, self.rows[0].script
        side = "other"
        if language == own:
            group = REGIONS.get(own) or REGIONS.get(f"{own}_{script}") or ()
            side = "GB" if region == "GB" else "in" if region in group else "out"
        found = self._near.get(side)
        if found is None:
            if side == "other":
                found = (4, self.rows[0])
            else:
                found = min(
                    ((region_distance(own, script, region, row.region), row) for row in self.rows),
                    key=lambda pair: pair[0],
                )
            self._near[side] = found
        return found


class Reach:
    """What the readers of one language can be served with: shelves by the desired script."""

    __slots__ = ("language", "region", "script", "shelves")

    def __init__(self, language: str, shelves: dict[str, dict[str, Shelf]]) -> None:
        self.language = language
        self.script, self.region = likely(language)
        self.shelves: dict[str, list[tuple[int, Shelf]]] = {}
        near = {language: 0, **LANGUAGES.get(language, {})}
        for supported, distance in near.items():
            for script, shelf in shelves.get(supported, {}).items():
                self._add(script, distance, shelf)
                target = f"{supported}_{script}"
                for desired, row in SCRIPTS.items():
                    if target in row and desired.startswith(f"{language}_"):
                        self._add(desired[-4:], distance + row[target], shelf)

    def _add(self, script: str, distance: int, shelf: Shelf) -> None:
        if distance < THRESHOLD:
            found = self.shelves.setdefault(script, [])
            found.append((distance, shelf))
            found.sort(key=lambda pair: pair[0])


class LocaleIndex:
    """The available locales, ready for any number of questions; it never changes.

    Raises:
        InvalidLocaleError: A locale is malformed.

    >>> index = LocaleIndex(("en", "zh_CN", "zh_TW"))
    >>> index.nearest("zh", "Hant", "HK")[:2]
    (5, 'zh_TW')
    """

    __slots__ = ("_reach", "_shelves", "available", "exact", "names", "subtags")

    def __init__(self, available: Sequence[str]) -> None:
        self.available = tuple(available)
        # The subtags of every locale as it is written, its script filled in: for exclusions.
        self.subtags: dict[str, tuple[str, str, str]] = {}
        # Each locale under its name as given; in ``exact`` under its canonical tag as well.
        self.names: dict[str, str] = {}
        rows: dict[str, dict[str, list[Row]]] = {}
        tags: list[tuple[str, str]] = []
        for order, locale in enumerate(self.available):
            subtags = read(locale)
            if subtags is None:
                raise InvalidLocaleError(f"not a locale among the available ones: {locale!r:.60}")
            language, script, region = maximize(*subtags[:3])
            row = Row(language, script, region, _place(language, region, order), locale)
            rows.setdefault(language, {}).setdefault(script, []).append(row)
            self.subtags[locale] = (language, script, subtags.region)
            self.names.setdefault(key(locale), locale)
            tags.append((key(join(minimal(subtags))), locale))
        self.exact = self.names.copy()
        for tag, locale in tags:
            self.exact.setdefault(tag, locale)
        self._shelves = {
            language: {script: Shelf(found) for script, found in scripts.items()}
            for language, scripts in rows.items()
        }
        self._reach: dict[str, Reach] = {}

    def reach(self, language: str) -> Reach | None:
        """Return what a language's readers can be served with; None if nothing is."""
        found = self._reach.get(language)
        if found is None:
            # Only a language that reaches something is kept, so that CLDR bounds their number.
            near = LANGUAGES.get(language, ())
            if language in self._shelves or any(one in self._shelves for one in near):
                found = self._reach[language] = Reach(language, self._shelves)
        return found

    def nearest(self, language: str, script: str, region: str) -> Nearest | None:
        """Return the distance, the locale, and its place, of what is nearest to a desired one."""
        if language == "und":
            language, script, region = maximize(language, script, region)
        reach = self.reach(language)
        if reach is None:
            return None
        if not (script and region):
            known = LIKELY_WITH.get(f"{language}_{region or script}", "")
            script, region = (
                script or known[:4] or reach.script,
                region or known[4:] or reach.region,
            )
        best: tuple[int, int, Row] | None = None
        for base, shelf in reach.shelves.get(script, ()):
            if best is not None and base > best[0]:
                break
            apart, row = shelf.nearest(language, region)
            if best is None or (base + apart, row.order) < best[:2]:
                best = (base + apart, row.order, row)
        if best is None or best[0] >= THRESHOLD:
            return None
        return best[0], best[2].locale, best[1]

    def nearest_of(self, language: str, script: str, region: str, ranges: Ranges) -> Nearest | None:
        """Return the same among the locales that a header does not exclude."""
        language, script, region = maximize(language, script, region)
        reach = self.reach(language)
        found = [
            (base + apart_in(language, row, region), row.order, row.locale)
            for base, shelf in (reach.shelves.get(script, ()) if reach else ())
            for row in ranges.left(self, shelf)
        ]
        if not found or (nearest := min(found, key=_distance))[0] >= THRESHOLD:
            return None
        return nearest[0], nearest[2], nearest[1]

    def best(self, desired: Sequence[tuple[str, Subtags]]) -> str | None:
        """Return the best locale for desired ones in order; None where nothing is near enough.

        Args:
            desired: Each locale as it was written, and its subtags.
        """
        best: str | None = None
        far = 1 << 30
        for place, (written, subtags) in enumerate(desired):
            if far <= place * DEMOTION:
                break
            locale = self.exact.get(key(written)) or self.exact.get(key(join(minimal(subtags))))
            if locale is not None:
                return locale
            found = self.nearest(*subtags[:3])
            if found is not None and found[0] + place * DEMOTION < far:
                far, best = found[0] + place * DEMOTION, found[1]
        return best


def key(locale: str) -> str:
    """Return the spelling under which an index finds a locale: ``zh-hans-cn``."""
    return locale.replace("_", "-").lower()


def _distance(found: tuple[int, int, str]) -> int:
    return found[0]


def _place(language: str, region: str, order: int) -> int:
    """Put UTS #35's paradigm locales before the others."""
    return order - (1 << 20 if region in PARADIGMS.get(language, ()) else 0)


_indexes: dict[tuple[str, ...], LocaleIndex] = {}


def index_of(available: Collection[str]) -> LocaleIndex:
    """Return the index of a set of locales, built at most once for the last few sets.

    >>> index_of(["en", "de"]) is index_of(("en", "de"))
    True
    """
    if isinstance(available, set | frozenset):
        available = sorted(available)
    locales = available if type(available) is tuple else tuple(available)
    index = _indexes.get(locales)
    if index is None:
        if len(_indexes) >= INDEXES:
            _indexes.clear()
        index = _indexes[locales] = LocaleIndex(locales)
    return index
