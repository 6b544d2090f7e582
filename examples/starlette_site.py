"""A Starlette site whose errors speak the visitor's language: python starlette_site.py [PORT]."""

from __future__ import annotations

import sys

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from httplingo import get_message
from httplingo.integrations.starlette import install


async def home(_: Request) -> PlainTextResponse:
    """Show a phrase in an answer of the site's own."""
    return PlainTextResponse(get_message(404).phrase)


async def book(request: Request) -> PlainTextResponse:
    """Answer in the site's own words, which stay."""
    raise HTTPException(404, f"Book {request.path_params['number']} was never written")


app = Starlette(routes=[Route("/", home), Route("/books/{number:int}", book)])
install(app)  # the one line

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(sys.argv[1]) if len(sys.argv) > 1 else 8000, log_level="warning")
