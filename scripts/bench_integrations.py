"""Benchmarks of the integrations: a 200 that passes, an error that is localized, a loopback run."""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import socket
import statistics
from typing import TYPE_CHECKING, Any

import django
import uvicorn
from django.conf import settings

if not settings.configured:
    settings.configure(
        USE_I18N=True, LANGUAGE_CODE="en", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__
    )
    django.setup()

from django.http import HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.test import RequestFactory
from django.views.defaults import page_not_found
from flask import Flask
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware

from httplingo.documents import render
from httplingo.integrations import asgi, wsgi
from httplingo.integrations.django import LocalizedErrorsMiddleware
from httplingo.integrations.flask import LocalizedErrors as FlaskErrors
from httplingo.integrations.starlette import install
from measuring import Comparison, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

urlpatterns: list[Any] = []
HEADERS = [
    (b"host", b"127.0.0.1"),
    (b"accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    (b"accept-language", b"zh-HK,zh;q=0.8,en;q=0.5"),
]
SCOPE: dict[str, Any] = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "GET",
    "path": "/none",
    "raw_path": b"/none",
    "root_path": "",
    "scheme": "http",
    "query_string": b"",
    "headers": HEADERS,
    "server": ("127.0.0.1", 80),
}
ENVIRON = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/none",
    "SCRIPT_NAME": "",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "80",
    "wsgi.url_scheme": "http",
    "HTTP_ACCEPT": HEADERS[1][1].decode(),
    "HTTP_ACCEPT_LANGUAGE": HEADERS[2][1].decode(),
}
TEXT = [(b"content-type", b"text/plain"), (b"content-length", b"2")]


def comparisons() -> list[Comparison]:
    """Measure everything of the integrations."""
    return [*asgi_rows(), *wsgi_rows(), *framework_rows(), *loopback_rows()]


async def fine(_scope: Any, _receive: Any, send: Any) -> None:
    """Answer 200."""
    await send({"type": "http.response.start", "status": 200, "headers": TEXT})
    await send({"type": "http.response.body", "body": b"ok"})


async def missing(_scope: Any, _receive: Any, send: Any) -> None:
    """Answer 404 with nothing."""
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})


PAGE = render(404, "zh_TW")
RAW = PAGE.raw_headers()


async def ready(_scope: Any, _receive: Any, send: Any) -> None:
    """Answer 404 with the bytes that ours would send."""
    await send({"type": "http.response.start", "status": 404, "headers": RAW})
    await send({"type": "http.response.body", "body": PAGE.body})


class Layer:
    """The least that a middleware is: it wraps ``send`` and looks at the status."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def wrapped(message: Any) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                raise RuntimeError
            await send(message)

        await self.app(scope, receive, wrapped)


async def _receive() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _send(_: Any) -> None: ...


def driven(app: Any) -> Callable[[], None]:
    """Return a function that lets an application answer once, without an event loop."""

    def run() -> None:
        try:
            app(SCOPE.copy(), _receive, _send).send(None)
        except StopIteration:
            return
        raise RuntimeError("it waits")

    return run


def looped(app: Any) -> Callable[[], None]:
    """Return a function that lets an application answer once, in an event loop."""
    loop = asyncio.new_event_loop()
    return lambda: loop.run_until_complete(app(SCOPE.copy(), _receive, _send))


def asgi_rows() -> list[Comparison]:
    """Measure the ASGI middleware."""

    async def dispatch(request: Any, call_next: Any) -> Any:
        return await call_next(request)

    plain, localized = Starlette(), Starlette()
    install(localized)
    return [
        compare(
            "ASGI, a 200",
            driven(asgi.LocalizedErrorsMiddleware(fine)),
            {"bare send-wrapping layer": driven(Layer(fine)), "the application": driven(fine)},
        ),
        compare(
            "ASGI, a 200 in an event loop",
            looped(asgi.LocalizedErrorsMiddleware(fine)),
            {
                "bare send-wrapping layer": looped(Layer(fine)),
                "BaseHTTPMiddleware": looped(BaseHTTPMiddleware(fine, dispatch)),
            },
            {"bare send-wrapping layer": 1.15, "BaseHTTPMiddleware": 0.15},
        ),
        compare(
            "ASGI, a localized 404",
            driven(asgi.LocalizedErrorsMiddleware(missing)),
            {"the same bytes, ready": driven(ready)},
        ),
        compare(
            "Starlette, a localized 404",
            driven(localized),
            {"Starlette's own": driven(plain)},
        ),
    ]


def wsgi_fine(_environ: Any, start_response: Any) -> Iterable[bytes]:
    """Answer 200."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]


