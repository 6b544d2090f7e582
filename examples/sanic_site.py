"""A Sanic service whose errors speak the caller's language: python sanic_site.py [PORT]."""

from __future__ import annotations

import sys

from sanic import HTTPResponse, NotFound, Request, Sanic, text

from httplingo import get_message
from httplingo.integrations.sanic import install

app = Sanic("books")
install(app)  # the one line


@app.get("/")
async def home(_: Request) -> HTTPResponse:
    """Show a phrase in an answer of the service's own."""
    return text(get_message(404).phrase)


@app.get("/books/<number:int>")
async def book(_: Request, number: int) -> HTTPResponse:
    """Answer in the service's own words, which stay."""
    raise NotFound(f"Book {number} was never written")


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    app.run(port=port, single_process=True, motd=False, access_log=False)
