"""A Bottle site whose errors speak the visitor's language: python bottle_site.py [PORT]."""

from __future__ import annotations

import sys

from bottle import Bottle, abort

from httplingo import get_message
from httplingo.integrations.bottle import LocalizedErrorsPlugin

app = Bottle()
app.install(LocalizedErrorsPlugin())  # the one line


@app.get("/")
def home() -> str:
    """Show a phrase in a page of the site's own."""
    return f"<p>{get_message(404).phrase}</p>"


@app.get("/books/<number:int>")
def book(number: int) -> None:
    """Answer in the site's own words, which stay."""
    abort(404, f"Book {number} was never written")


if __name__ == "__main__":
    from waitress import serve

    serve(app, listen=f"127.0.0.1:{sys.argv[1] if len(sys.argv) > 1 else '8000'}")
