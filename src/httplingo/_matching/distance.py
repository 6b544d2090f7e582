"""The nearest of the available locales, by CLDR's distances (UTS #35, Part 1, Language Matching).

An index is built once for a set of locales, and then answers without looking at each of them. It
keeps them in buckets, one for each language and script. For a desired language and script a few
buckets are candidates: its own, and those of languages and scripts that its readers understand.
The distance of a locale is that of its bucket, plus that of its region.

The answers are those of ICU's LocaleMatcher, with these differences:

- Some pairs that CLDR has near each other are left out: see ``EXCEPTIONS`` in
  ``scripts/build_cldr.py``.
- A pseudo-locale (``en_XA``) is found by its own name only.
- The threshold does not sink with each place in the list of desired locales: ICU finds nothing at
  the eleventh.
- ``und`` alone, which names no language, is not English.
- ``en_001`` lies outside the United States' English only, so ``en-AU`` finds this parent of its own
  before ``en``.
"""

from __future__ import annotations

from httplingo._bounded import Bounded
from httplingo._matching import data
from httplingo._matching.subtags import LIKELY, join, maximize, minimal, pairs, read
from httplingo.errors import InvalidLocaleError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Final

    from httplingo._matching.subtags import Subtags, Triple
else:
    Final = None

# From this distance on the default is better than a strange language: CLDR's script distance.
THRESHOLD: Final = 50
# What each place further down the list of desired locales adds (ICU's "demotion per desired
# locale"): CLDR's largest region distance.
DEMOTION: Final = 5
# UTS #35's paradigmLocales, maximized: they come first among equals of their language.
PARADIGMS: Final = {"en": ("US", "GB"), "es": ("ES", "419"), "pt": ("BR", "PT")}
# CLDR's regions of pseudo-locales: accented letters, and letters from right to left.
PSEUDO_REGIONS: Final = {"XA", "XB"}

# Supported language → distances, and the desired languages at each; split when it is available.
DISTANCES: Final = {
    group.partition(" ")[0]: group.partition(" ")[2] for group in data.DISTANCES.split("=")[1:]
}
SCRIPT_DISTANCES: Final = {key: int(value) for key, value in pairs(data.SCRIPT_DISTANCES).items()}
REGION_GROUPS: Final = {
    name: frozenset(regions)
    for name, *regions in (group.split() for group in data.REGION_GROUPS.split("=")[1:])
}


class Candidate:
    """An available locale: as it was given, its maximized subtags, and its rank among equals."""

    __slots__ = ("given_region", "language", "locale", "pseudo", "rank", "region", "script")

    def __init__(self, locale: str, subtags: Subtags, order: int) -> None:
        self.locale = locale
        self.given_region = subtags[2]
        self.language, self.script, self.region = maximize(*subtags[:3])
        self.pseudo = self.region in PSEUDO_REGIONS
        # Among equals: paradigm locales, then the order given.
        self.rank = order - (1 << 20) * (self.region in PARADIGMS.get(self.language, ()))


def partition(group: Collection[str], language: str, region: str) -> str:
    """Return which part of a language's regions one is in; distances depend on nothing else.

    >>> group = REGION_GROUPS["en_Latn"]
    >>> [partition(group, "en", region) for region in ("US", "PH", "AU", "GB")]
    ['in', 'in', 'out', 'GB']
    """
    if region in group:
        return "in"
    return "GB" if region == "GB" and language == "en" else "out"


def region_distance(group: Collection[str], language: str, desired: str, supported: str) -> int:
    """Return CLDR's distance between two regions of a language: 0, or 3 to 5.

    >>> group = REGION_GROUPS["en_Latn"]
    >>> region_distance(group, "en", "AU", "GB"), region_distance(group, "en", "AU", "US")
    (3, 5)
    """
    if desired == supported:
        return 0
    one, other = partition(group, language, desired), partition(group, language, supported)
    if one == other:
        return 4
    return 5 if "in" in (one, other) else 3


class Bucket:
    """The available locales of one language and script."""

    __slots__ = ("_group", "_nearest", "candidates", "language", "regions", "script")

    def __init__(self, candidates: list[Candidate]) -> None:
        self.language, self.script = candidates[0].language, candidates[0].script
        if len(candidates) > 1:
            likely_region = maximize(self.language, self.script, "")[2]
            candidates.sort(key=lambda one: (one.region != likely_region, one.rank))
        self.candidates = candidates
        self.regions: dict[str, Candidate] = {}
        for one in candidates:
            self.regions.setdefault(one.region, one)
        self._group = REGION_GROUPS.get(f"{self.language}_{self.script}", frozenset())
        self._nearest: dict[str, tuple[int, Candidate]] = {}

    def nearest(self, language: str, region: str) -> tuple[int, Candidate]:
        """Return the distance of the nearest region, and the candidate there."""
        exact = self.regions.get(region)
        if exact is not None:
            return 0, exact
        if language != self.language:
            return 4, self.candidates[0]
        # All regions of one partition have the same answer, which is worked out once: to measure
        # thirty kinds of English for each header would take 15 µs.
        part = partition(self._group, language, region)
        found = self._nearest.get(part)
        if found is None:
            found = self._nearest[part] = min(
                (
                    (region_distance(self._group, language, region, one.region), one)
                    for one in self.candidates
                ),
                key=lambda pair: pair[0],
            )
        return found


