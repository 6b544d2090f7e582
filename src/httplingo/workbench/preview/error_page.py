"""The real error page as the preview shows it: in any code, format, direction and color scheme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from httplingo import get_message
from httplingo._codes import REFERENCES
from httplingo.workbench.po.keys import is_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FORMATS = {
    "html": "text/html",
    "json": "application/problem+json",
    "xml": "application/problem+xml",
    "text": "text/plain",
}
DIRECTIONS = ("auto", "ltr", "rtl")
SCHEMES = ("light", "dark")
AUDIENCES = ("visitor", "developer")

_SCHEME = re.compile(rb"@media\s*\(prefers-color-scheme:\s*(light|dark)\)")
_DIRECTION = re.compile(rb'(<html[^>]*\bdir=")(?:ltr|rtl)"')


class Choice(NamedTuple):
    """What of the error page is to be shown."""

    code: int = 404
    format: str = "html"
    direction: str = "auto"
    scheme: str = "light"
    audience: str = "visitor"

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> Choice:
        """Return the choice of a query string; what it does not know is the default.

        >>> Choice.from_query({"code": ["503"], "direction": ["rtl"], "scheme": ["pink"]})[:4]
        (503, 'html', 'rtl', 'light')
        """

        def one(name: str, allowed: Sequence[str]) -> str:
            value = query.get(name, [""])[0]
            return value if value in allowed else allowed[0]

        number = query.get("code", [""])[0]
        known = len(number) == 3 and number.isascii() and number.isdecimal()
        return cls(
            int(number) if known else cls().code,
            one("format", tuple(FORMATS)),
            one("direction", DIRECTIONS),
            one("scheme", SCHEMES),
            one("audience", AUDIENCES),
        )


def error_page(choice: Choice, locale: str) -> tuple[str, str]:
    """Return the error page as the content type that a browser shows in place, and its text.

    >>> kind, text = error_page(Choice(404, "text"), "en")
    >>> kind, text.splitlines()[0]
    ('text/plain; charset=utf-8', '404 Not Found')
    """
    try:
        from httplingo.documents import render
    except ModuleNotFoundError:
        return "text/plain; charset=utf-8", _plain(choice.code, locale)
    # The links lead to the same page: it is shown in a frame.
    here = f"/page?{urlencode(choice._asdict())}"
    details: dict[str, Any] = {
        "audience": choice.audience,
        "home_url": here,
        "request_id": "4f2a91c07d",
        "retry_after": 120,
        "retry_url": here,
    }
    document = render(choice.code, locale, FORMATS[choice.format], **details)
    body = document.body
    if choice.format != "html":
        return "text/plain; charset=utf-8", body.decode("utf-8")

    def scheme(found: re.Match[bytes]) -> bytes:
        return b"@media all" if found[1].decode() == choice.scheme else b"@media not all"

    body = _SCHEME.sub(scheme, body)
    body = body.replace(b'content="light dark"', f'content="{choice.scheme}"'.encode())
    if choice.direction != "auto":
        body = _DIRECTION.sub(rf'\g<1>{choice.direction}"'.encode(), body, count=1)
    return "text/html; charset=utf-8", body.decode("utf-8")


def choices(keys: Iterable[str] = ()) -> dict[str, list[str]]:
    """Return what the page offers: the codes, with an unregistered one of each class.

    Args:
        keys: The catalog's keys, of which a site's may have codes of its own.

    >>> choices()["code"][:3], choices()["scheme"]
    (['400', '401', '402'], ['light', 'dark'])
    >>> "520" in choices(["520.phrase"])["code"]
    True
    """
    names = {*REFERENCES, *(key.partition(".")[0] for key in keys)}
    codes = {name for name in names if is_code(name)} | {f"{digit}99" for digit in "12345"}
    return {
        # What visitors meet first.
        "code": sorted(codes, key=lambda code: (code[0] not in "45", code)),
        "format": list(FORMATS),
        "direction": list(DIRECTIONS),
        "scheme": list(SCHEMES),
        "audience": list(AUDIENCES),
    }


def _plain(code: int, locale: str) -> str:
    message = get_message(code, locale, default=None)
    if message is None:
        return "no such code\n"
    return "\n\n".join(filter(None, [str(message), message.description, message.advice])) + "\n"
