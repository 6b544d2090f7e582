"""``Retry-After``: read in every form that it has, and said in the reader's language."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

#: The longest wait that is believed, in seconds: ten years.
MAX_SECONDS = 10 * 366 * 86400

Unit = Literal["second", "minute", "hour", "day"]

_SECOND: Unit = "second"
_LARGER: dict[Unit, int] = {"minute": 60, "hour": 3600, "day": 86400}


class RetryAfter(NamedTuple):
    """When to try again: in so many seconds, and as the header's value."""

    seconds: int
    header: str


def read_retry_after(value: object, now: datetime | None = None) -> RetryAfter | None:
    """Read a ``Retry-After`` (RFC 9110, Section 10.2.3), whatever it is.

    Args:
        value: Seconds as a number or text, an HTTP-date in any of its three forms, a `datetime`
            (without a zone: UTC) or a `timedelta`.
        now: The time to count from; the clock's if None.

    Returns:
        The wait in whole seconds, rounded up and not below 0, and the header's value in the
        form that was given; None where nothing can be read, or the wait is beyond ten years.

    >>> read_retry_after("120")
    RetryAfter(seconds=120, header='120')
    >>> from datetime import UTC, datetime
    >>> read_retry_after("Fri, 31 Dec 1999 23:59:59 GMT", datetime(1999, 12, 31, 23, tzinfo=UTC))
    RetryAfter(seconds=3599, header='Fri, 31 Dec 1999 23:59:59 GMT')
    >>> read_retry_after("soon") is None
    True
    """
    try:
        if isinstance(value, str):
            text = value[:64].strip()
            if not (text.isascii() and text.isdigit()):
                return _read_date(text, now)
            value = int(text)
        elif isinstance(value, datetime):
            return _read_date(value, now)
        elif isinstance(value, timedelta):
            value = value.total_seconds()
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        seconds = max(0, math.ceil(value))
    except (ValueError, TypeError, OverflowError):
        return None
    return RetryAfter(seconds, str(seconds)) if seconds <= MAX_SECONDS else None


def _read_date(value: str | datetime, now: datetime | None) -> RetryAfter | None:
    from datetime import UTC
    from email.utils import format_datetime, parsedate_to_datetime

    date = parsedate_to_datetime(value) if isinstance(value, str) else value
    date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    seconds = max(0, math.ceil((date - (now or datetime.now(UTC))).total_seconds()))
    if seconds > MAX_SECONDS:
        return None
    return RetryAfter(seconds, format_datetime(date, usegmt=True))


def rounded_wait(seconds: int) -> tuple[int, Unit]:
    """Return a wait in the largest unit that says it well: how many seconds, and the unit.

    It is rounded up, so that nobody is sent back too early, and by less than a third, so that
    nobody is kept away too long.

    >>> rounded_wait(120), rounded_wait(3599), rounded_wait(5400), rounded_wait(5500)
    ((120, 'minute'), (3600, 'hour'), (5400, 'minute'), (7200, 'hour'))
    """
    rounded, chosen = seconds, _SECOND
    for unit, size in _LARGER.items():
        more = -(-rounded // size) * size
        if rounded >= size and 3 * more < 4 * seconds:
            rounded, chosen = more, unit
    return rounded, chosen


# Babel takes ten times as long for it as the rest of a document takes.
@lru_cache(maxsize=512)
def duration(seconds: int, unit: Unit, locale: str) -> str:
    """Return a time from now in a language, such as "in 2 minutes"; empty where Babel has none.

    Source: CLDR, relative times of date fields, with the plural forms of the language.

    >>> duration(120, "minute", "en"), duration(18000, "hour", "ru")
    ('in 2 minutes', 'через 5 часов')
    """
    try:
        from babel import UnknownLocaleError
        from babel.dates import format_timedelta
    except ImportError:
        return ""
    try:
        # No count reaches this threshold, so that Babel takes the unit that it is given.
        return format_timedelta(
            seconds, granularity=unit, threshold=1e12, add_direction=True, locale=locale
        )
    except (UnknownLocaleError, ValueError):
        return ""
