"""The contract's site in FastAPI, under uvicorn: Starlette's endpoints as path operations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI, HTTPException

from httplingo.integrations.fastapi import install
from tests.integrations.contract import CHOICES, NUMBER, Ask, reads_cookie
from tests.integrations.serving import serving_asgi

from .starlette import ENDPOINTS


@contextmanager
def serve() -> Iterator[Ask]:
    app = FastAPI()
    install(
        app,
        selector=reads_cookie,
        details=lambda request: {"request_id": request.headers.get(NUMBER)},
        **CHOICES,
    )

    @app.get("/own")
    async def own() -> None:
        raise HTTPException(404, "No such book")

    for path, endpoint in ENDPOINTS.items():
        app.add_api_route(path, endpoint)
    with serving_asgi(app) as client:
        yield client
