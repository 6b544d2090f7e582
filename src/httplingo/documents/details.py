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

# What no format can hold: controls, lone surrogates, line and paragraph separators, and
# noncharacters (Unicode 16, Section 23.7).
_FORBIDDEN = "\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_forbid_in_lines = re.compile(f"(?!\n)[{_FORBIDDEN}]").sub
# What would reorder the text around it, besides: the bidirectional controls of UAX #9.
_forbid_in_details = re.compile(f"[{_FORBIDDEN}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]").sub
# All but printable ASCII, and what HTML and XML escape: most request numbers and paths have none.
_search_harmful = re.compile("[^ !#-%(-;=?-~]").search
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    r"""Return a detail in which what no format can hold, or what reorders text, is U+FFFD.

    >>> clean("a\r\nb\x00"), clean("\ud800")
    ('a��b�', '�')
    """
    return _forbid_in_details(_REPLACEMENT, text)


def clean_text(text: str) -> str:
    r"""Return a translator's text without what no format can hold; its lines stay.

    Its bidirectional controls stay too: texts that mix two directions need them.

    >>> clean_text("a\nb\x00")
    'a\nb�'
    """
    return _forbid_in_lines(_REPLACEMENT, text)


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
