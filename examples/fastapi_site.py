"""A FastAPI service whose errors speak the caller's language: python examples/fastapi_site.py."""

from __future__ import annotations

import sys

from fastapi import FastAPI, HTTPException

from httplingo import get_message
from httplingo.integrations.fastapi import install, problem_responses

app = FastAPI()
install(app)  # the one line


@app.get("/")
async def home() -> dict[str, str]:
    """Show a phrase in an answer of the service's own."""
    return {"phrase": get_message(404).phrase}


@app.get("/items/{number}", responses=problem_responses(404, 503))
async def item(number: int) -> int:
    """Answer as the framework does when it is told no more than a code."""
    if number == 503:
        raise HTTPException(503, headers={"Retry-After": "120"})
    if number > 100:
        raise HTTPException(404)
    return number


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(sys.argv[1]) if len(sys.argv) > 1 else 8000, log_level="warning")
