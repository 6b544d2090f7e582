"""Addresses that a page may link to."""

from __future__ import annotations

import re

#: The longest address that is linked to, in characters.
MAX_URL = 2048

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
    from urllib.parse import quote, urlsplit

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
    rest = quote(_STRAY_PERCENT.sub("%25", parts.path), safe=_SAFE)
    if parts.query:
        rest += "?" + quote(_STRAY_PERCENT.sub("%25", parts.query), safe=_SAFE)
    if parts.fragment:
        rest += "#" + quote(_STRAY_PERCENT.sub("%25", parts.fragment), safe=_SAFE)
    # What is left of "?" alone is no address, and "//x" must not come out of "https:////x".
    return start + rest if start or (rest and not rest.startswith("//")) else None


def safe_reference(url: object) -> str | None:
    r"""Return a URI reference that names something, such as a problem's ``instance``.

    Any scheme is allowed (``urn:uuid:…``), since nobody is sent there; what a URI cannot hold is
    percent-encoded (RFC 3986, Section 2.1), controls included.

    >>> safe_reference("urn:uuid:1"), safe_reference("/größe\r\n")
    ('urn:uuid:1', '/gr%C3%B6%C3%9Fe%0D%0A')
    """
    if not isinstance(url, str) or not 0 < len(url) <= MAX_URL:
        return None
    if _PLAIN.fullmatch(url):
        return str(url)
    from urllib.parse import quote

    text = _STRAY_PERCENT.sub("%25", url)
    start, sign, fragment = text.partition("#")
    try:
        quoted = quote(start, safe=_SAFE, errors="replace")
        return f"{quoted}#{quote(fragment, safe=_SAFE, errors='replace')}" if sign else quoted
    except UnicodeError:
        return None
