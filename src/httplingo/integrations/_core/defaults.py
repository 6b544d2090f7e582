"""What frameworks answer when the application says nothing of its own.

One function for each framework: it gives the bodies that the framework sends for a status by
itself, each with its media type. `FRAMEWORKS` is the registry of them, `is_default` asks it, and
``tests/integrations/test_defaults.py`` asks the installed frameworks whether all that is true.

No framework is imported. Where a default has words that are the framework's alone, the framework
is asked for them, if the process has loaded it.
"""

from __future__ import annotations

import http
import json
import sys
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any

#: A media type without parameters, and a body.
Default = tuple[str, bytes]
Defaults = Callable[[int], Iterable[Default]]

#: The longest body that can be a default, in bytes.
LONGEST = 2048

#: The media types that defaults have; the empty one stands for a missing ``Content-Type``.
MEDIA_TYPES = frozenset(
    ["", "text/plain", "text/html", "application/json", "application/xml", "text/xml"]
)

HTML, JSON, TEXT, XML = "text/html", "application/json", "text/plain", "application/xml"


@lru_cache(maxsize=1024)
def phrase(status: int) -> str:
    """Return the phrase that this Python, and so a framework, has for a status; perhaps none.

    Its names change between Python versions, and the defaults of frameworks with them.

    >>> phrase(404), phrase(499)
    ('Not Found', '')
    """
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return ""


_UNAUTHENTICATED = ("Not authenticated", "Invalid authentication credentials")

#: What frameworks say by themselves beside the phrase of a status.
_SAID: dict[str, dict[int, tuple[str, ...]]] = {
    "starlette": {413: ("Content Too Large",)},
    "fastapi": {401: _UNAUTHENTICATED, 403: _UNAUTHENTICATED, 413: ("Content Too Large",)},
    "litestar": {
        400: ("Invalid host header", "Request Entity Too Large"),
        401: (
            "Invalid token",
            "No JWT token found in request header",
            "No JWT token found in request header or cookies",
            "no session data found",
            "no user correlating to session found",
        ),
        403: ("CSRF token verification failed",),
        413: ("Request Entity Too Large",),
    },
}


def texts(framework: str, status: int) -> tuple[str, ...]:
    """Return what a framework says in an exception to which the application gives no words.

    >>> texts("fastapi", 401)
    ('Unauthorized', 'Not authenticated', 'Invalid authentication credentials')
    """
    return phrase(status), *_SAID[framework].get(status, ())


def starlette(status: int) -> Iterable[Default]:
    """Starlette: the phrase in plain text.

    >>> list(starlette(404))
    [('text/plain', b'Not Found')]
    """
    for text in texts("starlette", status):
        yield TEXT, text.encode()


def fastapi(status: int) -> Iterable[Default]:
    """FastAPI: the phrase as ``detail``, or what its security utilities say.

    >>> list(fastapi(404))
    [('application/json', b'{"detail":"Not Found"}')]
    """
    for text in texts("fastapi", status):
        yield JSON, _compact({"detail": text})


def litestar(status: int) -> Iterable[Default]:
    """Litestar: status and phrase, as JSON of whatever media type; a response without content.

    >>> next(iter(litestar(404)))
    ('application/json', b'{"status_code":404,"detail":"Not Found"}')
    """
    for text in texts("litestar", status):
        body = _compact({"status_code": status, "detail": text})
        for kind in (JSON, TEXT, HTML, XML):
            yield kind, body
    yield JSON, b"null"


def werkzeug(status: int) -> Iterable[Default]:
    """Werkzeug, and so Flask and Quart: a page with an English sentence for each status.

    >>> list(werkzeug(299))
    []
    """
    module = sys.modules.get("werkzeug.exceptions")
    error = getattr(module, "default_exceptions", {}).get(status)
    if error is not None:
        yield HTML, error().get_body().encode()


def django(status: int) -> Iterable[Default]:
    """Django: the pages of ``django.views.defaults`` where the site has no template for them.

    >>> list(django(418))
    []
    """
    template = getattr(sys.modules.get("django.views.defaults"), "ERROR_PAGE_TEMPLATE", "")
    if template and status in _DJANGO:
        title, details = _DJANGO[status]
        page = template % {"title": title, "details": details}
        yield HTML, page.encode()


_DJANGO = {
    400: ("Bad Request (400)", ""),
    403: ("403 Forbidden", ""),
    404: ("Not Found", "The requested resource was not found on this server."),
    500: ("Server Error (500)", ""),
}


def djangorestframework(status: int) -> Iterable[Default]:
    """REST framework: code and phrase, where an HTML renderer has no template for a status.

    >>> list(djangorestframework(404))
    [('text/html', b'404 Not Found')]
    """
    if phrase(status):
        yield HTML, f"{status} {phrase(status).title()}".encode()


