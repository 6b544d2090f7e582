"""A Pyramid site whose errors speak the visitor's language: python pyramid_site.py [PORT]."""

from __future__ import annotations

import sys

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from httplingo import get_message


def home(_: Request) -> Response:
    """Show a phrase in a page of the site's own."""
    return Response(f"<p>{get_message(404).phrase}</p>")


def book(request: Request) -> Response:
    """Answer in the site's own words, which stay."""
    raise HTTPNotFound(f"Book {request.matchdict['number']} was never written")


config = Configurator()
config.include("httplingo.integrations.pyramid")  # the one line
config.add_route("home", "/")
config.add_view(home, route_name="home")
config.add_route("book", "/books/{number}")
config.add_view(book, route_name="book")
app = config.make_wsgi_app()

if __name__ == "__main__":
    from waitress import serve

    serve(app, listen=f"127.0.0.1:{sys.argv[1] if len(sys.argv) > 1 else '8000'}")
