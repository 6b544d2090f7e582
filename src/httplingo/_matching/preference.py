"""What the members of an Accept-Language header find in an index, and which of that is chosen."""

from __future__ import annotations

from httplingo._matching.distance import DEMOTION, Bucket, key
from httplingo._matching.subtags import join, maximize, minimal, parse_range

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from httplingo._matching.distance import Candidate, LocaleIndex
    from httplingo._matching.subtags import Subtags, Triple

    # The weight in thousandths, and what it weighs.
    Member: TypeAlias = tuple[int, str]
    # A member, the locale and distance that it finds, or None, and why if it is no near one.
    Finding: TypeAlias = tuple[int, str, str | None, int | None, str]

EXCLUDED = "no: q=0 excludes it"
MALFORMED = "no: it is no language tag"
NOTHING_NEAR = "no: nothing available is near enough"
ALL_NAMED = "no: all are named"
WILDCARD = "* stands for any language"
EXACT = "the tag itself is available"
NEAR = "near"  # Until somebody asks how: to say it costs more than to find it.
SAME = "the same"
OTHER_REGION = "the nearest region of the same language and script"
OTHER_SCRIPT = "the same language in another script"
OTHER_LANGUAGE = "a language that its readers understand"


class Ranges:
    """What a header's members name, for ``q=0`` and ``*``.

    A member covers a locale as RFC 4647's basic filtering has it (Section 3.3.1), with scripts
    filled in: ``zh-Hant`` covers ``zh_TW``. The most specific member that covers it decides.
    """

    __slots__ = ("_left", "_scripts", "named", "nothing_else")

    def __init__(self, members: Iterable[Member]) -> None:
        # Whether a range is wanted; of a range that is named twice, the wish counts.
        self.named: dict[Triple, bool] = {}
        self.nothing_else = False
        self._scripts: set[tuple[str, str]] = set()
        self._left: dict[Bucket, Bucket | None] = {}
        for weight, value in members:
            if value == "*":
                self.nothing_else = self.nothing_else or weight == 0
                continue
            subtags = parse_range(key(value))
            if subtags is not None:
                self.named[subtags] = weight > 0 or self.named.get(subtags, False)

    def wants(self, one: Candidate) -> bool | None:
        """Say whether the members that cover a locale want it; None if none covers it."""
        if not self.named:
            return None
        for script, region in (
            (one.script, one.given_region),
            ("", one.given_region),
            (one.script, ""),
            ("", ""),
        ):
            wanted = self.named.get((one.language, script, region))
            if wanted is not None:
                return wanted
        return None

    def allows(self, one: Candidate) -> bool:
        """Say whether a locale is not excluded by ``q=0``.

        ``*;q=0`` excludes what is in no language and script that a member wants.
        """
        wanted = self.wants(one)
        if wanted is None and self.nothing_else:
            if not self._scripts:
                self._scripts = {maximize(*range_)[:2] for range_, yes in self.named.items() if yes}
            return (one.language, one.script) in self._scripts
        return wanted is not False

    def reduce(self, bucket: Bucket) -> Bucket | None:
        """Return a bucket without what is excluded; None where nothing is left."""
        if bucket not in self._left:
            left = [one for one in bucket.candidates if self.allows(one)]
            whole = len(left) == len(bucket.candidates)
            self._left[bucket] = bucket if whole else Bucket(left) if left else None
        return self._left[bucket]


def findings(index: LocaleIndex, members: list[Member], default: str) -> Iterator[Finding]:
    """Yield what each member of a header finds by itself.

    Args:
        index: The available locales.
        members: The most wanted first, as `header.members` gives them.
        default: What ``*`` stands for, if it is available and not named.
    """
    exact = index.exact
    reduce: Callable[[Bucket], Bucket | None] | None = None
    excludes = bool(members) and members[-1][0] == 0
    wildcard: list[str | None] = []
    for weight, member in members:
        if weight == 0:
            yield weight, member, None, None, EXCLUDED
            continue
        if member == "*":
            wildcard = wildcard or [_wildcard(index, members, default)]
            yield weight, member, wildcard[0], None, WILDCARD if wildcard[0] else ALL_NAMED
            continue
        tag = member.replace("_", "-").lower()
        one = exact.get(tag)
        if one is not None:
            yield weight, member, one.locale, 0, EXACT
            continue
        subtags = parse_range(tag)
        if subtags is None:
            yield weight, member, None, None, MALFORMED
            continue
        if excludes and reduce is None:
            reduce = Ranges(members).reduce
        found = index.nearest(*subtags, reduce)
        if found is None:
            yield weight, member, None, None, NOTHING_NEAR
        else:
            yield weight, member, found[1].locale, found[0], NEAR


