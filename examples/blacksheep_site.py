"""A BlackSheep service with localized errors: python blacksheep_site.py [PORT]."""

from __future__ import annotations

import sys

from blacksheep import Application, get

from httplingo import Problem, get_message
from httplingo.integrations.blacksheep import install

app = Application()
install(app)  # the one line


@get("/")
async def home() -> str:
    """Show a phrase in an answer of the service's own."""
    return get_message(404).phrase


@get("/books/{number}")
async def book(number: int) -> str:
    """Answer in the service's own words; of BlackSheep's exceptions only the log has them."""
    raise Problem(404, detail=f"Book {number} was never written")


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(sys.argv[1]) if len(sys.argv) > 1 else 8000, log_level="warning")
