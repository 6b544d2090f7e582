"""A Flask site whose errors speak the visitor's language: python flask_site.py [PORT]."""

from __future__ import annotations

import sys

from flask import Flask, abort, render_template_string

from httplingo.integrations.flask import LocalizedErrors

app = Flask(__name__)
LocalizedErrors(app, api="/api/", details={"home_url": "/"})  # the one line

PAGE = "<p>{{ http_phrase(404) }}</p>"


@app.get("/")
def home() -> str:
    """Show a phrase in a page of the site's own."""
    return render_template_string(PAGE)


@app.get("/books/<int:number>")
def book(number: int) -> str:
    """Answer in the site's own words, which stay."""
    abort(404, f"Book {number} was never written")


if __name__ == "__main__":
    from waitress import serve

    serve(app, listen=f"127.0.0.1:{sys.argv[1] if len(sys.argv) > 1 else '8000'}")