def _wildcard(index: LocaleIndex, members: list[Member], default: str) -> str | None:
    """Return what ``*`` stands for: the default, or else the first locale that no member names."""
    ranges = Ranges(members)
    preferred = index.exact.get(key(default))
    if preferred is not None and not preferred.pseudo and ranges.wants(preferred) is None:
        return preferred.locale
    for one in index.locales:
        if ranges.wants(one) is None:
            return one.locale
    return None


def choose(found: Iterable[Finding]) -> Finding | None:
    """Return the finding whose locale is served; None where none is.

    The smallest distance wins, to which each readable member before it adds a demotion. ``*``
    counts where no member before it finds anything.
    """
    chosen: Finding | None = None
    least = demotion = 0
    for finding in found:
        _, member, locale, distance, why = finding
        if distance is not None and (chosen is None or distance + demotion < least):
            least, chosen = distance + demotion, finding
        elif member == "*" and locale is not None and chosen is None:
            return finding
        if member != "*" and why is not MALFORMED:
            demotion += DEMOTION
            if chosen is not None and least <= demotion:
                break
    return chosen


def best(index: LocaleIndex, desired: Iterable[tuple[str, Subtags]]) -> str | None:
    """Return the best locale for desired ones in order; None where nothing is near enough.

    Args:
        index: The available locales.
        desired: Each locale as it was written, and its subtags.
    """
    chosen = choose(_findings_of_locales(index, desired))
    return None if chosen is None else chosen[2]


def _findings_of_locales(
    index: LocaleIndex, desired: Iterable[tuple[str, Subtags]]
) -> Iterator[Finding]:
    for written, subtags in desired:
        exact = index.exact.get(key(written)) or index.exact.get(key(join(minimal(subtags))))
        found = (0, exact) if exact else index.nearest(*subtags[:3])
        if found is None:
            yield 1000, written, None, None, NOTHING_NEAR
        else:
            yield 1000, written, found[1].locale, found[0], NEAR


def negotiate(index: LocaleIndex, members: list[Member], default: str) -> str:
    """Return the locale that the members of a header ask for, or the default.

    >>> from httplingo._matching.distance import index_of
    >>> negotiate(index_of(["en", "de", "fr"]), [(500, "fr-CH"), (100, "*")], "en")
    'fr'
    """
    chosen = choose(findings(index, members, default))
    return _fallback(index, default) if chosen is None else chosen[2] or default


def explain(index: LocaleIndex, members: list[Member], default: str) -> list[Finding]:
    """Return what every member finds, and why the chosen one is chosen; see `negotiation.explain`.

    >>> from httplingo._matching.distance import index_of
    >>> [why for *_, why in explain(index_of(["en", "de"]), [(1000, "ja")], "en")]
    ['no: nothing available is near enough', 'chosen: the default, since nothing matches']
    """
    found = list(findings(index, members, default))
    chosen = choose(found)
    place = len(found) if chosen is None else found.index(chosen)
    explained: list[Finding] = []
    for i, (weight, member, locale, distance, why) in enumerate(found):
        if why is NEAR and locale is not None:
            why = _how_near(index.exact[key(locale)], distance, member)
        if i == place:
            why = f"chosen: {why}"
        elif i > place and locale is not None:
            why = "not needed: an earlier one is served"
        elif locale is not None:
            why = f"not taken: a later one is nearer ({why})"
        explained.append((weight, member, locale, distance, why))
    if chosen is None:
        why = "chosen: the default, since nothing matches"
        explained.append((0, "", _fallback(index, default), None, why))
    return explained


def _how_near(one: Candidate, distance: int | None, member: str) -> str:
    if distance == 0:
        return SAME
    language, script, _ = maximize(*(parse_range(key(member)) or ("", "", "")))
    if language != one.language:
        return OTHER_LANGUAGE
    return OTHER_REGION if script == one.script else OTHER_SCRIPT


def _fallback(index: LocaleIndex, default: str) -> str:
    """Return the default, as it stands among the available locales if it does."""
    one = index.exact.get(key(default))
    return default if one is None else one.locale
