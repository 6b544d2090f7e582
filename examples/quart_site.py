"""A Quart site whose errors speak the visitor's language: python quart_site.py [PORT]."""

from __future__ import annotations

import sys

from quart import Quart, abort

from httplingo import get_message
from httplingo.integrations.quart import LocalizedErrors

app = Quart(__name__)
LocalizedErrors(app)  # the one line


@app.get("/")
async def home() -> str:
    """Show a phrase in a page of the site's own."""
    return f"<p>{get_message(404).phrase}</p>"


@app.get("/books/<int:number>")
async def book(number: int) -> str:
    """Answer in the site's own words, which stay."""
    abort(404, f"Book {number} was never written")


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(sys.argv[1]) if len(sys.argv) > 1 else 8000, log_level="warning")
