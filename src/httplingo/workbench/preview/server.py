"""Serves the preview to a browser on this machine."""

from __future__ import annotations

import ipaddress
import json
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlsplit

from httplingo import tags

from .error_page import Choice, choices, error_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from .live import Live

_FILES = {
    "/": ("preview.html", "text/html; charset=utf-8"),
    "/preview.css": ("preview.css", "text/css; charset=utf-8"),
    "/preview.js": ("preview.js", "text/javascript; charset=utf-8"),
}
#: How often an idle stream of events shows that it is alive, in seconds.
_HEARTBEAT = 10.0
_POLICY = (
    "default-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
# What the document's own policy allows, which names its style sheet by a hash; here the sheet is
# changed for the color scheme that is shown.
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'"
)


class Server(ThreadingHTTPServer):
    """The server of one catalog's preview.

    Args:
        live: The catalog.
        host: The address to listen on, a loopback one by default.
        port: The port; 0 takes a free one.

    Raises:
        OSError: The address is taken or not of this machine.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, live: Live, host: str = "127.0.0.1", port: int = 0) -> None:
        self.live = live
        super().__init__((host, port), Handler)
        self.host = host

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://{self.host}:{self.server_address[1]}/"

    def answers_to(self, host: str) -> bool:
        """Say whether a request's Host is this server, and no name that was pointed at it."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in ("localhost", self.host) or not is_loopback(self.host)

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent about a browser that went away; report the rest."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def is_loopback(host: str) -> bool:
    """Say whether an address is reached from this machine only.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a page, a file of it, the state, the stream of changes or an error page."""
        if not self.server.answers_to(self.headers.get("Host", "")):
            self._send("not this server's name\n", "text/plain", HTTPStatus.MISDIRECTED_REQUEST)
            return
        url = urlsplit(self.path)
        if url.path in _FILES:
            name, kind = _FILES[url.path]
            text = Path(__file__).with_name(name).read_text(encoding="utf-8")
            self._send(text, kind, policy=_POLICY)
        elif url.path in self.routes:
            self.routes[url.path](self, parse_qs(url.query))
        else:
            self._send("nothing here\n", "text/plain", HTTPStatus.NOT_FOUND)

    def _state(self, _: dict[str, list[str]]) -> None:
        live = self.server.live
        state = live.state
        value = {
            "version": state.version,
            "locale": live.locale,
            "lang": tags.language_tag(live.locale),
            "dir": tags.direction(live.locale),
            "path": live.project.name(live.project.catalog(live.locale)),
            "faults": [{"fault": str(fault), "source": source} for fault, source in state.faults],
            "lines": [line._asdict() for line in state.lines],
            "choices": choices(line.key for line in state.lines),
        }
        self._send(json.dumps(value, ensure_ascii=False), "application/json")

    def _events(self, _: dict[str, list[str]]) -> None:
        """Send an event at each change, until the browser goes away."""
        live = self.server.live
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        version = -1
        while not live.ended:
            state = live.wait(version, _HEARTBEAT)
            text = ":\n\n" if state.version == version else f"data: {state.version}\n\n"
            version = state.version
            self.wfile.write(text.encode())
            self.wfile.flush()

    def _error_page(self, query: dict[str, list[str]]) -> None:
        kind, text = error_page(Choice.from_query(query), self.server.live.locale)
        self._send(text, kind, policy=_PAGE_POLICY)

    routes: ClassVar[dict[str, Callable[[Handler, dict[str, list[str]]], None]]] = {
        "/state": _state,
        "/events": _events,
        "/page": _error_page,
    }

    def _send(
        self, text: str, kind: str, status: HTTPStatus = HTTPStatus.OK, policy: str = ""
    ) -> None:
        data = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal for what matters."""
