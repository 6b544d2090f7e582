"""Falcon under WSGI, validated, and under ASGI, over a socket."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Iterator
from http import HTTPStatus
from typing import Any

import falcon
import falcon.asgi
import falcon.testing
import pytest

from httplingo import get_message
from httplingo.integrations._core import defaults
from httplingo.integrations.falcon import LocalizedErrors
from httplingo.locales import set_locale

from .contract import (
    CHOICES,
    NOT_FOUND,
    ZH,
    Ask,
    assert_allow_is_kept,
    assert_faults_are_logged_once,
    assert_localized,
    every_behaviour,
)
from .serving import WSGIClient, serving_asgi


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
}


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


def middleware() -> LocalizedErrors:
    return LocalizedErrors(selector=cookie, **CHOICES)


def wsgi_app() -> Any:
    app = falcon.App(middleware=[middleware()])
    for path, answer in {**ROUTES, "/stream": stream, "/refused": refused}.items():
        app.add_route(path, resource(answer))
    return app


def asgi_app() -> Any:
    app = falcon.asgi.App(middleware=[middleware()])
    for path, answer in {**ROUTES, "/stream": stream_later, "/refused": refused_later}.items():
        app.add_route(path, async_resource(answer))
    app.add_route("/socket", Socket())
    return app


@pytest.fixture(scope="module", params=["wsgi", "asgi"])
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    if request.param == "wsgi":
        yield WSGIClient(wsgi_app())
    else:
        with serving_asgi(asgi_app()) as client:
            yield client


@every_behaviour
def test_the_adapter_keeps_to_the_contract(behaviour: Callable[[Ask], None], ask: Ask) -> None:
    behaviour(ask)


def test_a_method_that_is_not_allowed_keeps_its_allow(ask: Ask) -> None:
    assert_allow_is_kept(ask)


def test_faults_of_the_page_let_falcon_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert_faults_are_logged_once(ask, b'"404 Not Found"', monkeypatch, caplog)


def test_media_of_the_applications_own_stays(ask: Ask) -> None:
    assert ask("/media", **ZH).body == b'{"book": null}'


def test_an_error_in_a_format_that_falcon_renders_later_is_localized(ask: Ask) -> None:
    form = {**ZH, "Accept": "application/x-www-form-urlencoded, text/plain;q=0.1"}
    assert_localized(ask("/none", **form), "404 Not Found")


def test_a_reason_phrase_stays_ascii() -> None:
    assert_localized(WSGIClient(wsgi_app())("/reason", **ZH), "404 Not Found")


def test_falcon_still_logs_what_nobody_handles() -> None:
    log = io.StringIO()
    client = falcon.testing.TestClient(wsgi_app())
    answer = client.simulate_get("/boom", wsgierrors=log, headers={"Accept-Language": "de"})
    assert "ZeroDivisionError" in log.getvalue()
    assert answer.json["title"] == get_message(500, "de").phrase


def test_its_test_clients_see_localized_answers() -> None:
    headers = {"Accept-Language": "zh-HK"}
    for app in (wsgi_app(), asgi_app()):
        client = falcon.testing.TestClient(app)
        assert client.simulate_get("/none", headers=headers).json["title"] == NOT_FOUND
        assert client.simulate_get("/ok").text == "Not Found Not Found"


def test_streams_of_files_are_handed_on_as_they_are() -> None:
    file = io.BytesIO(b"file")
    seen: list[object] = []

    class Resource:
        def on_get(self, _: Any, resp: Any) -> None:
            resp.stream = file

    class Look:
        def process_response(self, _: Any, resp: Any, *__: Any) -> None:
            seen.append(resp.stream)

    app: Any = falcon.App(middleware=[Look(), middleware()])
    app.add_route("/file", Resource())
    assert WSGIClient(app)("/file").body == b"file"
    assert seen == [file]


def test_websockets_are_left_alone() -> None:
    async def main() -> str:
        text = ""
        async with (
            falcon.testing.ASGIConductor(asgi_app()) as conductor,
            conductor.simulate_ws("/socket", headers={"Accept-Language": "zh-HK"}) as ws,
        ):
            text = await ws.receive_text()
            await ws.send_text("bye")
        return text

    assert asyncio.run(main()) == "Not Found"


def test_falcons_own_errors_are_known() -> None:
    class Resource:
        def on_get(self, _: Any, __: Any, code: str) -> None:
            raise falcon.HTTPError(int(code))

    app: Any = falcon.App()
    app.add_route("/{code}", Resource())
    client = falcon.testing.TestClient(app)
    for status in [one.value for one in HTTPStatus if one >= 400]:
        for accept in ("*/*", "application/xml", "text/xml"):
            answer = client.simulate_get(f"/{status}", headers={"Accept": accept})
            kind = answer.headers["content-type"]
            assert defaults.is_default(status, kind, answer.content), (status, accept)
