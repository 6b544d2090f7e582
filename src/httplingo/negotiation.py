"""What a request asks for, among what there is: Accept-Language and Accept (RFC 9110, 12.5).

A header that was seen before costs one lookup. A new one is read within fixed bounds, and matched
in an index of the available locales. Headers are not trusted: none raises, none is kept beyond
fixed bounds, and nothing from one names a file.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ._matching.negotiator import Negotiator, Reason
from .lookup import negotiate_locale, negotiator_of

__all__ = ["Negotiator", "Reason", "explain", "negotiate_locale", "negotiate_media_type"]


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
    return negotiator_of(available, default).explain(header)


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
