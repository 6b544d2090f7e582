"""The contract's site in Falcon: WSGI, validated."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import falcon
import falcon.asgi

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.falcon import install
from httplingo.locales import set_locale
from tests.integrations.contract import CHOICES, NUMBER, Ask
from tests.integrations.serving import WSGIClient


def ok(_: Any, resp: Any) -> None:
    before = get_message(404).phrase
    resp.text = f"{before} {get_message(404).phrase}"


def bare(_: Any, resp: Any) -> None:
    resp.status = falcon.HTTP_404
    resp.set_header("X-Own", "1")
    resp.set_cookie("crumb", "1")


def page(_: Any, resp: Any) -> None:
    resp.status = falcon.HTTP_404
    resp.text = "Nothing here"


def media(_: Any, resp: Any) -> None:
    resp.status = falcon.HTTP_404
    resp.media = {"book": None}


def own(_: Any, __: Any) -> None:
    raise falcon.HTTPNotFound(description="No such book")


def busy(_: Any, __: Any) -> None:
    raise falcon.HTTPServiceUnavailable(retry_after=120)


def login(_: Any, __: Any) -> None:
    raise falcon.HTTPUnauthorized(challenges=["Basic"])


def set_german(_: Any, __: Any) -> None:
    set_locale("de")
    raise falcon.HTTPNotFound


def boom(_: Any, __: Any) -> None:
    raise ZeroDivisionError


def reason(_: Any, resp: Any) -> None:
    resp.status = "404 未找到"


def pieces() -> Iterator[bytes]:
    for _ in range(2):
        yield get_message(404).phrase.encode()


async def later(texts: Iterator[bytes]) -> AsyncIterator[bytes]:
    for text in texts:
        await asyncio.sleep(0)
        yield text


def plain(_: Any, resp: Any) -> None:
    resp.text = "fine"


def of_range(_: Any, resp: Any) -> None:
    resp.status = falcon.HTTP_416
    resp.set_header("Content-Range", "bytes */10")


def public(_: Any, resp: Any) -> None:
    resp.status = falcon.HTTP_404
    resp.cache_control = ["public", "max-age=60"]


def taken(_: Any, __: Any) -> None:
    raise Problem(409, "seat-taken", seat="<12A>")


ROUTES: dict[str, Callable[[Any, Any], None]] = {
    "/ok": ok,
    "/bare": bare,
    "/page": page,
    "/media": media,
    "/own": own,
    "/busy": busy,
    "/login": login,
    "/set": set_german,
    "/boom": boom,
    "/reason": reason,
    "/plain": plain,
    "/range": of_range,
    "/public": public,
    "/taken": taken,
}


class Left:
    @localized_errors(False)
    def on_get(self, _: Any, resp: Any) -> None:
        resp.status = falcon.HTTP_404


class LeftLater:
    @localized_errors(False)
    async def on_get(self, _: Any, resp: Any) -> None:
        resp.status = falcon.HTTP_404


def resource(answer: Callable[[Any, Any], None]) -> object:
    class Resource:
        def on_get(self, req: Any, resp: Any) -> None:
            answer(req, resp)

    return Resource()


def async_resource(answer: Callable[[Any, Any], None]) -> object:
    class Resource:
        async def on_get(self, req: Any, resp: Any) -> None:
            await asyncio.sleep(0)
            answer(req, resp)
            await asyncio.sleep(0)

    return Resource()


def stream(_: Any, resp: Any) -> None:
    resp.stream = pieces()


def refused(_: Any, resp: Any) -> None:
    resp.status = falcon.HTTP_403
    resp.stream = iter([b"one", b"two"])


def stream_later(_: Any, resp: Any) -> None:
    resp.stream = later(pieces())


def refused_later(_: Any, resp: Any) -> None:
    resp.status = falcon.HTTP_403
    resp.stream = later(iter([b"one", b"two"]))


class Socket:
    async def on_websocket(self, _: Any, ws: Any) -> None:
        await ws.accept()
        await ws.send_text(get_message(404).phrase)
        await ws.receive_text()


def cookie(req: Any) -> str | None:
    values = req.get_cookie_values("lang")
    return str(values[0]) if values else None


def choices() -> dict[str, Any]:
    return {
        "selector": cookie,
        "details": lambda req: {"request_id": req.get_header(NUMBER)},
        **CHOICES,
    }


def wsgi_app() -> Any:
    app: Any = falcon.App()
    install(app, **choices())
    app.add_route("/left", Left())
    for path, answer in {**ROUTES, "/stream": stream, "/refused": refused}.items():
        app.add_route(path, resource(answer))
    return app


def asgi_app() -> Any:
    app: Any = falcon.asgi.App()
    install(app, **choices())
    app.add_route("/left", LeftLater())
    for path, answer in {**ROUTES, "/stream": stream_later, "/refused": refused_later}.items():
        app.add_route(path, async_resource(answer))
    app.add_route("/socket", Socket())
    return app


@contextmanager
def serve() -> Iterator[Ask]:
    yield WSGIClient(wsgi_app())
