"""What a request asks for, as lists of regular expressions that a server tries in order.

Two lists find the locale: the first takes the wanted tag out of ``Accept-Language``, the second
says which locale that tag finds. A third finds the format by ``Accept``. They hold to what PCRE
and RE2 share, have at most one group that captures, and expect a server to ignore case.

For a header whose members stand in the order of their weights, as all browsers send it, the answer
is that of `httplingo.negotiate_locale`. Other headers are read by their weights too, in tenths.
These differ:

- Two weights with the same first decimal (``q=0.85``, ``q=0.8``) count in the header's order.
- ``q=0`` excludes only the member itself: ``en-GB, en;q=0`` still finds ``en``.
- ``*`` is not read: the default comes where nothing that is named is there.
- A language that is only near to what is there (Catalan, where there is Spanish) counts after
  every one that is there itself, and among its like by nearness, then by the header's order. CLDR
  puts it before one that comes five or more places later.
- ``und-TW`` and the old numbers of countries (``en-840``) find nothing of their own.

As for `Accept`, ``*/*`` and ``text/*`` count for the first format even where that is named with
another weight: ``text/html;q=0, */*`` finds HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from httplingo._matching.header import MEMBERS

from .ranges import NEAR, Ranges, Wanted, tag_pattern

#: What a language is that only its neighbours' readers understand: in steps of nearness.
STEPS = (NEAR, 15, 25, 35, 50)


#: The name of the group that captures: a server that has variables makes one of it.
TAG = "httplingo_tag"
#: Stands for what the group captured.
CAPTURED = "\\1"


class Choice(NamedTuple):
    """An expression, and what is chosen if it is the first that matches."""

    pattern: str
    #: As it stands; `CAPTURED` for what the group captured.
    value: str


# No space stands in an expression, so that each is one word in every server's files.
_BLANK = "[[:blank:]]*"
_START = f"^(?:[^,]*,){{0,{MEMBERS - 1}}}?{_BLANK}"
_OTHER_PARAMETERS = f"(?:{_BLANK};{_BLANK}[^q,;[:blank:]][^,;]*)*{_BLANK}"
_Q = f";{_BLANK}q{_BLANK}={_BLANK}"
_END = f"{_BLANK}(?:[,;]|$)"

#: A member's end by its weight, the heaviest first: one, tenths, and all that is not zero.
WEIGHTS = (
    f"{_OTHER_PARAMETERS}(?:,|$|{_Q}1(?:[.]0{{0,3}})?{_END})",
    *(f"{_OTHER_PARAMETERS}{_Q}0[.]{tenth}[0-9]{{0,2}}{_END}" for tenth in range(9, 0, -1)),
    f"{_OTHER_PARAMETERS}{_Q}(?:0[.]0*[1-9]|[^0,;]|[,;]|$)",
)
_NOT_ZERO = f"{_OTHER_PARAMETERS}(?:,|$|{_Q}(?:0[.]0*[1-9]|[^0,;]))"


def language_choices(ranges: Ranges) -> list[Choice]:
    """Return what takes the wanted tag out of an ``Accept-Language``.

    >>> import re
    >>> from httplingo.export.ranges import find_ranges
    >>> first = language_choices(find_ranges(["de", "en"]))[0].pattern.replace("[:blank:]", " ")
    >>> re.match(first, "ja,de-at,en;q=0.5")[1]
    'de-at'
    """
    near = tag_pattern(ranges, _within(-1, NEAR))
    choices = [Choice(f"{_START}(?P<{TAG}>{near}){weight}", CAPTURED) for weight in WEIGHTS]
    for least, most in pairwise(STEPS):
        far = tag_pattern(ranges, _within(least, most))
        if far:
            choices.append(Choice(f"{_START}(?P<{TAG}>{far}){_NOT_ZERO}", CAPTURED))
    return choices


def _within(least: int, most: int) -> Wanted:
    return lambda found: least < found.distance <= most


def _of(locale: str) -> Wanted:
    return lambda found: found.locale == locale


def locale_choices(ranges: Ranges, locales: Sequence[str], default: str) -> list[Choice]:
    """Return which locale a tag finds; the default, where no other is found, is not in.

    >>> from httplingo.export.ranges import find_ranges
    >>> [choice.value for choice in locale_choices(find_ranges(["de", "en"]), ["de", "en"], "en")]
    ['de']
    """
    choices = []
    for locale in locales:
        pattern = tag_pattern(ranges, _of(locale))
        if pattern and locale != default:
            choices.append(Choice(f"^{pattern}$", locale))
    return choices


def format_choices(media_types: Sequence[tuple[str, str]]) -> list[Choice]:
    """Return what finds the format in an ``Accept``; the first is for one without any type.

    Args:
        media_types: Names of formats and their media types, the preferred first.

    >>> choices = format_choices([("html", "text/html"), ("txt", "text/plain")])
    >>> len(choices), choices[-1]
    (21, Choice(pattern='/', value='txt'))
    """
    choices = []
    for weight in WEIGHTS[:-1]:
        for place, (name, media_type) in enumerate(media_types):
            kinds = [media_type.replace("+", "[+]")]
            if place == 0:
                kinds += ["[*]/[*]", f"{media_type.partition('/')[0]}/[*]"]
            start = f"(?:^|,){_BLANK}"
            choices.append(Choice(f"{start}(?:{'|'.join(kinds)}){weight}", name))
    # Nothing of what is there is wanted: as `negotiate_document` answers then.
    text = [name for name, media_type in media_types if media_type == "text/plain"]
    return [*choices, Choice("/", text[0])] if text else choices
