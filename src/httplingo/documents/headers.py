"""The headers of a document, apart from those that depend on the request."""

from __future__ import annotations

from httplingo import tags

from .document import HTML, PROBLEM_JSON

#: The codes whose responses have no content (RFC 9110, Sections 15.2, 15.3.5, 15.3.6, 15.4.5).
NO_CONTENT = frozenset({*range(100, 200), 204, 205, 304})

#: Error codes that a cache may keep by its own judgement (RFC 9110, Section 15.1).
HEURISTICALLY_CACHEABLE = frozenset({404, 405, 410, 414, 501})

VARY = "Accept, Accept-Language"


def content_type(media_type: str) -> str:
    """Return the ``Content-Type``: with a charset, save for JSON, which defines none (RFC 8259).

    >>> content_type("text/html"), content_type("application/problem+json")
    ('text/html; charset=utf-8', 'application/problem+json')
    """
    if media_type in {PROBLEM_JSON, "application/json"}:
        return media_type
    return f"{media_type}; charset=utf-8"


def cache_control(code: int, *, personal: bool) -> str:
    """Return the ``Cache-Control`` of a status; empty where the application decides.

    What HTTP lets a cache keep unasked (404, 405, 410, 414, 501; RFC 9111, Section 4.2.2) must
    be asked for again: an address that is wrong now may be right in a minute, and what is hidden
    from one visitor may be shown to another. Any other error, and any document with details of
    one request, is not to be stored. 2xx and 3xx are left alone.

    >>> cache_control(404, personal=False), cache_control(404, personal=True)
    ('no-cache', 'no-store')
    >>> cache_control(200, personal=False)
    ''
    """
    if personal:
        return "no-store"
    if code < 400:
        return ""
    return "no-cache" if code in HEURISTICALLY_CACHEABLE else "no-store"


def fixed_headers(
    code: int,
    media_type: str,
    locales: tuple[str, ...],
    *,
    policy: str = "",
    personal: bool = False,
    encoding: str = "",
) -> tuple[tuple[str, str], ...]:
    """Return all headers but ``Content-Length`` and ``Retry-After``.

    Args:
        code: The status code.
        media_type: One of `MEDIA_TYPES`.
        locales: The locales of the texts, the main one first.
        policy: The ``Content-Security-Policy`` of a page.
        personal: Whether the document shows details of one request.
        encoding: The content coding that was chosen, ``identity`` included; empty where it was
            not a matter of choice.

    >>> dict(fixed_headers(404, "text/plain", ("zh_CN",)))["Content-Language"]
    'zh-CN'
    """
    vary = f"{VARY}, Accept-Encoding" if encoding else VARY
    if code in NO_CONTENT:
        return (("Vary", vary),)
    headers = [
        ("Content-Type", content_type(media_type)),
        ("Content-Language", ", ".join(map(tags.language_tag, locales))),
        ("Vary", vary),
        ("Cache-Control", cache_control(code, personal=personal)),
        ("Content-Encoding", "" if encoding == "identity" else encoding),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if media_type == HTML:
        headers.append(("Content-Security-Policy", policy))
        headers.append(("X-Robots-Tag", "noindex"))
    return tuple((name, value) for name, value in headers if value)
