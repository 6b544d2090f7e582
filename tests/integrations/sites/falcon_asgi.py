"""The contract's site in Falcon: ASGI, over a socket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.integrations.contract import Ask
from tests.integrations.serving import serving_asgi

from .falcon import asgi_app


@contextmanager
def serve() -> Iterator[Ask]:
    with serving_asgi(asgi_app()) as client:
        yield client
