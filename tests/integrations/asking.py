"""How tests ask ASGI and WSGI applications."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

CHINESE = {"Accept-Language": "zh-HK,zh;q=0.8,en;q=0.5", "Accept": "text/plain"}
PHRASES = {"en": "Not Found", "zh-TW": "找不到資源", "de": "Nicht gefunden", "fr": "Introuvable"}


class Answer(NamedTuple):
    """What came out of an application."""

    status: Any
    headers: list[tuple[Any, Any]]
    body: bytes

    def header(self, name: str) -> str | None:
        values = []
        for key, value in self.headers:
            texts = [x.decode("latin-1") if isinstance(x, bytes) else x for x in (key, value)]
            if texts[0].lower() == name:
                values.append(texts[1])
        return "\n".join(values) if values else None


def scope(method: str = "GET", path: str = "/", **headers: str) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [
            (name.replace("_", "-").lower().encode(), value.encode("latin-1"))
            for name, value in headers.items()
        ],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }


async def receive() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


def messages(app: Any, asked: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return all messages that an ASGI application sends."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(asked or scope(**CHINESE), receive, send))
    return sent


def ask(app: Any, asked: dict[str, Any] | None = None) -> Answer:
    """Return an ASGI application's response."""
    start, *rest = messages(app, asked)
    return Answer(
        start["status"], list(start["headers"]), b"".join(one.get("body", b"") for one in rest)
    )


def asgi_app(*sent: dict[str, Any]) -> Callable[..., Any]:
    """Return an ASGI application that sends these messages."""

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        for message in sent:
            await send(message)

    return app


def start(status: int, *headers: tuple[bytes, bytes], **more: Any) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": list(headers), **more}


def body(data: bytes = b"", more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": data, "more_body": more}


def environ(method: str = "GET", path: str = "/", **headers: str) -> dict[str, Any]:
    made: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path}
    made.update(SCRIPT_NAME="", QUERY_STRING="")
    for name, value in headers.items():
        made[f"HTTP_{name.upper().replace('-', '_')}"] = value
    setup_testing_defaults(made)
    return made


def ask_wsgi(app: Any, asked: dict[str, Any] | None = None, validate: bool = True) -> Answer:
    """Return a WSGI application's response, both sides checked by ``wsgiref.validate``."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        started.append((status, headers))
        return written.append

    result = (validator(app) if validate else app)(asked or environ(**CHINESE), start_response)
    try:
        written.extend(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    return Answer(*started[-1], b"".join(written))


def wsgi_app(
    status: str, chunks: Iterable[bytes], *headers: tuple[str, str]
) -> Callable[..., Iterable[bytes]]:
    """Return a WSGI application that answers so."""

    def app(_environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response(status, list(headers))
        return chunks

    return app
