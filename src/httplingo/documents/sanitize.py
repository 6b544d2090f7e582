"""Texts, values and addresses from outside, made fit to be shown: clean, short and harmless."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

#: The longest address that is linked to, in characters.
MAX_URL = 2048

# What no format can hold: controls, lone surrogates, line and paragraph separators, and
# noncharacters (Unicode 16, Section 23.7).
_FORBIDDEN = "\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_forbid_in_texts = re.compile(f"(?!\n)[{_FORBIDDEN}]").sub
# What would reorder the text around it, besides: the bidirectional controls of UAX #9.
_forbid_in_details = re.compile(f"[{_FORBIDDEN}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]").sub
_REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    r"""Return a detail in which what no format can hold, or what reorders text, is U+FFFD.

    >>> clean("a\r\nb\x00"), clean("\ud800")
    ('a��b�', '�')
    """
    # Most have nothing of the kind, which is seen sooner than it is looked for.
    if text.isascii() and text.isprintable():
        return text
    return _forbid_in_details(_REPLACEMENT, text)


def clean_text(text: str) -> str:
    r"""Return a translator's or a site's text without what no format can hold; its lines stay.

    Its bidirectional controls stay too: texts that mix two directions need them.

    >>> clean_text("a\r\nb\x00")
    'a\nb�'
    """
    return _forbid_in_texts(_REPLACEMENT, text.replace("\r\n", "\n"))


def escape(text: str) -> str:
    """Return a text as it may stand in HTML or XML, between tags or in a quoted attribute.

    >>> escape('<a href="x">]]>')
    '&lt;a href=&#34;x&#34;&gt;]]&gt;'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")


def shortened(value: object, limit: int, cleaned: Callable[[str], str] = clean) -> str:
    """Return a value as clean text of at most so many characters, an ellipsis at the end.

    >>> shortened("abcdef", 4), shortened(7, 4)
    ('abc…', '7')
    """
    # A subclass of str may answer for itself: a lazy translation, markup that claims to be safe.
    text = value if type(value) is str else str.__str__(str(value))
    return cleaned(text if len(text) <= limit else text[: limit - 1] + "…")


def plain_value(value: object) -> Any:
    """Return a value made of nothing but the six kinds that JSON has (RFC 8259).

    Raises:
        Exception: It has no such form: a circle, too many levels, not a number, or whatever an
            object's own ``__str__`` raises.

    >>> from datetime import date
    >>> plain_value({"day": date(2026, 1, 31), 1: (2, None)})
    {'day': '2026-01-31', '1': [2, None]}
    """
    if value is None or type(value) in {bool, int}:
        return value
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=str)
    try:
        text.encode()
    except UnicodeEncodeError:
        # Two halves of a pair become the character that they are; a lone one is replaced.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return json.loads(text)


_PLAIN = re.compile(r"(?:https?://[A-Za-z0-9.-]+(?::[0-9]+)?)?(?:/[A-Za-z0-9._~-]+)*/?", re.ASCII)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Controls, spaces and backslashes: browsers drop or replace them before they look at the scheme.
_REFUSED = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE = "/:?@!$&'()*+,;=%-._~"


def safe_url(url: object) -> str | None:
    r"""Return an address as it may stand in a link, or None where it is refused.

    Allowed are ``http:``, ``https:`` and addresses relative to this site, in which whatever an
    address cannot hold is percent-encoded (RFC 3986, Section 2.1). Refused are other schemes
    (``javascript:``, ``data:``), addresses of another host without a scheme (``//host/``), and
    any that hold control characters, spaces, backslashes, or more than `MAX_URL` characters.

    >>> safe_url("/suche?q=größe"), safe_url("https://example.com/")
    ('/suche?q=gr%C3%B6%C3%9Fe', 'https://example.com/')
    >>> safe_url("javascript:alert(1)"), safe_url("//evil.example/"), safe_url("java\tscript:x")
    (None, None, None)
    """
    if not isinstance(url, str) or not 0 < len(url) <= MAX_URL:
        return None
    if _PLAIN.fullmatch(url):
        return str(url)
    if _REFUSED.search(url) or url.startswith("//"):
        return None
    scheme = _SCHEME.match(url)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        return None
    return _encoded(str(url), bool(scheme))


def _encoded(url: str, absolute: bool) -> str | None:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        # Reading the port checks it.
        if absolute and (not host or (parts.port or 0) < 0):
            return None
        if absolute and not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    start = ""
    if absolute:
        name = f"[{host}]" if ":" in host else host
        start = f"{parts.scheme}://{name}" + (f":{parts.port}" if parts.port else "")
        if re.search(r"[^A-Za-z0-9.:\[\]/-]", start):
            return None
    path = _quoted(parts.path) if absolute else _relative(_quoted(parts.path))
    rest = path + "".join(
        sign + _quoted(part) for sign, part in (("?", parts.query), ("#", parts.fragment)) if part
    )
    # What is left of "?" alone is no address, and "//x" must not come out of "https:////x".
    return start + rest if start or (rest and not rest.startswith("//")) else None


def _quoted(text: str) -> str:
    """Return a part of an address percent-encoded; what is encoded already stays."""
    from urllib.parse import quote

    return quote(_STRAY_PERCENT.sub("%25", text), safe=_SAFE, errors="replace")


def _relative(path: str) -> str:
    """Return a path whose first segment holds no colon, which would make it a scheme's.

    Source: RFC 3986, Section 4.2.
    """
    return f"./{path}" if ":" in path.partition("/")[0] else path


def safe_reference(url: object) -> str | None:
    r"""Return a URI reference that names something, such as a problem's ``instance``.

    Any scheme is allowed (``urn:uuid:…``), since nobody is sent there; what a URI cannot hold is
    percent-encoded (RFC 3986, Section 2.1), controls included.

    >>> safe_reference("urn:uuid:1"), safe_reference("/größe\r\n"), safe_reference("ö:1")
    ('urn:uuid:1', '/gr%C3%B6%C3%9Fe%0D%0A', './%C3%B6:1')
    """
    if not isinstance(url, str) or not 0 < len(url) <= MAX_URL:
        return None
    if _PLAIN.fullmatch(url):
        return str(url)
    start, sign, fragment = str(url).partition("#")
    path, mark, query = _quoted(start).partition("?")
    path = path if _SCHEME.match(path) else _relative(path)
    return f"{path}{mark}{query}{sign}{_quoted(fragment)}"


def label(value: object) -> str:
    r"""Return a value as a log can show it: short, and printable.

    >>> label("a\nb"), label(10**5000)
    ("'a\\nb'", 'int')
    """
    try:
        return ascii(value)[:200]
    except Exception:  # what has no text, such as a number of thousands of digits
        return type(value).__name__
