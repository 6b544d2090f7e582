"""In which format a request is answered."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from httplingo.documents import MEDIA_TYPES
from httplingo.documents.document import HTML, PROBLEM_JSON, PROBLEM_XML, TEXT
from httplingo.negotiation import negotiate_media_type

#: Media types, the one for a client without a preference first; or what returns them for a
#: request.
Formats = Sequence[str] | Callable[[Any], Sequence[str]]
#: Where programs are answered: the start of a path, several, or a predicate of the path.
ApiPaths = str | Iterable[str] | Callable[[str], bool]

#: The order of frameworks that answer in plain text, or in JSON, whatever is asked for.
TEXT_FIRST = (TEXT, *(one for one in MEDIA_TYPES if one != TEXT))
JSON_FIRST = ("application/json", HTML, PROBLEM_JSON, PROBLEM_XML, "application/xml", TEXT)

#: What nothing but a program reads.
FOR_PROGRAMS = frozenset(one for one in MEDIA_TYPES if one.startswith("application/"))


def check_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """Return media types that documents can have.

    Raises:
        ValueError: There is none, or one that no document has.

    >>> check_formats(["text/html"])
    ('text/html',)
    >>> check_formats(["text/htm"])
    Traceback (most recent call last):
    ValueError: formats: no document has the media type 'text/htm'; perhaps 'text/html'
    """
    if isinstance(formats, str):
        formats = (formats,)
    for one in formats:
        if one not in MEDIA_TYPES:
            near = difflib.get_close_matches(str(one), MEDIA_TYPES, 1)
            hint = f"; perhaps {near[0]!r}" if near else f"; there are {', '.join(MEDIA_TYPES)}"
            raise ValueError(f"formats: no document has the media type {one!r:.60}{hint}")
    if not formats:
        raise ValueError("formats: at least one media type is needed")
    return tuple(formats)


def choose(accept: str | None, offered: Sequence[str]) -> str:
    """Return the format of an answer (RFC 9110, Section 12.5.1).

    Among what ``Accept`` likes equally, a type that it names comes before one that ``*/*``
    covers, and then the order offered decides: a client without a preference gets the first.
    Where all is refused, plain text is sent all the same.

    >>> formats = ["text/html", "application/json"]
    >>> choose("*/*", formats), choose("application/json, text/plain, */*", formats)
    ('text/html', 'application/json')
    >>> choose("image/png", ["text/html", "text/plain"])
    'text/plain'
    """
    named = (accept or "").lower()
    ordered = sorted(offered, key=lambda one: one not in named)
    fallback = TEXT if TEXT in offered else offered[0]
    return negotiate_media_type(accept, ordered) or fallback


def path_predicate(api: ApiPaths) -> Callable[[str], bool] | None:
    """Return what says of a path whether programs are answered there; None where none are.

    Raises:
        TypeError: A path is no string.
        ValueError: A path is empty, which every path starts with.

    >>> is_api = path_predicate(["/api/", "/hooks/"])
    >>> is_api("/api/users"), is_api("/"), path_predicate(())
    (True, False, None)
    """
    if callable(api):
        ask = api
        return lambda path: bool(ask(path))
    starts = (api,) if isinstance(api, str) else tuple(api)
    for one in starts:
        if not isinstance(one, str):
            raise TypeError(f"api: a path is a string, not {one!r:.60}")
        if not one:
            raise ValueError("api: an empty path would make every path an API; '/' says so")
    return (lambda path: path.startswith(starts)) if starts else None
