"""The members of an ``Accept…`` header with their weights, read within fixed bounds.

No more than `LONGEST` characters and `MEMBERS` members are looked at, so that the price of a header
does not grow with it. Whatever a header holds, nothing is raised.
"""

from __future__ import annotations

# Browsers send up to some 300 characters.
LONGEST = 1024
MEMBERS = 20
PARAMETERS = 8

# An unreadable weight: what was named is wanted, how much is unknown, so it comes last.
UNREADABLE = 1

# The weights of nearly all headers, in thousandths.
_COMMON = {"q=0": 0} | {f"q=0.{tenth}": tenth * 100 for tenth in range(1, 10)}


def bounded(header: str) -> str:
    """Return as much of a header as is read: whole members only.

    >>> len(bounded("de,en," * 10_000)) <= LONGEST
    True
    """
    if len(header) <= LONGEST:
        return header
    return header[: max(0, header.rfind(",", 0, LONGEST))]


def members(header: str) -> list[tuple[int, str]]:
    """Return the weights and values of a header without quoted strings, the most wanted first.

    A weight is in thousandths. It follows RFC 9110, Section 12.4.2, to the letter; one that does
    not (``q=-1``, ``q=NaN``, ``q=9e999``) counts as the least, 0.001. Other parameters are
    ignored, and so are empty members. Equal weights keep their order, but ``*`` comes after what
    is named.

    >>> members("en;q=0.5, *, zh-HK, , zh;q=0.8")
    [(1000, 'zh-HK'), (1000, '*'), (800, 'zh'), (500, 'en')]
    """
    found: list[tuple[int, str]] = []
    least = 1000
    in_order, after_wildcard = True, False
    for member in bounded(header).split(",", MEMBERS)[:MEMBERS]:
        value, more, parameters = member.partition(";")
        value = value.strip(" \t")
        if value:
            weight = weight_of(parameters) if more else 1000
            if weight > least or after_wildcard:
                in_order = False
            least, after_wildcard = weight, value == "*"
            found.append((weight, value))
    if not in_order:
        found.sort(key=lambda member: (-member[0], member[1] == "*"))
    return found


def weight_of(parameters: str) -> int:
    """Return the weight that a member's parameters give it, in thousandths; 1000 without one.

    >>> weight_of("q=0.25"), weight_of(" level=1; Q=1.000"), weight_of("q=1.5"), weight_of("q=٣")
    (250, 1000, 1, 1)
    """
    weight = _COMMON.get(parameters)
    if weight is not None:
        return weight
    for parameter in parameters.split(";", PARAMETERS)[:PARAMETERS]:
        name, equals, value = parameter.partition("=")
        if equals and name.strip(" \t") in {"q", "Q"}:
            return qvalue(value.strip(" \t"))
    return 1000


def qvalue(text: str) -> int:
    """Return a ``qvalue`` of RFC 9110, Section 12.4.2, in thousandths; `UNREADABLE` if it is none.

    >>> [qvalue(text) for text in ("0", "0.", "0.07", "1.000", "1.001", "0.1234", ".5", "-1")]
    [0, 0, 70, 1000, 1, 1, 1, 1]
    """
    if not (0 < len(text) <= 5 and text.isascii()):
        return UNREADABLE
    whole, _, fraction = text.partition(".")
    if whole not in {"0", "1"} or not (fraction.isdigit() or not fraction):
        return UNREADABLE
    weight = int(whole + fraction.ljust(3, "0"))
    return weight if weight <= 1000 else UNREADABLE


def quoted_members(header: str) -> list[list[str]]:
    """Return the members of a header that may hold quoted strings, each cut at its semicolons.

    >>> quoted_members('text/html;level="1,2";q=0.5, */*')
    [['text/html', 'level=1,2', 'q=0.5'], ['*/*']]
    """
    text = bounded(header)
    if '"' not in text:
        return [
            [part.strip(" \t") for part in member.split(";", PARAMETERS)[:PARAMETERS]]
            for member in text.split(",", MEMBERS)[:MEMBERS]
        ]
    found: list[list[str]] = [[""]]
    for number, piece in enumerate(text.split('"')):
        # Every second piece stands between quotes; a backslash before a quote ends it all the
        # same: no media type of ours has a parameter with a quote in it.
        if number % 2:
            found[-1][-1] += piece
            continue
        for place, member in enumerate(piece.split(",", MEMBERS)[:MEMBERS]):
            if place:
                found.append([""])
            first, *more = member.split(";", PARAMETERS)[:PARAMETERS]
            found[-1][-1] += first.strip(" \t")
            found[-1].extend(part.strip(" \t") for part in more)
            if len(found) > MEMBERS:
                return found[:MEMBERS]
    return found
