"""A FastAPI service whose errors speak the caller's language: python fastapi_site.py [PORT]."""

from __future__ import annotations

import sys

from fastapi import FastAPI, HTTPException

from httplingo import Lingo, Problem, get_message
from httplingo.integrations.fastapi import install

texts = Lingo()
texts.add_messages("en", {"sold-out.phrase": "{book} is sold out"})
texts.add_messages("de", {"sold-out.phrase": "{book} ist ausverkauft"})

app = FastAPI()
install(app, problems=True, lingo=texts)  # the one line; OpenAPI describes the problems too


@app.get("/")
async def home() -> dict[str, str]:
    """Show a phrase in an answer of the service's own."""
    return {"phrase": get_message(404).phrase}


@app.get("/books/{number}", responses={404: {"description": "No such book"}})
async def book(number: int) -> int:
    """Answer with problems of the framework, with the service's words, and of its own."""
    if number == 9:
        raise Problem(409, "sold-out", book="Momo")
    if number > 100:
        raise HTTPException(404, f"Book {number} was never written")
    return number


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(sys.argv[1]) if len(sys.argv) > 1 else 8000, log_level="warning")
