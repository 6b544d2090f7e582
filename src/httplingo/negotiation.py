"""What a request asks for, among what there is: Accept-Language and Accept (RFC 9110, 12.5).

A header that was seen before costs one lookup. A new one is read within fixed bounds, and matched
in an index of the available locales. Headers are not trusted: none raises, none is kept beyond
fixed bounds, and nothing from one names a file.
"""

from __future__ import annotations

from ._matching.negotiator import Negotiator as Negotiator
from .lingo import default_lingo

# So many sets of locales are kept for callers who pass them with every header.
SETS = 4

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Literal, TypeAlias

    from httplingo._matching.explanation import Reason

    Mode: TypeAlias = Literal["match", "lookup"]

_others: dict[tuple[tuple[str, ...], str, str], Negotiator] = {}


def negotiate_locale(
    header: str | bytes | None,
    available: Collection[str] | None = None,
    *,
    default: str | None = None,
    mode: Mode = "match",
) -> str:
    """Return the locale to answer a request with, for its ``Accept-Language`` (RFC 9110, 12.5.4).

    Languages are tried in the order of their weights, by CLDR's language matching (UTS #35, Part
    1): ``zh-HK`` finds ``zh_TW``, not ``zh_CN``. ``q=0`` excludes what it names, except what a
    more specific member wants; ``*`` stands for the default, or where a member names that, for the
    first locale that none names. A malformed member is skipped; a malformed weight counts as the
    lowest. ``mode="lookup"`` is RFC 4647's Lookup (Section 3.4) instead: subtags are cut from the
    end until a locale has the name.

    Args:
        header: The header's value, several joined with commas; None if it is absent.
        available: The locales to choose from; None for the package's own.
        default: The answer where nothing matches; it need not be available. None for the default
            locale.
        mode: ``"match"`` or ``"lookup"``.

    Returns:
        An element of ``available`` as it stands there, or ``default``.

    Raises:
        InvalidLocaleError: An available locale is malformed. No header raises anything.

    >>> negotiate_locale("zh-HK,zh;q=0.8,en;q=0.5", ["en", "zh_CN", "zh_TW"])
    'zh_TW'
    >>> negotiate_locale("../../etc/passwd;q=9e999", ["de", "en"])
    'en'
    """
    if available is None and mode == "match":
        if default is None:
            return default_lingo().negotiate_locale(header)
        available = default_lingo().available_locales()
    if default is None:
        default = default_lingo().default_locale
    return _negotiator(tuple(available or ()), default, mode)(header)


def _negotiator(locales: tuple[str, ...], default: str, mode: Mode) -> Negotiator:
    """Return the negotiator of a set of locales, made at most once for the last few sets."""
    found = _others.get((locales, default, mode))
    if found is None:
        if len(_others) >= SETS:
            _others.clear()
        found = _others[locales, default, mode] = Negotiator(locales, default=default, mode=mode)
    return found


def explain(
    header: str | None, available: Collection[str] | None = None, *, default: str = "en"
) -> tuple[Reason, ...]:
    """Say for every member of an ``Accept-Language`` what it finds, the most wanted first.

    Returns:
        Tuples of the member, its weight (0 to 1), the locale or None, the distance or None, and
        the reason in English. The one whose reason starts with ``chosen`` gives the answer; the
        last tuple stands for the default where none does.

    Raises:
        InvalidLocaleError: An available locale is malformed. No header raises anything.

    >>> for reason in explain("zh-HK,zh;q=0.8", ["en", "zh_CN", "zh_TW"]):
    ...     print(reason.member, reason.weight, reason.locale, reason.distance, reason.reason)
    zh-HK 1.0 zh_TW 5 chosen: the nearest region of the same language and script
    zh 0.8 zh_CN 0 not needed: an earlier one is served
    """
    from httplingo._matching import explanation

    if available is None:
        available = default_lingo().available_locales()
    return explanation.explain(header or "", available, default)


def negotiate_media_type(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the offered media type that an ``Accept`` header prefers (RFC 9110, 12.5.1).

    The most specific range that covers an offered type gives its weight; among equal weights the
    order offered decides. Without a header, or with nothing readable in it, the first is as good
    as any.

    Args:
        accept: The header's value, several joined with commas; None if it is absent.
        offered: Media types, perhaps with parameters, the preferred first.

    Returns:
        An element of ``offered`` as it stands there, or None where all are refused.

    >>> offered = ["text/html", "application/problem+json", "text/plain"]
    >>> negotiate_media_type("text/*;q=0.5, application/problem+json", offered)
    'application/problem+json'
    >>> negotiate_media_type("image/png", offered) is None
    True
    """
    from httplingo._matching import media as media_types

    return media_types.negotiate(accept, offered)
