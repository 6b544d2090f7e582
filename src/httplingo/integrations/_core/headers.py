"""The headers of the answer that was, beside those of the document that replaces it."""

from __future__ import annotations

import re

from httplingo import get_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Headers = list[tuple[str, str]]

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

#: What the application knows better than the document.
APPLICATION = frozenset(["cache-control", "retry-after"])

#: Directives of the application's policy that concern more than what is on the page.
_KEPT_DIRECTIVES = frozenset(
    ["frame-ancestors", "report-to", "report-uri", "sandbox", "upgrade-insecure-requests"]
)
_POLICY = "content-security-policy"
_STATUS_LINE = re.compile(r"[1-5][0-9]{2} [ -~]+", re.ASCII)


def status_line(status: str, code: int) -> str:
    r"""Return code and reason phrase as they may be sent: printable ASCII (RFC 9112, Section 4).

    >>> status_line("404 NOT FOUND", 404), status_line("404 未找到\r\nX: y", 404)
    ('404 NOT FOUND', '404 Not Found')
    """
    if _STATUS_LINE.fullmatch(status):
        return status
    return f"{code} {get_message(code, 'en').phrase}"


def merged(original: Iterable[tuple[str, str]], document: Iterable[tuple[str, str]]) -> Headers:
    """Return the document's headers and what remains of the original ones, in their order.

    ``Set-Cookie``, ``WWW-Authenticate``, ``Allow``, CORS and all that is not named here stay.
    ``Vary`` is the union of both. ``Cache-Control`` and ``Retry-After`` are the application's
    where it has sent them. A page brings its own ``Content-Security-Policy``, since that of the
    site knows nothing of its style sheet; who may frame it, and reports, stay the site's.

    >>> merged([("Vary", "Origin"), ("ETag", '"1"'), ("Allow", "GET")], [("Vary", "Accept")])
    [('Vary', 'Origin, Accept'), ('Allow', 'GET')]
    """
    own = list(document)
    original = [pair for pair in original if pair[0].lower() not in REPRESENTATION]
    if not original:
        return own
    names = {name.lower() for name, _ in own}
    kept: Headers = []
    varies: list[str] = []
    policies: list[str] = []
    decided: set[str] = set()
    for name, value in original:
        lower = name.lower()
        if lower == "vary":
            varies.append(value)
        elif lower == _POLICY and _POLICY in names:
            policies.append(value)
        else:
            if lower in APPLICATION:
                decided.add(lower)
            kept.append((name, value))
    answer: Headers = []
    for name, value in own:
        lower = name.lower()
        if lower in decided:
            continue
        if lower == "vary":
            value = union([*varies, value])
        elif lower == _POLICY and policies:
            value = combined(value, policies)
        answer.append((name, value))
    if varies and "vary" not in names:
        answer.append(("Vary", union(varies)))
    return answer + kept


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


def combined(policy: str, site: Iterable[str]) -> str:
    """Return a page's policy with those directives of the site's that are not about its content.

    >>> combined("style-src 'none'; frame-ancestors 'self'", ["img-src *; frame-ancestors 'none'"])
    "style-src 'none'; frame-ancestors 'none'"
    """
    directives = {one.split()[0].lower(): one.strip() for one in policy.split(";") if one.strip()}
    for text in site:
        for one in text.split(";"):
            words = one.split()
            if words and words[0].lower() in _KEPT_DIRECTIVES:
                directives[words[0].lower()] = one.strip()
    return "; ".join(directives.values())
