"""A Litestar service whose errors speak the caller's language: python litestar_site.py [PORT]."""

from __future__ import annotations

import sys

from litestar import Litestar, get
from litestar.exceptions import NotFoundException

from httplingo import get_message
from httplingo.integrations.litestar import LocalizedErrorsPlugin


@get("/")
async def home() -> dict[str, str]:
    """Show a phrase in an answer of the service's own."""
    return {"phrase": get_message(404).phrase}


@get("/books/{number:str}")
async def book(number: int) -> int:
    """Answer in the service's own words; what is no number does not validate."""
    raise NotFoundException(f"Book {number} was never written")


app = Litestar(
    [home, book],
    plugins=[LocalizedErrorsPlugin()],  # the one line
)

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(sys.argv[1]) if len(sys.argv) > 1 else 8000, log_level="warning")