def wsgi_missing(_environ: Any, start_response: Any) -> Iterable[bytes]:
    """Answer 404 with nothing."""
    start_response("404 Not Found", [])
    return []


class WsgiLayer:
    """The least that a WSGI middleware is: it wraps ``start_response`` and looks at the status."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Handle one request."""

        def wrapped(status: str, headers: Any, *info: Any) -> Any:
            if status >= "400":
                raise RuntimeError
            return start_response(status, headers, *info)

        return self.app(environ, wrapped)


def called(app: Any) -> Callable[[], None]:
    """Return a function that lets a WSGI application answer once."""

    def start_response(*_: Any) -> None: ...

    def run() -> None:
        body = app(ENVIRON.copy(), start_response)
        for _ in body:
            pass
        if hasattr(body, "close"):
            body.close()

    return run


def wsgi_rows() -> list[Comparison]:
    """Measure the WSGI middleware."""
    return [
        compare(
            "WSGI, a 200",
            called(wsgi.LocalizedErrorsMiddleware(wsgi_fine)),
            {
                "bare start_response layer": called(WsgiLayer(wsgi_fine)),
                "the application": called(wsgi_fine),
            },
        ),
        compare(
            "WSGI, a localized 404",
            called(wsgi.LocalizedErrorsMiddleware(wsgi_missing)),
            {"the application": called(wsgi_missing)},
        ),
    ]


def framework_rows() -> list[Comparison]:
    """Measure Flask's and Django's errors, and Django's middleware."""
    plain, localized = Flask("plain"), Flask("localized")
    FlaskErrors(localized)
    factory = RequestFactory()
    meta = {"HTTP_ACCEPT": ENVIRON["HTTP_ACCEPT"], "HTTP_ACCEPT_LANGUAGE": "zh-HK,zh;q=0.8"}

    def asked(handler: Any) -> Callable[[], None]:
        request = factory.get("/none", **meta)
        return lambda: handler(request)

    def view(_: Any) -> HttpResponse:
        return HttpResponse("ok")

    def fails(request: Any) -> HttpResponse:
        answer: HttpResponse = page_not_found(request, Exception("x"))
        return answer

    return [
        compare(
            "Flask, a localized 404",
            called(localized),
            {"Flask's own": called(plain)},
        ),
        compare(
            "Django middleware, a 200",
            asked(LocalizedErrorsMiddleware(view)),
            {"the view": asked(view), "LocaleMiddleware": asked(LocaleMiddleware(view))},
        ),
        compare(
            "Django middleware, a localized 404",
            asked(LocalizedErrorsMiddleware(fails)),
            {"Django's own": asked(fails)},
        ),
    ]


def _serve(name: str, listening: socket.socket) -> None:
    apps: dict[str, Any] = {"ours": asgi.LocalizedErrorsMiddleware(missing), "raw": ready}
    config = uvicorn.Config(apps[name], log_level="critical", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


def _ask(port: int, count: int) -> None:
    """Ask for a page so many times, over one connection."""
    request = b"GET /none HTTP/1.1\r\n" + b"".join(
        name + b": " + value + b"\r\n" for name, value in HEADERS
    )
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for _ in range(count):
            connection.sendall(request + b"\r\n")
            answer = b""
            while not answer.endswith(PAGE.body[-16:]):
                answer += connection.recv(65536)


def _processor_time(name: str, count: int) -> float:
    """Return the processor time that a server takes for one answer, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    listening = socket.create_server(("127.0.0.1", 0))
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(name, listening))
    process.start()
    port = listening.getsockname()[1]
    listening.close()
    try:
        _ask(port, count)
    finally:
        process.terminate()
        process.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / count


def loopback_rows(rounds: int = 9, count: int = 4000) -> list[Comparison]:
    """Measure a localized 404 under uvicorn, beside a raw application that sends the same.

    A server that is busy answers as often as its processor time for an answer allows; that is
    measured rather than the wall clock, which the client and all else on the machine share.
    """
    driven(asgi.LocalizedErrorsMiddleware(missing))()  # the servers inherit catalogs that are read
    times: dict[str, list[float]] = {"ours": [], "raw": []}
    for turn in range(rounds + 1):
        for name, found in times.items():
            taken = _processor_time(name, count)
            if turn:
                found.append(taken)
    ours, raw = (statistics.median(found) for found in times.values())
    peer = "raw ASGI application, the same bytes"
    # 0.95 × as many answers are 1/0.95 × as much time.
    return [Comparison("uvicorn, a localized 404, processor time", ours, {peer: raw}, {peer: 1.15})]