class LocaleIndex:
    """The available locales, ready for any number of questions.

    Raises:
        InvalidLocaleError: A locale is malformed.

    >>> index = LocaleIndex(("en", "zh_CN", "zh_TW"))
    >>> distance, candidate = index.nearest("zh", "Hant", "HK")
    >>> distance, candidate.locale
    (5, 'zh_TW')
    """

    __slots__ = ("_buckets", "_candidates", "_pseudo", "_understood", "exact", "locales")

    def __init__(self, available: Sequence[str]) -> None:
        # Each locale by its name as given, and by its canonical tag.
        self.exact: dict[str, Candidate] = {}
        # Those that a reader may find without naming them, in order.
        self.locales: list[Candidate] = []
        self._pseudo: dict[Triple, Candidate] = {}
        by_script: dict[str, dict[str, list[Candidate]]] = {}
        tags: list[tuple[str, Candidate]] = []
        for order, locale in enumerate(available):
            subtags = read(locale)
            if subtags is None:
                raise InvalidLocaleError(f"not a locale among the available ones: {locale!r:.60}")
            one = Candidate(locale, subtags, order)
            self.exact.setdefault(key(locale), one)
            tags.append((key(join(minimal(subtags))), one))
            if one.pseudo:
                self._pseudo[one.language, one.script, one.region] = one
                continue
            self.locales.append(one)
            by_script.setdefault(one.language, {}).setdefault(one.script, []).append(one)
        for tag, one in tags:
            self.exact.setdefault(tag, one)
        self._buckets = {
            language: [Bucket(candidates) for candidates in scripts.values()]
            for language, scripts in by_script.items()
        }
        # Desired language → the available ones that its readers understand, with their distances.
        self._understood: dict[str, dict[str, int]] = {one: {one: 0} for one in by_script}
        for supported in by_script:
            distance = 0
            for word in DISTANCES.get(supported, "").split():
                if word.isdigit():
                    distance = int(word)
                elif word in LIKELY:
                    self._understood.setdefault(word, {})[supported] = distance
        self._candidates: dict[tuple[str, str], list[tuple[int, Bucket]]] = {}

    def is_near(self, language: str) -> bool:
        """Say whether a language is near any of the locales, in whatever script.

        >>> LocaleIndex(("en", "zh_CN")).is_near("yue"), LocaleIndex(("en",)).is_near("de")
        (True, False)
        """
        return language in self._understood or any(
            language == one.language for one in self._pseudo.values()
        )

    def _find_candidates(self, language: str, script: str) -> list[tuple[int, Bucket]]:
        """Return the buckets that come into question, the nearest first, with their distances."""
        found = []
        for supported, distance in self._understood.get(language, {}).items():
            for bucket in self._buckets[supported]:
                total = distance
                if bucket.script != script:
                    pair = f"{language}_{script}>{supported}_{bucket.script}"
                    total += SCRIPT_DISTANCES.get(pair, THRESHOLD)
                if total < THRESHOLD:
                    found.append((total, bucket))
        found.sort(key=lambda pair: pair[0])
        # Kept where there are any, so that CLDR bounds their number, and no header does.
        if found:
            self._candidates[language, script] = found
        return found

    def nearest(
        self,
        language: str,
        script: str,
        region: str,
        reduce: Callable[[Bucket], Bucket | None] | None = None,
    ) -> tuple[int, Candidate] | None:
        """Return the distance of the nearest locale, and the locale; None if none is near enough.

        Args:
            language: The desired locale's canonical language.
            script: Its script, ``""`` for the likely one.
            region: Its region, ``""`` for the likely one.
            reduce: Returns what may be chosen of a bucket; None if nothing is excluded.
        """
        if self._pseudo and region in PSEUDO_REGIONS:
            pseudo = self._pseudo.get(maximize(language, script, region))
            if pseudo is not None:
                return 0, pseudo
        if language not in self._understood and language != "und":
            return None
        language, script, region = maximize(language, script, region)
        least, nearest = THRESHOLD, None
        found = self._candidates.get((language, script))
        for base, bucket in self._find_candidates(language, script) if found is None else found:
            if base > least:
                break
            left = bucket if reduce is None else reduce(bucket)
            if left is None:
                continue
            apart, one = left.nearest(language, region)
            if base + apart < least or (
                nearest is not None and base + apart == least and one.rank < nearest.rank
            ):
                least, nearest = base + apart, one
        return None if nearest is None else (least, nearest)


def key(locale: str) -> str:
    """Return the spelling under which an index finds a locale: ``zh-hans-cn``."""
    return locale.replace("_", "-").lower()


# To build an index of 20 to 140 locales takes 0.2 to 1.3 ms, to find it here 1 to 3 µs.
_indexes: Bounded[tuple[str, ...], LocaleIndex] = Bounded(8)


def index_of(available: Collection[str]) -> LocaleIndex:
    """Return the index of a set of locales, built at most once for the last few sets.

    >>> index_of(["en", "de"]) is index_of(("en", "de"))
    True
    """
    locales = tuple(sorted(available) if isinstance(available, set | frozenset) else available)
    index = _indexes.get(locales)
    if index is None:
        index = _indexes[locales] = LocaleIndex(locales)
    return index
