"""Why a locale was chosen for a header, member by member."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from httplingo._matching import distance as matching
from httplingo._matching import header as accept
from httplingo._matching import preference as choice
from httplingo._matching.subtags import join, maximize, minimal, parse

if TYPE_CHECKING:
    from collections.abc import Collection


class Reason(NamedTuple):
    """What one member of a header finds.

    >>> Reason("*", 0.5, "en", None, "chosen: the default").locale
    'en'
    """

    member: str
    weight: float
    locale: str | None
    distance: int | None
    reason: str


def explain(header: str, available: Collection[str], default: str) -> tuple[Reason, ...]:
    """Say what every member of a header finds; see `httplingo.negotiation.explain`.

    >>> [reason.reason for reason in explain("ja", ["en", "de"], "en")]
    ['no: nothing available is near enough', 'chosen: the default, since nothing matches']
    """
    index = matching.index_of(available)
    chosen = choice.match(index, header, default)
    members = accept.members(header)
    ranges = choice.Ranges(members)
    reasons: list[Reason] = []
    done = False
    for weight, member in members:
        locale, distance, why = _finds(index, ranges, weight, member, default)
        if why.startswith("no") or locale is None:
            pass
        elif not done and locale == chosen:
            done, why = True, f"chosen: {why}"
        elif done:
            why = "not needed: an earlier one is served"
        else:
            why = f"not taken: a later one is nearer ({why})"
        reasons.append(Reason(member, weight / 1000, locale, distance, why))
    if not done:
        why = "chosen: the default, since nothing matches"
        reasons.append(Reason("", 0.0, chosen, None, why))
    return tuple(reasons)


def _finds(
    index: matching.LocaleIndex, ranges: choice.Ranges, weight: int, member: str, default: str
) -> tuple[str | None, int | None, str]:
    """Return the locale that one member finds, its distance, and why."""
    if weight == 0:
        return None, None, "no: q=0 excludes it"
    if member == "*":
        locale = choice.wildcard(index, ranges, default)
        return locale, None, "* stands for any language" if locale else "no: all are named"
    subtags = parse(member)
    if subtags is None:
        return None, None, "no: it is no language tag"
    locale = index.exact.get(matching.key(member)) or index.exact.get(
        matching.key(join(minimal(subtags)))
    )
    if locale is not None:
        return locale, 0, "the tag itself is available"
    near = index.nearest(*subtags[:3])
    if near is not None and not ranges.allow(index.subtags[near[1]]):
        near = index.nearest_of(*subtags[:3], ranges)
    if near is None:
        return None, None, "no: nothing available is near enough"
    distance, locale, _ = near
    language, script, _ = maximize(*subtags[:3])
    if (language, script) == index.subtags[locale][:2]:
        why = "the nearest region of the same language and script" if distance else "the same"
    elif language == index.subtags[locale][0]:
        why = "the same language in another script"
    else:
        why = "a language that its readers understand"
    return locale, distance, why
