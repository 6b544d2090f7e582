"""Real servers in threads of their own, and a client that asks them over a socket."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, RemoteDisconnected
from io import BytesIO
from typing import Any

import uvicorn

from httplingo.locales import active

from .asking import Answer, ask_wsgi, environ


class Client:
    """Asks a server; each thread has a connection of its own, which it keeps."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._own = threading.local()
        self._all: list[HTTPConnection] = []

    def __call__(
        self, path: str, method: str = "GET", data: bytes = b"", /, **headers: str | list[str]
    ) -> Answer:
        try:
            return self._ask(path, method, data, headers)
        except (RemoteDisconnected, ConnectionError):
            # A server may close a connection after an exception.
            self._own.connection = None
            return self._ask(path, method, data, headers)

    def _ask(
        self, path: str, method: str, data: bytes, headers: dict[str, str | list[str]]
    ) -> Answer:
        connection = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = HTTPConnection("127.0.0.1", self._port, timeout=20)
            self._all.append(connection)
        # One header field at a time, and none that http.client would add.
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            for line in [value] if isinstance(value, str) else value:
                connection.putheader(name.replace("_", "-"), line)
        if data or method not in {"GET", "HEAD"}:
            connection.putheader("Content-Length", str(len(data)))
        connection.endheaders(data or None)
        response = connection.getresponse()
        body = response.read()
        line = f"{response.status} {response.reason}"
        return Answer(line, response.getheaders(), body)

    def close(self) -> None:
        for connection in self._all:
            connection.close()


@contextmanager
def serving(
    start: Callable[[], Coroutine[Any, Any, tuple[int, Callable[[], Coroutine[Any, Any, None]]]]],
) -> Iterator[Client]:
    """Run a server in a loop of its own; ``start`` returns its port and what stops it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    port, stop = asyncio.run_coroutine_threadsafe(start(), loop).result(20)
    client = Client(port)
    try:
        yield client
    finally:
        client.close()
        asyncio.run_coroutine_threadsafe(stop(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()


@contextmanager
def serving_asgi(app: Any) -> Iterator[Client]:
    """Run an ASGI application under uvicorn."""

    async def start() -> tuple[int, Callable[[], Coroutine[Any, Any, None]]]:
        config = uvicorn.Config(app, port=0, ws="none", log_config=None, lifespan="on")
        server = uvicorn.Server(config)
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup()
        task = asyncio.create_task(server.main_loop())

        async def stop() -> None:
            server.should_exit = True
            await task
            await server.shutdown()

        return server.servers[0].sockets[0].getsockname()[1], stop

    with serving(start) as client:
        yield client


class WSGIClient:
    """Asks a WSGI application in the caller's thread, both sides checked by ``wsgiref.validate``.

    What the application has left active in the thread is a failure.
    """

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(
        self, path: str, method: str = "GET", data: bytes = b"", /, **headers: str | list[str]
    ) -> Answer:
        path, _, query = path.partition("?")
        kind = str(headers.pop("Content_Type", ""))
        lines = {k: v if isinstance(v, str) else ",".join(v) for k, v in headers.items()}
        asked = environ(method, path, **lines)
        asked.update({"QUERY_STRING": query, "wsgi.input": BytesIO(data)})
        if data or method not in {"GET", "HEAD"}:
            asked.update(CONTENT_LENGTH=str(len(data)), CONTENT_TYPE=kind)
        answer = ask_wsgi(self._app, asked)
        assert active() is None
        return answer
