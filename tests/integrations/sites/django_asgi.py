"""The contract, asked of a Django site under uvicorn, with views of both kinds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.asgi import ASGIHandler
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from httplingo import get_message, set_locale
from tests.integrations.contract import Ask
from tests.integrations.serving import serving_asgi

from . import django as of_wsgi


@require_safe  # type: ignore[untyped-decorator]
async def ok(_: Any) -> HttpResponse:
    before = get_message(404).phrase
    await asyncio.sleep(0)
    return HttpResponse(f"{before} {get_message(404).phrase}")


async def own(_: Any) -> HttpResponse:
    raise Http404("No such book")


async def set_german(_: Any) -> HttpResponse:
    set_locale("de")
    raise Http404


async def stream(_: Any) -> StreamingHttpResponse:
    async def pieces() -> AsyncIterator[str]:
        for _ in range(2):
            await asyncio.sleep(0)
            yield get_message(404).phrase

    return StreamingHttpResponse(pieces())


async def refused(_: Any) -> StreamingHttpResponse:
    async def pieces() -> AsyncIterator[str]:
        yield "one"
        yield "two"

    return StreamingHttpResponse(pieces(), status=403)


urlpatterns = [
    path("ok", ok),
    path("own", own),
    path("set", set_german),
    path("stream", stream),
    path("refused", refused),
    *of_wsgi.urlpatterns,
]


async def with_lifespan(scope: Any, receive: Any, send: Any) -> None:
    """Stand for Django, which knows no lifespan."""
    if scope["type"] != "lifespan":
        await app_of["django"](scope, receive, send)
        return
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


app_of: dict[str, Any] = {}


@contextmanager
def serve() -> Iterator[Ask]:
    with of_wsgi.settings_of(__name__):
        app_of["django"] = ASGIHandler()
        with serving_asgi(with_lifespan) as client:
            yield client
