"""What a proxy asks for, in the ways in which proxies ask.

- ingress-nginx sends the status in ``X-Code``, the visitor's ``Accept`` in ``X-Format``, and
  says more in ``X-Original-URI``, ``X-Namespace``, ``X-Ingress-Name``, ``X-Service-Name``,
  ``X-Service-Port`` and ``X-Request-ID``.
- Traefik's errors middleware, Caddy and HAProxy ask for ``/404`` or ``/404.html``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from httplingo.documents.document import HTML, PROBLEM_JSON, PROBLEM_XML, TEXT
from httplingo.integrations.asgi import scope_header
from httplingo.negotiation import negotiate_media_type

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    Scope = MutableMapping[str, Any]

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
    accept_language: str | None
    details: dict[str, str] = field(default_factory=dict)


def read_request(scope: Scope, shown: tuple[str, ...] = ()) -> Asked:
    """Return what a request asks for; what asks for no error page is a 404 itself.

    Args:
        scope: An ASGI HTTP scope.
        shown: What a page shows of it, of `settings.SHOWN`.

    >>> read_request({"path": "/503.json", "headers": []}).media_type
    'application/json'
    >>> asked = read_request({"path": "/", "headers": [(b"x-code", b"502"), (b"x-format", b"*/*")]})
    >>> asked.code, asked.media_type
    (502, 'text/html')
    """
    code, media_type = 404, None
    header = scope_header(scope, "X-Code")
    if header is not None and re.fullmatch("[45][0-9]{2}", header, re.ASCII):
        code = int(header)
    else:
        found = _PATH.fullmatch(scope.get("path") or "")
        if found is not None:
            code = int(found[1])
            media_type = _BY_ENDING.get(found[2] or "")
    accept = scope_header(scope, "X-Format") or scope_header(scope, "Accept")
    if media_type is None:
        media_type = negotiate_media_type(accept, FORMATS) or TEXT
    return Asked(code, media_type, scope_header(scope, "Accept-Language"), _shown(scope, shown))


def _shown(scope: Scope, names: tuple[str, ...]) -> dict[str, str]:
    details = {}
    for name in names:
        for header in _HEADERS[name]:
            value = scope_header(scope, header)
            if value:
                details[name.replace("-", "_")] = value
                break
    return details


_HEADERS = {
    "request-id": ("X-Request-ID",),
    "host": ("X-Forwarded-Host", "Host"),
    "path": ("X-Original-URI", "X-Forwarded-Uri"),
}
