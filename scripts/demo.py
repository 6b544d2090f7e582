#!/usr/bin/env python3
"""Show every status in every language, format and theme: python scripts/demo.py [--port 8404].

A real server on 127.0.0.1. The first page links to all others; /status/404 negotiates as a site
would; parameters name what negotiation would choose (locale, type) and the details to show.
"""

from __future__ import annotations

import argparse
import sys
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment

from httplingo import available_locales, get_message, tags
from httplingo._codes import REFERENCES
from httplingo.documents import (
    BUILT_IN,
    MEDIA_TYPES,
    Document,
    Theme,
    negotiate_document,
    render,
)

CODES = [int(name) for name in REFERENCES if name.isdecimal()]
LOGO = (
    '<svg viewBox="0 0 24 24" aria-hidden="true">'
    '<path fill="currentColor" d="M12 1 23 12 12 23 1 12Z"/></svg>'
)
THEMES: dict[str, Any] = {
    **{name: name for name in BUILT_IN},
    "own colours and logo": Theme(
        site_name="Example & Co", logo=LOGO, accent="#7a1fa2", accent_dark="#e2b6ff"
    ),
}
DETAILS = ("detail", "request_id", "retry_after", "home_url", "retry_url", "path", "instance")
EXAMPLE = {"request_id": "7f3a-91c2-04be", "retry_after": "120", "home_url": "/"}

INDEX = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>httplingo: every status</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem clamp(1rem, 5vw, 4rem); }
form { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: end; }
label { display: grid; font-size: .875rem; gap: .2rem; }
select, button { font: inherit; padding: .35rem .6rem; }
ul { list-style: none; padding: 0; display: grid; gap: .5rem;
  grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
li a { display: block; padding: .6rem .8rem; border: 1px solid #8886; border-radius: .5rem;
  text-decoration: none; color: inherit; }
li a:hover, li a:focus { border-color: currentColor; }
b { font-variant-numeric: tabular-nums; margin-inline-end: .5rem; }
</style>
</head>
<body>
<h1>Every status</h1>
<form>
{% for name, values in choices.items() %}
<label>{{ name }}
<select name="{{ name }}">
{% for value in values %}
<option{% if chosen.get(name) == value %} selected{% endif %}>{{ value }}</option>
{% endfor %}
</select></label>
{% endfor %}
<button>Show</button>
<a href="/themes">All themes</a>
</form>
<main lang="{{ lang }}" dir="{{ dir }}">
{% for heading, messages in classes %}
<h2>{{ heading }}</h2>
<ul>
{% for message in messages %}
<li><a href="/status/{{ message.code }}?{{ query }}"><b>{{ message.code }}</b>{{ message.phrase }}\
</a></li>
{% endfor %}
</ul>
{% endfor %}
</main>
</body>
</html>
""")


WALL = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>httplingo: the themes</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem clamp(1rem, 4vw, 4rem); }
main { display: grid; gap: 2rem; grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr)); }
div { overflow: hidden; aspect-ratio: 16 / 10; border: 1px solid #8886; }
iframe { width: 200%; height: 200%; border: 0; transform: scale(.5); transform-origin: 0 0; }
</style>
</head>
<body>
<h1>The themes</h1>
<main>
{% for name in names %}
<section>
<h2><a href="/status/{{ code }}?theme={{ name }}&amp;{{ query }}">{{ name }}</a></h2>
<div><iframe title="{{ name }}" src="/status/{{ code }}?theme={{ name }}&amp;{{ query }}">
</iframe></div>
</section>
{% endfor %}
</main>
</body>
</html>
""")


def wall(asked: dict[str, str]) -> bytes:
    """Return a page of every theme, side by side."""
    locale = asked.get("locale") if asked.get("locale") in available_locales() else "en"
    query = urlencode({**EXAMPLE, "locale": locale, "type": "text/html"})
    return WALL.render(names=list(THEMES), code=503, query=query).encode()


def index(chosen: dict[str, str]) -> bytes:
    """Return the page of links."""
    choices = {
        "locale": available_locales(),
        "type": MEDIA_TYPES,
        "theme": tuple(THEMES),
        "audience": ("visitor", "developer"),
        "details": ("all", "none"),
    }
    chosen = {name: chosen.get(name, values[0]) for name, values in choices.items()}
    if chosen["locale"] not in available_locales():
        chosen["locale"] = "en"
    locale = chosen["locale"]
    details = EXAMPLE if chosen.pop("details") == "all" else {}
    classes = [
        (
            f"{digit}xx",
            [get_message(code, locale) for code in CODES if code // 100 == digit],
        )
        for digit in range(1, 6)
    ]
    return INDEX.render(
        choices=choices,
        chosen=chosen,
        classes=classes,
        lang=tags.language_tag(locale),
        dir=tags.direction(locale),
        query=urlencode({**{k: v for k, v in chosen.items() if v}, **details}),
    ).encode()


def status(code: int, asked: dict[str, str], headers: Any, target: str) -> Document:
    """Return the document that a request asks for, by its parameters or its headers."""
    details: dict[str, Any] = {name: asked[name] for name in DETAILS if asked.get(name)}
    details["theme"] = THEMES.get(asked.get("theme", ""), "quiet")
    if asked.get("audience") == "developer":
        details["audience"] = "developer"
    if "retry_after" in details:
        details["retry_url"] = target
    details["languages"] = {
        locale: f"/status/{code}?{urlencode({**asked, 'locale': locale})}"
        for locale in available_locales()
    }
    locale = asked.get("locale")
    if asked.get("type") in MEDIA_TYPES and locale in available_locales():
        return render(code, locale, asked["type"], **details)
    return negotiate_document(
        code,
        headers["Accept"],
        headers["Accept-Language"],
        locale=locale if locale in available_locales() else None,
        **details,
    )


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    protocol_version = "HTTP/1.1"
    server_version = "httplingo-demo"

    def do_GET(self) -> None:
        """Show the page of links, or a status as what it is."""
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query[:4096]))
        first, _, number = parts.path.strip("/").partition("/")
        if first == "status" and number.isascii() and number.isdigit() and len(number) == 3:
            self._send(status(int(number), asked, self.headers, self.path))
        elif first == "themes":
            self._page(wall(asked))
        elif first:
            self._send(status(404, {"path": parts.path, "home_url": "/"}, self.headers, "/"))
        else:
            self._page(index(asked))

    def do_HEAD(self) -> None:
        """Send what GET sends, without the content."""
        self.do_GET()

    def _send(self, document: Document) -> None:
        # An interim response, and one that says "nothing follows", are no page for a browser.
        code = document.status if document.body else 200
        body = document.body or f"{document.status}: no content\n".encode()
        self.send_response(code, _english(code))
        for name, value in document.headers:
            if name != "Content-Length":
                self.send_header(name, value)
        self._finish(body)

    def _page(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self._finish(body)

    def _finish(self, body: bytes) -> None:
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing of each request."""


@lru_cache
def _english(code: int) -> str:
    """Return the phrase of the status line, which is English, always."""
    phrase = get_message(code, "en").phrase
    return phrase if phrase.isascii() else HTTPStatus(code).phrase


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description="Show every status on a page of 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8404, help="0 for any free one")
    options = parser.parse_args()
    try:
        server = ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
    except OSError as error:
        print(f"demo: port {options.port}: {error.strerror}", file=sys.stderr)
        return 2
    with server:
        print(f"http://127.0.0.1:{server.server_port}/ (Ctrl+C ends it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
