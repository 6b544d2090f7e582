"""An aiohttp site whose errors speak the visitor's language: python aiohttp_site.py [PORT]."""

from __future__ import annotations

import sys

from aiohttp import web

from httplingo import get_message
from httplingo.integrations.aiohttp import setup

routes = web.RouteTableDef()


@routes.get("/")
async def home(_: web.Request) -> web.Response:
    """Show a phrase in an answer of the site's own."""
    return web.Response(text=get_message(404).phrase)


@routes.get("/books/{number}")
async def book(request: web.Request) -> web.Response:
    """Answer in the site's own words, which stay."""
    raise web.HTTPNotFound(text=f"Book {request.match_info['number']} was never written")


app = web.Application()
app.add_routes(routes)
setup(app)  # the one line

if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    web.run_app(app, host="127.0.0.1", port=port, print=None)
