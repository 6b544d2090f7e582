"""The header fields of the answer that was, beside those of the document that replaces it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from httplingo._codes import PHRASES

from .answer import Headers

#: What describes the body that is replaced, in lower case (RFC 9110, Sections 8 and 14; RFC
#: 9530): the document has its own, or none.
REPRESENTATION = frozenset(
    [
        "accept-ranges",
        "content-digest",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-md5",
        "content-range",
        "content-type",
        "digest",
        "etag",
        "last-modified",
        "repr-digest",
        "trailer",
        "transfer-encoding",
        "x-content-type-options",
        "x-robots-tag",
    ]
)

#: In a 416 these say what could have been asked for (RFC 9110, Sections 14.3 and 15.5.17).
_OF_416 = frozenset(["accept-ranges", "content-range"])

_POLICY = "content-security-policy"


def status_line(code: int) -> str:
    """Return code and registered reason phrase, in printable ASCII (RFC 9112, Section 4).

    No catalog is asked: a site's own texts are for readers, not for this line. A code that
    nobody registered has the phrase of its class.

    >>> status_line(404), status_line(499)
    ('404 Not Found', '499 Client Error')
    """
    return f"{code} {PHRASES.get(str(code)) or PHRASES[f'{code // 100}xx']}"


def merged(
    status: int,
    original: Iterable[tuple[str, str]],
    document: Iterable[tuple[str, str]],
    *,
    personal: bool = False,
) -> Headers:
    """Return the document's headers and what remains of the original ones, in their order.

    ``Set-Cookie``, ``WWW-Authenticate``, ``Allow``, CORS and all that is not named here stay.
    ``Vary`` is the union of both. ``Cache-Control`` and ``Retry-After`` are the application's
    where it has sent them, but a document that shows something of one visitor stays out of
    shared caches. A page brings its own ``Content-Security-Policy``, since that of the site
    knows nothing of its style sheet; the site's is kept beside it as far as it says who may
    frame the page.

    Args:
        status: The status code.
        original: Those of the answer that is replaced.
        document: Those of the document.
        personal: Whether the document shows something of one visitor.

    >>> merged(405, [("Vary", "Origin"), ("ETag", '"1"'), ("Allow", "GET")], [("Vary", "Accept")])
    [('Vary', 'Origin, Accept'), ('Allow', 'GET')]
    """
    dropped = REPRESENTATION - _OF_416 if status == 416 else REPRESENTATION
    kept = [pair for pair in original if pair[0].lower() not in dropped]
    own = list(document)
    if not kept:
        return own
    names = {name.lower() for name, _ in kept}
    own_names = {name.lower() for name, _ in own}
    ours = {"vary"} | ({_POLICY} if _POLICY in own_names else set())
    theirs = {"retry-after"}
    (ours if personal else theirs).add("cache-control")
    answer: Headers = []
    for name, value in own:
        lower = name.lower()
        if lower in theirs and lower in names:
            continue
        if lower == "vary":
            value = union([*_values(kept, "vary"), value])
        answer.append((name, value))
    if "vary" not in own_names and "vary" in names:
        answer.append(("Vary", union(_values(kept, "vary"))))
    answer += [pair for pair in kept if pair[0].lower() not in ours]
    if _POLICY in own_names:
        answer += _framing(_values(kept, _POLICY))
    return answer


def _values(headers: Iterable[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in headers if key.lower() == name]


def union(values: Iterable[str]) -> str:
    """Return the members of several ``Vary`` headers, each once; ``*`` covers all others.

    >>> union(["Origin, accept", "Accept, Accept-Language"]), union(["*", "Accept"])
    ('Origin, accept, Accept-Language', '*')
    """
    members: dict[str, str] = {}
    for value in values:
        for member in value.split(","):
            name = member.strip()
            if name == "*":
                return "*"
            if name:
                members.setdefault(name.lower(), name)
    return ", ".join(members.values())


#: Directives that concern more than what is on the page.
_FRAMING = re.compile(
    r"(?:^|[;,])\s*((?:frame-ancestors|report-to|report-uri|sandbox|upgrade-insecure-requests)"
    r"\b[^;,]*)",
    re.IGNORECASE,
)


def _framing(policies: Iterable[str]) -> Headers:
    """Return the site's policies with the directives alone that are not about the content.

    Each stays a policy of its own, so that a browser enforces all of them (CSP 3, Section 8.1).
    """
    kept = []
    for policy in policies:
        for serialized in policy.split(","):
            directives = [one.strip() for one in _FRAMING.findall(serialized)]
            if directives:
                kept.append(("Content-Security-Policy", "; ".join(directives)))
    return kept
