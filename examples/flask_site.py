"""A Flask site whose errors speak the visitor's language: python flask_site.py [PORT].

Flask-Babel chooses the language of the site, and of its errors; HTMX gets fragments of pages.
"""

from __future__ import annotations

import sys

from flask import Flask, abort, render_template_string, request
from flask_babel import Babel

from httplingo import negotiate_locale
from httplingo.integrations.flask import LocalizedErrors


def chosen() -> str:
    """Return the language that the visitor has chosen, or else the one that the browser wants."""
    return request.cookies.get("lang") or negotiate_locale(request.headers.get("Accept-Language"))


app = Flask(__name__)
Babel(app, locale_selector=chosen)
LocalizedErrors(app, api="/api/", details={"home_url": "/"})  # the one line

PAGE = """<p>{{ http_phrase(404) }}</p>
<a href="/users/nobody" hx-get="/users/nobody" hx-target="#user">user</a> <div id="user"></div>"""


@app.get("/")
def home() -> str:
    """Show a phrase in a page of the site's own."""
    return render_template_string(PAGE)


@app.get("/books/<int:number>")
def book(number: int) -> str:
    """Answer in the site's own words, which stand in the localized page."""
    abort(404, f"Book {number} was never written")


@app.get("/users/<name>")
def user(name: str) -> str:
    """Answer so to HTMX, which gets a fragment."""
    abort(404, f"There is no user of {len(name)} letters.")


if __name__ == "__main__":
    from waitress import serve

    serve(app, listen=f"127.0.0.1:{sys.argv[1] if len(sys.argv) > 1 else '8000'}")
