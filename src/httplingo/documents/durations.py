"""``Retry-After``: read in every form that it has, and said in the reader's language."""

from __future__ import annotations

import math
from functools import lru_cache

from .texts import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import NamedTuple

    class RetryAfter(NamedTuple):
        """When to try again: in so many seconds, and as the header's value."""

        seconds: int
        header: str

else:
    from collections import namedtuple

    RetryAfter = namedtuple("RetryAfter", ["seconds", "header"])

#: The longest wait that is believed, in seconds: ten years.
MAX_SECONDS = 10 * 366 * 86400

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


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
    if type(value) is int and 0 <= value <= MAX_SECONDS:
        return RetryAfter(value, str(value))
    try:
        if isinstance(value, str):
            text = value[:64].strip()
            if not (text.isascii() and text.isdigit()):
                return _read_date(text, now)
            value = int(text)
        elif hasattr(value, "utcoffset"):
            return _read_date(value, now)
        elif hasattr(value, "total_seconds"):
            value = value.total_seconds()
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        seconds = max(0, math.ceil(value))
    except (ValueError, TypeError, OverflowError, AttributeError):
        return None
    return RetryAfter(seconds, str(seconds)) if seconds <= MAX_SECONDS else None


def _read_date(value: object, now: datetime | None) -> RetryAfter | None:
    from datetime import UTC, datetime
    from email.utils import format_datetime, parsedate_to_datetime

    date = parsedate_to_datetime(value) if isinstance(value, str) else value
    if not isinstance(date, datetime):
        return None
    date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    seconds = max(0, math.ceil((date - (now or datetime.now(UTC))).total_seconds()))
    if seconds > MAX_SECONDS:
        return None
    return RetryAfter(seconds, format_datetime(date, usegmt=True))


def retry_sentence(seconds: int, locale: str) -> str:
    """Return ``page.retry_after`` with the wait in it, such as "Try again in 2 minutes.".

    The wait is rounded up to whole minutes, hours or days, so that nobody is sent back too
    early. It is empty for no wait at all, and where Babel is not installed.

    Args:
        seconds: The wait.
        locale: A canonical name.

    >>> retry_sentence(120, "en"), retry_sentence(0, "en")
    ('Try again in 2 minutes.', '')
    """
    if seconds <= 0:
        return ""
    for unit, most in ((1, 90), (_MINUTE, 90), (_HOUR, 36), (_DAY, MAX_SECONDS)):
        count = -(-seconds // unit)
        if count <= most:
            break
    return _sentence(count * unit, locale)


@lru_cache(maxsize=1024)
def _sentence(seconds: int, locale: str) -> str:
    text, source = find("page.retry_after", locale)
    for name in dict.fromkeys((source, source.partition("_")[0])):
        duration = _duration(seconds, name)
        if duration:
            # Never str.format: a translator's text is data.
            return text.replace("{duration}", duration)
    return ""


def _duration(seconds: int, locale: str) -> str:
    try:
        from babel import UnknownLocaleError
        from babel.dates import format_timedelta
    except ImportError:
        return ""
    try:
        # The threshold keeps the unit that was rounded to: up to 90 minutes are minutes.
        return format_timedelta(seconds, threshold=1.51, add_direction=True, locale=locale)
    except (UnknownLocaleError, ValueError):
        return ""


def forget_sentences() -> None:
    """Forget the sentences, since other catalogs came into use."""
    _sentence.cache_clear()
