"""The locale that a header asks for, in an index of the available ones: match and Lookup."""

from __future__ import annotations

from httplingo._matching.distance import DEMOTION
from httplingo._matching.header import bounded, members
from httplingo._matching.subtags import maximize, parse_range

TYPE_CHECKING = False
if TYPE_CHECKING:
    from httplingo._matching.distance import LocaleIndex, Row, Shelf

FAR = 1 << 30


class Ranges:
    """What a header's members name, for ``q=0`` and ``*``.

    A member covers a locale as RFC 4647's basic filtering has it (Section 3.3.1), with scripts
    filled in: ``zh-Hant`` covers ``zh_TW``. The most specific member that covers it decides.
    """

    __slots__ = ("_left", "_scripts", "named", "nothing_else")

    def __init__(self, found: list[tuple[int, str]]) -> None:
        # Whether a range is wanted; of a range that is named twice, the wish counts.
        self.named: dict[tuple[str, str, str], bool] = {}
        self.nothing_else = False
        self._scripts: set[tuple[str, str]] = set()
        self._left: dict[Shelf, list[Row]] = {}
        for weight, value in found:
            if value == "*":
                self.nothing_else = self.nothing_else or weight == 0
                continue
            subtags = parse_range(value.lower().replace("_", "-"))
            if subtags is not None:
                self.named[subtags] = weight > 0 or self.named.get(subtags, False)

    def covering(self, subtags: tuple[str, str, str]) -> bool | None:
        """Say whether the members that cover a locale want it; None if none covers it."""
        named = self.named
        language, script, region = subtags
        wanted = named.get(subtags)
        if wanted is None and region:
            wanted = named.get((language, "", region))
            if wanted is None:
                wanted = named.get((language, script, ""))
        if wanted is None:
            wanted = named.get((language, "", ""))
        return wanted

    def allow(self, subtags: tuple[str, str, str]) -> bool:
        """Say whether a locale is not excluded by ``q=0``.

        ``*;q=0`` excludes what is in no language and script that a member wants.
        """
        wanted = self.covering(subtags)
        if wanted is None and self.nothing_else:
            if not self._scripts:
                self._scripts = {maximize(*one)[:2] for one, wish in self.named.items() if wish}
            return subtags[:2] in self._scripts
        return wanted is not False

    def left(self, index: LocaleIndex, shelf: Shelf) -> list[Row]:
        """Return what is not excluded of the locales of one language and script."""
        rows = self._left.get(shelf)
        if rows is None:
            rows = [row for row in shelf.rows if self.allow(index.subtags[row.locale])]
            self._left[shelf] = rows
        return rows


def match(index: LocaleIndex, header: str, default: str) -> str:
    """Return the best match by CLDR's distances, or the default.

    >>> from httplingo._matching.distance import index_of
    >>> match(index_of(["en", "de", "fr"]), "*;q=0.1, fr;q=0.5", "en")
    'fr'
    """
    exact = index.exact
    header = bounded(header)
    # What is named first, without a weight, cannot be beaten, nor excluded.
    locale = exact.get(header.partition(",")[0].lower())
    if locale is not None:
        return locale
    if header == "*":
        return exact.get(default) or wildcard(index, Ranges([]), default) or default
    found = members(header)
    ranges: Ranges | None = None
    if found and found[-1][0] == 0:
        ranges = Ranges(found)
    best, far, place, starred = "", FAR, 0, False
    for weight, value in found:
        if weight == 0 or far <= place:
            break
        if value == "*":
            if far == FAR and not starred:
                locale = wildcard(index, ranges or Ranges(found), default)
                if locale is not None:
                    return locale
            starred = True
            continue
        tag = value.lower().replace("_", "-")
        locale = exact.get(tag)
        if locale is not None:
            return locale
        subtags = parse_range(tag)
        if subtags is None:
            continue
        near = index.nearest(*subtags)
        if near is not None and ranges is not None and not ranges.allow(index.subtags[near[1]]):
            near = index.nearest_of(*subtags, ranges)
        if near is not None and near[0] + place < far:
            far, best = near[0] + place, near[1]
        place += DEMOTION
    return best or fallback(index, default)


def fallback(index: LocaleIndex, default: str) -> str:
    """Return the default, as it stands among the available locales if it does."""
    return index.exact.get(default.lower().replace("_", "-"), default)


def wildcard(index: LocaleIndex, ranges: Ranges, default: str) -> str | None:
    """Return what ``*`` stands for: the default, or the first locale that no member names."""
    locale = index.exact.get(default.lower().replace("_", "-"))
    if locale is not None and ranges.covering(index.subtags[locale]) is None:
        return locale
    for locale in index.available:
        if ranges.covering(index.subtags[locale]) is None:
            return locale
    return None


def lookup(index: LocaleIndex, header: str, default: str) -> str:
    """Return what RFC 4647's Lookup finds (Section 3.4), or the default.

    >>> from httplingo._matching.distance import index_of
    >>> lookup(index_of(["en", "zh_Hant"]), "zh-Hant-CN-x-private1-private2", "en")
    'zh_Hant'
    """
    for weight, value in members(header):
        if weight == 0:
            break
        tag = value.lower().replace("_", "-")
        if parse_range(tag) is None:
            continue
        while tag:
            locale = index.names.get(tag)
            if locale is not None:
                return locale
            tag = tag.rpartition("-")[0]
            if tag[-2:-1] == "-":
                tag = tag[:-2]
    return fallback(index, default)
