"""Falcon beside the contract, under WSGI and ASGI."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import falcon
import falcon.asgi
import falcon.testing
import pytest

from httplingo import get_message
from httplingo.integrations._core import defaults
from httplingo.integrations.falcon import install

from .contract import NOT_FOUND, ZH, Ask, assert_localized
from .serving import WSGIClient, serving_asgi
from .sites.falcon import asgi_app, choices, wsgi_app


@pytest.fixture(scope="module", params=["wsgi", "asgi"])
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    if request.param == "wsgi":
        yield WSGIClient(wsgi_app())
    else:
        with serving_asgi(asgi_app()) as client:
            yield client


def test_json_keeps_falcons_shape_with_the_words_of_the_application(ask: Ask) -> None:
    asked = {**ZH, "Accept": "*/*"}
    assert json.loads(ask("/none", **asked).body) == {"title": f"404 {NOT_FOUND}"}
    assert json.loads(ask("/own", **asked).body) == {
        "title": f"404 {NOT_FOUND}",
        "description": "No such book",
    }


def test_media_of_the_applications_own_stays(ask: Ask) -> None:
    assert ask("/media", **ZH).body == b'{"book": null}'


def test_an_error_in_a_format_that_falcon_renders_later_is_localized(ask: Ask) -> None:
    form = {**ZH, "Accept": "application/x-www-form-urlencoded, text/plain;q=0.1"}
    assert_localized(ask("/none", **form), 404)


def test_a_reason_phrase_stays_ascii() -> None:
    assert WSGIClient(wsgi_app())("/reason", **ZH).status == "404 Not Found"


def test_falcon_still_logs_what_nobody_handles() -> None:
    log = io.StringIO()
    client = falcon.testing.TestClient(wsgi_app())
    answer = client.simulate_get("/boom", wsgierrors=log, headers={"Accept-Language": "de"})
    assert "ZeroDivisionError" in log.getvalue()
    assert answer.json["title"] == f"500 {get_message(500, 'de').phrase}"


def test_its_test_clients_see_localized_answers() -> None:
    headers = {"Accept-Language": "zh-HK"}
    for app in (wsgi_app(), asgi_app()):
        client = falcon.testing.TestClient(app)
        assert client.simulate_get("/none", headers=headers).json["title"] == f"404 {NOT_FOUND}"
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

    app: Any = falcon.App(middleware=[Look()])
    install(app, **choices())
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
