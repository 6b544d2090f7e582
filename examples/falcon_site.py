"""A Falcon service whose errors speak the caller's language: python falcon_site.py [PORT]."""

from __future__ import annotations

import sys

import falcon

from httplingo import get_message
from httplingo.integrations.falcon import install


class Home:
    """Shows a phrase in an answer of the service's own."""

    def on_get(self, _: falcon.Request, response: falcon.Response) -> None:
        """Answer."""
        response.text = get_message(404).phrase


class Book:
    """Answers in the service's own words, which stay."""

    def on_get(self, _: falcon.Request, __: falcon.Response, number: int) -> None:
        """Say what is missing."""
        raise falcon.HTTPNotFound(description=f"Book {number} was never written")


app = falcon.App()
install(app)  # the one line
app.add_route("/", Home())
app.add_route("/books/{number:int}", Book())

if __name__ == "__main__":
    from waitress import serve

    serve(app, listen=f"127.0.0.1:{sys.argv[1] if len(sys.argv) > 1 else '8000'}")
