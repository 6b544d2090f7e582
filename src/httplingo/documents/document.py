"""What `render` returns: a body, and the headers that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from httplingo import tags
from httplingo.errors import HttplingoError

HTML = "text/html"
PROBLEM_JSON = "application/problem+json"
PROBLEM_XML = "application/problem+xml"
TEXT = "text/plain"

#: The media types that a document can have, the preferred first. ``application/json`` and
#: ``application/xml`` are problem details for clients that ask for them under that name.
MEDIA_TYPES = (HTML, PROBLEM_JSON, "application/json", PROBLEM_XML, "application/xml", TEXT)

#: The codes whose responses have no content (RFC 9110, Sections 15.2, 15.3.5, 15.3.6, 15.4.5).
NO_CONTENT = frozenset({*range(100, 200), 204, 205, 304})

#: Error codes that a cache may keep by its own judgement (RFC 9110, Section 15.1).
HEURISTICALLY_CACHEABLE = frozenset({404, 405, 410, 414, 501})

Headers = tuple[tuple[str, str], ...]


class DocumentError(HttplingoError, ValueError):
    """A document that nobody can render: an unknown media type or audience.

    >>> issubclass(DocumentError, ValueError)
    True
    """


@dataclass(frozen=True, slots=True)
class Document:
    """A status, ready to be sent. Immutable, and shared by all who ask for the same.

    Attributes:
        body: The content in UTF-8; empty for 1xx, 204, 205 and 304, which have none (RFC 9110,
            Section 15). For HEAD, send the headers without it.
        media_type: Without parameters, such as ``text/html``.
        headers: Name and value pairs. ``Content-Type`` and ``Content-Length`` are among them,
            a status line is not. No value holds anything but printable ASCII.
        status: The status code, 100–599.
        locale: The gettext name of the locale that gave the phrase; ``Content-Language`` begins
            with the same as a BCP 47 tag.
        personal: Whether it shows something of one request (its number, its ``instance``, its
            field errors). Such a document is ``no-store``, whatever the application says of the
            answer that it replaces.

    >>> document = Document(b"x", "text/plain", (("Content-Length", "1"),), 404, "en")
    >>> document.raw_headers()
    [(b'content-length', b'1')]
    """

    body: bytes
    media_type: str
    headers: Headers
    status: int
    locale: str
    personal: bool = False

    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """Return the headers as ASGI wants them: bytes, names in lower case.

        >>> Document(b"", "text/plain", (), 204, "en").raw_headers()
        []
        """
        return [
            (name.lower().encode("ascii"), value.encode("ascii")) for name, value in self.headers
        ]

    def header(self, name: str) -> str | None:
        """Return the value of a header, without regard to case; None if it is not there.

        >>> Document(b"x", "text/plain", (("Vary", "Accept"),), 404, "en").header("vary")
        'Accept'
        """
        folded = name.lower()
        return next((value for key, value in self.headers if key.lower() == folded), None)


def content_type(media_type: str) -> str:
    """Return the ``Content-Type``: with a charset, save for JSON, which defines none (RFC 8259).

    >>> content_type("text/html"), content_type("application/problem+json")
    ('text/html; charset=utf-8', 'application/problem+json')
    """
    return media_type if media_type.endswith("json") else f"{media_type}; charset=utf-8"


def cache_control(code: int, *, of_one_request: bool) -> str:
    """Return the ``Cache-Control`` of a status; empty where the application decides.

    What HTTP lets a cache keep unasked (404, 405, 410, 414, 501; RFC 9111, Section 4.2.2) must
    be asked for again: an address that is wrong now may be right in a minute, and what is hidden
    from one visitor may be shown to another. Any other error, and any document that says
    something of one request, is not to be stored. 2xx and 3xx are left alone.

    >>> cache_control(404, of_one_request=False), cache_control(404, of_one_request=True)
    ('no-cache', 'no-store')
    >>> cache_control(200, of_one_request=False)
    ''
    """
    if of_one_request:
        return "no-store"
    if code < 400:
        return ""
    return "no-cache" if code in HEURISTICALLY_CACHEABLE else "no-store"


def fixed_headers(
    code: int,
    media_type: str,
    locales: Sequence[str],
    *,
    policy: str = "",
    of_one_request: bool = False,
) -> Headers:
    """Return all headers but ``Content-Length`` and ``Retry-After``.

    Args:
        code: The status code.
        media_type: One of `MEDIA_TYPES`.
        locales: The locales of the texts, the main one first.
        policy: The ``Content-Security-Policy`` of a page.
        of_one_request: Whether the document says something of one request.

    >>> dict(fixed_headers(404, "text/plain", ["zh_CN"]))["Content-Language"]
    'zh-CN'
    """
    vary = ("Vary", "Accept, Accept-Language")
    if code in NO_CONTENT:
        return (vary,)
    headers = {
        "Content-Type": content_type(media_type),
        "Content-Language": ", ".join(dict.fromkeys(map(tags.language_tag, locales))),
        "Vary": vary[1],
        "Cache-Control": cache_control(code, of_one_request=of_one_request),
        "X-Content-Type-Options": "nosniff",
    }
    if media_type == HTML:
        headers |= {"Content-Security-Policy": policy, "X-Robots-Tag": "noindex"}
    return tuple((name, value) for name, value in headers.items() if value)
