"""An application behind a proxy, with all that may go wrong."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

OWN_PAGE = b"<!DOCTYPE html><title>Ours</title><p>A page of the application's own.\n"
API_PROBLEM = b'{"error": "no such thing"}'


class Ports(NamedTuple):
    """Of the application, and of one that is down."""

    alive: int
    dead: int


class _Application(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    closing = threading.Event()

    def _answer(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/slow":
            self.closing.wait(30)
        status, headers, body = _ANSWERS.get(path, (200, {"Content-Type": "text/plain"}, b"fine\n"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = _answer  # noqa: N815

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        pass


_HTML = {"Content-Type": "text/html; charset=utf-8"}
_ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/bare": (404, {}, b""),
    "/page": (404, _HTML, OWN_PAGE),
    "/busy": (503, {"Retry-After": "7"}, b""),
    "/login": (401, {"WWW-Authenticate": 'Basic realm="x"', "Set-Cookie": "a=1"}, b""),
    "/range": (416, {"Content-Range": "bytes */70"}, b""),
    "/write": (405, {"Allow": "PUT"}, b""),
    "/rare": (423, {}, b""),
    "/api/thing": (404, {"Content-Type": "application/json"}, API_PROBLEM),
    "/api/bare": (404, {}, b""),
}


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a proxy that has waited long enough hangs up."""


@contextmanager
def application() -> Iterator[Ports]:
    """Run the application, and hold a port where nobody listens."""
    with socket.socket() as dead, _Server(("127.0.0.1", 0), _Application) as server:
        dead.bind(("127.0.0.1", 0))
        _Application.closing.clear()
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Ports(server.server_address[1], dead.getsockname()[1])
        finally:
            _Application.closing.set()
            server.shutdown()
            thread.join(10)