def falcon(status: int) -> Iterable[Default]:
    """Falcon: the status line as ``title``, in JSON or XML.

    >>> next(iter(falcon(404)))
    ('application/json', b'{"title": "404 Not Found"}')
    """
    module = sys.modules.get("falcon.status_codes")
    title = getattr(module, f"HTTP_{status}", f"{status} {phrase(status) or 'Unknown'}")
    yield JSON, json.dumps({"title": title}).encode()
    page = f'<?xml version="1.0" encoding="UTF-8"?><error><title>{title}</title></error>'
    yield XML, page.encode()
    yield "text/xml", page.encode()


def aiohttp(status: int) -> Iterable[Default]:
    """Aiohttp: the phrase of an ``HTTPException``, or the page of a handler that failed.

    >>> list(aiohttp(404))
    [('text/plain', b'404: Not Found')]
    """
    yield TEXT, f"{status}: {phrase(status)}".encode()
    if status == 500:
        title, text = "500 Internal Server Error", http.HTTPStatus(500).description
        yield TEXT, f"{title}\n\n{text}".encode()
        head, body = f"<head><title>{title}</title></head>", f"<h1>{title}</h1>\n{text}"
        yield HTML, f"<html>{head}<body>\n{body}\n</body></html>\n".encode()


def tornado(status: int) -> Iterable[Default]:
    """Tornado: the phrase, as title and text of a page.

    >>> list(tornado(404))
    [('text/html', b'<html><title>404: Not Found</title><body>404: Not Found</body></html>')]
    """
    text = f"{status}: {(phrase(status) or 'Unknown').replace(chr(39), '&#x27;')}"
    yield HTML, f"<html><title>{text}</title><body>{text}</body></html>".encode()


def _compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


#: The frameworks that are known: add a function here for another one.
FRAMEWORKS: dict[str, Defaults] = {
    "starlette": starlette,
    "fastapi": fastapi,
    "litestar": litestar,
    "werkzeug": werkzeug,
    "django": django,
    "djangorestframework": djangorestframework,
    "falcon": falcon,
    "aiohttp": aiohttp,
    "tornado": tornado,
}

#: The modules that are asked for their words: once one is loaded, more is known.
ASKED = ("werkzeug.exceptions", "django.views.defaults", "falcon.status_codes")

_known: dict[int, tuple[tuple[bool, ...], frozenset[Default]]] = {}


def defaults(status: int) -> frozenset[Default]:
    """Return all defaults of a status that are known.

    >>> ("text/plain", b"Not Found") in defaults(404)
    True
    """
    modules = sys.modules
    loaded = tuple([name in modules for name in ASKED])
    known = _known.get(status)
    if known is not None and known[0] == loaded:
        return known[1]
    found = frozenset(
        default for framework in FRAMEWORKS.values() for default in framework(status) if default[1]
    )
    if 400 <= status < 600:
        _known[status] = (loaded, found)
    return found


def media_type(content_type: str) -> str:
    """Return a ``Content-Type`` without its parameters, in lower case.

    >>> media_type("Text/HTML; charset=utf-8")
    'text/html'
    """
    return content_type.partition(";")[0].strip().lower()


def is_default(
    status: int, content_type: str, body: bytes, known: Collection[Default] | None = None
) -> bool:
    """Say whether an answer carries nothing of the application's own.

    Args:
        status: The status code.
        content_type: The value of ``Content-Type``; empty if it is absent.
        body: The whole body.
        known: The defaults that it can be; None for those of all frameworks.

    >>> is_default(404, "text/plain; charset=utf-8", b"Not Found"), is_default(404, "", b"")
    (True, True)
    >>> is_default(404, "text/plain", b"No such user")
    False
    >>> is_default(404, "text/plain", b"Not Found", tuple(fastapi(404)))
    False
    """
    if not body:
        return True
    known = defaults(status) if known is None else known
    return len(body) <= LONGEST and (media_type(content_type), body) in known


def is_default_length(
    status: int, content_type: str, length: str, known: Collection[Default] | None = None
) -> bool:
    """Say whether a response to HEAD stands for an answer that `is_default` would recognise.

    Its body was left out, so the length that it would have had decides.

    Args:
        status: The status code.
        content_type: The value of ``Content-Type``; empty if it is absent.
        length: The value of ``Content-Length``; empty if it is absent.
        known: As for `is_default`.

    >>> is_default_length(404, "text/plain", "9"), is_default_length(404, "text/plain", "4711")
    (True, False)
    """
    if length in {"", "0"}:
        return True
    kind = media_type(content_type)
    known = defaults(status) if known is None else known
    return any(one == kind and str(len(body)) == length for one, body in known)
