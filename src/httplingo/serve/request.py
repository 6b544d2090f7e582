"""What a proxy asks for, in the ways in which proxies ask.

- ingress-nginx sends the status in ``X-Code``, the visitor's ``Accept`` in ``X-Format``, and
  says more in ``X-Original-URI``, ``X-Namespace``, ``X-Ingress-Name``, ``X-Service-Name``,
  ``X-Service-Port`` and ``X-Request-ID``.
- Traefik's errors middleware, Caddy and HAProxy ask for ``/404`` or ``/404.html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from httplingo.documents.document import HTML, PROBLEM_JSON, PROBLEM_XML, TEXT
from httplingo.negotiation import negotiate_media_type

Fields = dict[bytes, bytes]

#: The formats to choose from; a client without a preference gets the page.
FORMATS = (HTML, PROBLEM_JSON, "application/json", PROBLEM_XML, "application/xml", TEXT)

_BY_ENDING = {"html": HTML, "json": "application/json", "txt": TEXT, "xml": PROBLEM_XML}
_PATH = re.compile(r"/([45][0-9]{2})(?:\.([a-z]{3,4}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for an error page.

    Attributes:
        code: The status code, 400–599.
        media_type: The format.
        accept_language: The visitor's ``Accept-Language``.
        details: What a page may show, by the names of `httplingo.documents.render`.
    """

    code: int
    media_type: str
    accept_language: str
    details: dict[str, str] = field(default_factory=dict)


def read_fields(headers: Iterable[tuple[bytes, bytes]]) -> Fields:
    """Return the header fields that matter here, several lines joined, names in lower case.

    >>> read_fields([(b"accept", b"a/b"), (b"cookie", b"x"), (b"accept", b"c/d")])
    {b'accept': b'a/b, c/d'}
    """
    found: Fields = {}
    for name, value in headers:
        if name in _READ:
            found[name] = found[name] + b", " + value if name in found else value
    return found


def read_request(path: str, fields: Fields, shown: tuple[str, ...] = ()) -> Asked:
    """Return what a request asks for; what asks for no error page is a 404 itself.

    Args:
        path: The path.
        fields: What `read_fields` returns.
        shown: What a page shows of it, of `settings.SHOWN`.

    >>> read_request("/503.json", {}).media_type
    'application/json'
    >>> asked = read_request("/", {b"x-code": b"502", b"x-format": b"*/*"})
    >>> asked.code, asked.media_type
    (502, 'text/html')
    """
    code, media_type = 404, None
    header = text_of(fields, b"x-code")
    if re.fullmatch("[45][0-9]{2}", header, re.ASCII):
        code = int(header)
    elif not header:
        found = _PATH.fullmatch(path)
        if found is not None:
            code = int(found[1])
            media_type = _BY_ENDING.get(found[2] or "")
    if media_type is None:
        accept = text_of(fields, b"x-format") or text_of(fields, b"accept") or None
        media_type = negotiate_media_type(accept, FORMATS) or TEXT
    return Asked(code, media_type, text_of(fields, b"accept-language"), _shown(fields, shown))


def text_of(fields: Fields, name: bytes) -> str:
    """Return a header field as text, empty if it is absent.

    >>> text_of({b"accept": b"*/*"}, b"accept")
    '*/*'
    """
    return fields.get(name, b"").decode("latin-1")


def _shown(fields: Fields, names: tuple[str, ...]) -> dict[str, str]:
    details = {}
    for name in names:
        value = next(filter(None, (text_of(fields, header) for header in _SHOWN_FROM[name])), "")
        if value:
            details[name.replace("-", "_")] = value
    return details


_SHOWN_FROM = {
    "request-id": (b"x-request-id",),
    "host": (b"x-forwarded-host", b"host"),
    "path": (b"x-original-uri", b"x-forwarded-uri"),
}

#: The header fields that an answer is chosen by.
CHOSEN_BY = (b"x-code", b"x-format", b"accept", b"accept-language", b"accept-encoding")
#: Those that the log tells.
LOGGED = {
    "request_id": b"x-request-id",
    "namespace": b"x-namespace",
    "ingress": b"x-ingress-name",
    "service": b"x-service-name",
    "service_port": b"x-service-port",
}
_READ = frozenset([*CHOSEN_BY, *LOGGED.values()]).union(*_SHOWN_FROM.values())
