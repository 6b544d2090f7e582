"""Where in a request an error is (RFC 6901)."""

from __future__ import annotations

from collections.abc import Iterable


def json_pointer(location: Iterable[object]) -> str:
    """Return names and places, the outermost first, as a JSON pointer.

    >>> json_pointer(["body", "prices", 0, "a/b"]), json_pointer([])
    ('/body/prices/0/a~1b', '')
    """
    return "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in location)
