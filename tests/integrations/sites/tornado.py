"""The contract's site in Tornado, under its own server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.testing import bind_unused_port
from tornado.web import Application as Plain
from tornado.web import HTTPError, RequestHandler

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.tornado import Application
from httplingo.locales import set_locale
from tests.integrations.contract import CHOICES, NUMBER, Ask
from tests.integrations.serving import serving


class Ok(RequestHandler):
    async def get(self) -> None:
        before = get_message(404).phrase
        await asyncio.sleep(0)
        self.write(f"{before} {get_message(404).phrase}")


class Fine(RequestHandler):
    def get(self) -> None:
        self.write("fine")


class Bare(RequestHandler):
    def get(self) -> None:
        self.set_status(404)
        self.set_header("X-Own", "1")
        self.set_cookie("crumb", "1")


class Page(RequestHandler):
    def get(self) -> None:
        self.set_status(404)
        self.finish("Nothing here")


class Own(RequestHandler):
    def get(self) -> None:
        raise HTTPError(404, reason="No such book")


class Busy(RequestHandler):
    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Retry-After", "120")
        super().write_error(status_code, **kwargs)

    def get(self) -> None:
        raise HTTPError(503, "said to the log only")


class Login(RequestHandler):
    def set_default_headers(self) -> None:
        self.set_header("WWW-Authenticate", "Basic")

    def get(self) -> None:
        raise HTTPError(401)


class Range(RequestHandler):
    def get(self) -> None:
        self.set_status(416)
        self.set_header("Content-Range", "bytes */10")


class Public(RequestHandler):
    def get(self) -> None:
        self.set_status(404)
        self.set_header("Cache-Control", "public, max-age=60")


class Taken(RequestHandler):
    def get(self) -> None:
        raise Problem(409, "seat-taken", seat="<12A>")


@localized_errors(False)
class Left(RequestHandler):
    def get(self) -> None:
        raise HTTPError(404)


class Set(RequestHandler):
    async def get(self) -> None:
        set_locale("de")
        raise HTTPError(404)


class Boom(RequestHandler):
    def get(self) -> None:
        raise ZeroDivisionError


class Stream(RequestHandler):
    async def get(self) -> None:
        for _ in range(2):
            self.write(get_message(404).phrase)
            await self.flush()


class Refused(RequestHandler):
    async def get(self) -> None:
        self.set_status(403)
        for piece in ("one", "two"):
            self.write(piece)
            await self.flush()


HANDLERS: list[Any] = [
    (f"/{one.__name__.lower()}", one)
    for one in (Ok, Bare, Page, Own, Busy, Login, Range, Public, Taken, Left, Set, Boom)
]
HANDLERS += [("/plain", Fine), ("/stream", Stream), ("/refused", Refused)]


def cookie(request: HTTPServerRequest) -> str | None:
    morsel = request.cookies.get("lang")
    return None if morsel is None else morsel.value


def details(request: HTTPServerRequest) -> dict[str, str | None]:
    return {"request_id": request.headers.get(NUMBER)}


def build(*more: Any, choices: dict[str, Any] | None = None, **settings: Any) -> Application:
    httplingo = {"selector": cookie, "details": details, **CHOICES, **(choices or {})}
    return Application([*HANDLERS, *more], httplingo=httplingo, **settings)


@contextmanager
def serving_app(app: Plain) -> Iterator[Ask]:
    async def start() -> tuple[int, Callable[[], Coroutine[Any, Any, None]]]:
        http = HTTPServer(app)
        socket, port = bind_unused_port()
        http.add_socket(socket)

        async def stop() -> None:
            http.stop()
            await http.close_all_connections()

        return port, stop

    with serving(start) as client:
        yield client


@contextmanager
def serve() -> Iterator[Ask]:
    with serving_app(build()) as client:
        yield client
