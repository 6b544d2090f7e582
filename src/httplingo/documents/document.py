"""What `render` returns, and what it takes."""

from __future__ import annotations

from httplingo.errors import HttplingoError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from os import PathLike
    from typing import Literal, NamedTuple, TypedDict

    from .theme import Theme

    class _Fields(NamedTuple):
        body: bytes
        media_type: str
        headers: tuple[tuple[str, str], ...]
        status: int
        locale: str

    class Details(TypedDict, total=False):
        """The keywords of `render`; each may be left out or None."""

        request_id: object
        retry_after: int | str | datetime | timedelta | None
        home_url: str | None
        retry_url: str | None
        path: str | None
        instance: str | None
        extensions: Mapping[str, object] | None
        languages: Mapping[str, str] | None
        audience: Literal["visitor", "developer"] | None
        theme: str | PathLike[str] | Theme | None
        second_locale: str | None
        type_base: str | None
        encoding: Literal["identity", "gzip", "br"] | None

else:
    from collections import namedtuple

    _Fields = namedtuple("_Fields", ["body", "media_type", "headers", "status", "locale"])

HTML = "text/html"
PROBLEM_JSON = "application/problem+json"
PROBLEM_XML = "application/problem+xml"
TEXT = "text/plain"

#: The media types that a document can have, the preferred first. ``application/json`` and
#: ``application/xml`` are problem details for clients that ask for them under that name.
MEDIA_TYPES = (HTML, PROBLEM_JSON, "application/json", PROBLEM_XML, "application/xml", TEXT)


class DocumentError(HttplingoError, ValueError):
    """A document that nobody can render: an unknown media type, audience or encoding.

    >>> issubclass(DocumentError, ValueError)
    True
    """


class Document(_Fields):
    """A status, ready to be sent. Immutable, and shared by all who ask for the same.

    Attributes:
        body: The content in UTF-8, perhaps compressed; empty for 1xx, 204, 205 and 304, which
            have none (RFC 9110, Section 15). For HEAD, send the headers without it.
        media_type: Without parameters, such as ``text/html``.
        headers: Name and value pairs. ``Content-Type`` and ``Content-Length`` are among them,
            a status line is not. No value holds anything but printable ASCII.
        status: The status code, 100–599.
        locale: The gettext name of the locale that gave the phrase; ``Content-Language`` is the
            same as a BCP 47 tag.

    >>> document = Document(b"x", "text/plain", (("Content-Length", "1"),), 404, "en")
    >>> document.raw_headers()
    [(b'content-length', b'1')]
    """

    __slots__ = ()

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
