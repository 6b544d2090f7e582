"""Details of a request, made fit to be shown: clean, short, and escaped for each format."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    #: Makes a detail's bytes for one format; None where it must be left out.
    Encode = Callable[[object], bytes | None]

#: The longest request number and path that are shown, in characters.
MAX_SHOWN = {"request_id": 128, "path": 512}

# What no format can hold, or what would reorder the text around it: controls, lone surrogates,
# noncharacters (Unicode 16, Section 23.7), and the bidirectional controls of UAX #9.
_HOSTILE_SET = (
    "\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
)
_HOSTILE = re.compile(f"[{_HOSTILE_SET}]")
# All but printable ASCII, and what HTML and XML escape: most request numbers and paths have none.
_search_harmful = re.compile("[^ !#-%(-;=?-~]").search
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    r"""Return a text in which whatever no format can hold is replaced by U+FFFD.

    >>> clean("a\r\nb\x00"), clean("\ud800")
    ('a��b�', '�')
    """
    return _HOSTILE.sub(_REPLACEMENT, text)


def escape(text: str) -> str:
    """Return a text as it may stand in HTML or XML, between tags or in a quoted attribute.

    It is safe to escape what has a character that XML 1.0 forbids: that one is replaced.

    >>> escape('<a href="x">]]>')
    '&lt;a href=&#34;x&#34;&gt;]]&gt;'
    """
    return text.translate(_ESCAPES)


def shortened(value: object, limit: int) -> str:
    """Return a detail as clean text of at most so many characters, an ellipsis at the end.

    >>> shortened("abcdef", 4), shortened(7, 4)
    ('abc…', '7')
    """
    text = value if type(value) is str else str(value)
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return clean(text)


def markup_encoder(name: str) -> Encode:
    """Return what makes a detail's bytes in HTML and XML.

    >>> markup_encoder("path")("/<b>")
    b'/&lt;b&gt;'
    """
    limit = MAX_SHOWN[name]

    def encode(value: object) -> bytes | None:
        if type(value) is str and len(value) <= limit and not _search_harmful(value):
            return value.encode() or None
        return None if value is None else escape(shortened(value, limit)).encode() or None

    return encode


def text_encoder(name: str) -> Encode:
    r"""Return what makes a detail's bytes in plain text.

    >>> text_encoder("path")("/<b>\r\nX: y")
    b'/<b>\xef\xbf\xbd\xef\xbf\xbdX: y'
    """
    limit = MAX_SHOWN[name]

    def encode(value: object) -> bytes | None:
        return None if value is None else shortened(value, limit).encode() or None

    return encode
