"""What a request asks for, among what there is: Accept-Language and Accept (RFC 9110, 12.5).

A header that was seen before costs one lookup. A new one is read within fixed bounds, and matched
in an index of the available locales. Headers are not trusted: none raises, none is kept beyond
fixed bounds, and nothing from one names a file.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from . import catalogs
from ._matching.negotiator import Negotiator, Reason

__all__ = ["Negotiator", "Reason", "explain", "negotiate_locale", "negotiate_media_type"]


def _negotiator(available: Collection[str] | None, default: str | None) -> Negotiator:
    """Return what answers for a set of locales: the package's own, and its default, for None."""
    return Negotiator(
        catalogs.available_locales() if available is None else available,
        default="en" if default is None else default,
    )


def negotiate_locale(
    header: str | bytes | Sequence[str] | None,
    available: Collection[str] | None = None,
    *,
    default: str | None = None,
) -> str:
    """Return the locale to answer a request with, for its ``Accept-Language`` (RFC 9110, 12.5.4).

    Languages are tried in the order of their weights, by CLDR's language matching (UTS #35, Part
    1): ``zh-HK`` finds ``zh_TW``, not ``zh_CN``. ``q=0`` excludes what it names, except what a
    more specific member wants; ``*`` stands for the default, or where a member names that, for the
    first locale that none names. A malformed member is skipped; a malformed weight counts as the
    lowest.

    Args:
        header: The header's value, several joined with commas; None if it is absent. A sequence of
            locales is understood as preferences in order, as `babel.negotiate_locale` takes them.
        available: The locales to choose from; None for the package's own. A site with its own makes
            a `Negotiator` at start-up, which remembers its answers.
        default: The answer where nothing matches; it need not be available. None for the default
            locale.

    Returns:
        An element of ``available`` as it stands there, or ``default``.

    Raises:
        InvalidLocaleError: An available locale is malformed. No header raises anything.
        TypeError: What was given is no header, and no sequence of locales.

    >>> negotiate_locale("zh-HK,zh;q=0.8,en;q=0.5", ["en", "zh_CN", "zh_TW"])
    'zh_TW'
    >>> negotiate_locale(["de_AT", "en"], ["en", "de"])
    'de'
    >>> negotiate_locale("../../etc/passwd;q=9e999", ["de", "en"])
    'en'
    """
    return _negotiator(available, default)(header)


def explain(
    header: str | bytes | Sequence[str] | None,
    available: Collection[str] | None = None,
    *,
    default: str | None = None,
) -> tuple[Reason, ...]:
    """Say for every member of an ``Accept-Language`` what it finds, the most wanted first.

    Args:
        header: As for `negotiate_locale`, and so the others.
        available: The locales to choose from.
        default: The answer where nothing matches.

    Returns:
        A reason for each member. The one that starts with ``chosen`` gives the answer; the last
        one stands for the default where none does.

    Raises:
        InvalidLocaleError: An available locale is malformed. No header raises anything.
        TypeError: What was given is no header, and no sequence of locales.

    >>> for reason in explain("zh-HK,zh;q=0.8", ["en", "zh_CN", "zh_TW"]):
    ...     print(reason.member, reason.weight, reason.locale, reason.distance, reason.reason)
    zh-HK 1.0 zh_TW 5 chosen: the nearest region of the same language and script
    zh 0.8 zh_CN 0 not needed: an earlier one is served
    """
    return _negotiator(available, default).explain(header)


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
    from ._matching import media

    return media.negotiate(accept, offered)
