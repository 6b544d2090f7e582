"""The contract, asked of a raw WSGI application, both sides checked by ``wsgiref.validate``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from httplingo import Problem, get_message
from httplingo.integrations.wsgi import LocalizedErrorsMiddleware
from httplingo.locales import set_locale
from tests.integrations.contract import CHOICES, NUMBER, Ask
from tests.integrations.serving import WSGIClient

NUMBER_IN_ENVIRON = f"HTTP_{NUMBER.upper().replace('-', '_')}"
PLAIN = ("Content-Type", "text/plain; charset=utf-8")


def site(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    def answer(status: str, *headers: tuple[str, str], body: bytes = b"") -> list[bytes]:
        start_response(status, [*headers, PLAIN])
        return [body] if environ["REQUEST_METHOD"] != "HEAD" else []

    def stream(status: str, *pieces: Callable[[], bytes]) -> Iterator[bytes]:
        start_response(status, [PLAIN])
        for piece in pieces:
            yield piece()

    def phrase() -> bytes:
        return get_message(404).phrase.encode()

    path = environ["PATH_INFO"]
    if path == "/ok":
        before = phrase()
        time.sleep(0)
        return answer("200 OK", body=before + b" " + phrase())
    if path == "/plain":
        return answer("200 OK", body=b"fine")
    if path == "/bare":
        return answer("404 Not Found", ("X-Own", "1"), ("Set-Cookie", "crumb=1"))
    if path == "/page":
        return answer("404 Not Found", body=b"Nothing here")
    if path == "/own":
        raise Problem(404, detail="No such book")
    if path == "/busy":
        return answer("503 Busy", ("Retry-After", "120"))
    if path == "/login":
        return answer("401 Unauthorized", ("WWW-Authenticate", "Basic"))
    if path == "/range":
        return answer("416 Range", ("Content-Range", "bytes */10"))
    if path == "/public":
        return answer("404 Not Found", ("Cache-Control", "public, max-age=60"))
    if path == "/taken":
        raise Problem(409, "seat-taken", seat="<12A>")
    if path == "/left":
        return answer("404 Not Found")
    if path == "/set":
        set_locale("de")
        return answer("404 Not Found")
    if path == "/boom":
        raise ZeroDivisionError
    if path == "/stream":
        return stream("200 OK", phrase, phrase)
    if path == "/refused":
        return stream("403 Forbidden", lambda: b"one", lambda: b"two")
    return answer("404 Not Found")


def selector(environ: dict[str, Any]) -> str | None:
    morsel = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("lang")
    return morsel.value if morsel else None


def replace(environ: dict[str, Any], *_: object) -> bool | None:
    # Raw WSGI knows no endpoints: a site leaves a path out by its own means.
    return False if environ["PATH_INFO"] == "/left" else None


@contextmanager
def serve() -> Iterator[Ask]:
    app = LocalizedErrorsMiddleware(
        site,
        selector=selector,
        replace=replace,
        details=lambda environ: {
            "request_id": environ.get(f"HTTP_{NUMBER.upper()}".replace("-", "_"))
        },
        **CHOICES,
    )

    def raising_is_logged(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = app(environ, start_response)
        try:
            yield from body
        except ZeroDivisionError:
            return  # the server logs it
        finally:
            close = getattr(body, "close", None)
            if close:
                close()

    yield WSGIClient(raising_is_logged)
