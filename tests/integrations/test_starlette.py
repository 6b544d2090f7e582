"""What Starlette adds to the contract."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
)
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient, WebSocketDenialResponse

from httplingo import Problem, get_message, lazy_message
from httplingo.integrations import fastapi, localized_errors
from httplingo.integrations.starlette import LocalizedErrorsMiddleware, install, problem_response

from .contract import BROWSER, site_texts

TEXT = {"accept-language": "zh-HK,zh;q=0.8", "accept": "text/plain"}
NOT_FOUND = get_message(404, "zh_TW").phrase


def fails(*args: Any, **kwargs: Any) -> Any:
    async def endpoint(_: Request) -> Response:
        raise HTTPException(*args, **kwargs)

    return endpoint


async def boom(_: Request) -> Response:
    raise RuntimeError("broken")


async def taken(_: Request) -> Response:
    raise Problem(409, "seat-taken", seat="12A")


async def asks(request: Request) -> Response:
    request.app.state.heard = []
    task = BackgroundTask(lambda: request.app.state.heard.append(get_message(404).locale))
    return PlainTextResponse(get_message(404).locale, background=task)


def asks_in_a_thread(_: Request) -> Response:
    return PlainTextResponse(get_message(404).locale)


async def sets(request: Request) -> Response:
    before = get_message(404).locale
    request.state.locale = "fr"
    raise HTTPException(404, headers={"X-Before": before})


ROUTES = [
    Route("/own", fails(404, "No such user")),
    Route("/gone", fails(410, headers={"X-Own": "1"})),
    Route("/empty", fails(204)),
    Route("/boom", boom),
    Route("/taken", taken),
    Route("/asks", asks),
    Route("/thread", asks_in_a_thread),
    Route("/sets", sets),
]


def client(app: Starlette | None = None, *routes: Any, **choices: Any) -> TestClient:
    if app is None:
        app = Starlette(routes=[*ROUTES, *routes])
        install(app, **choices)
    return TestClient(app, raise_server_exceptions=False)


async def plain_handler(_: Request, error: Exception) -> Response:
    return PlainTextResponse("Not Found", getattr(error, "status_code", 500))


async def json_handler(_: Request, error: Exception) -> Response:
    return JSONResponse({"detail": "Not Found"}, getattr(error, "status_code", 500))


@pytest.mark.parametrize("handler", [plain_handler, json_handler])
@pytest.mark.parametrize(
    ("key", "path"),
    [(HTTPException, "/none"), (404, "/none"), (Exception, "/boom"), (500, "/boom")],
)
@pytest.mark.parametrize("later", [False, True])
def test_handlers_of_the_application_answer_even_what_looks_like_a_default(
    handler: Any, key: Any, path: str, later: bool
) -> None:
    app = Starlette(routes=ROUTES, exception_handlers={} if later else {key: handler})
    install(app)
    if later:
        app.add_exception_handler(key, handler)
    answer = client(app).get(path, headers={"accept-language": "de"})
    assert "Not Found" in answer.text
    assert "content-language" not in answer.headers


def test_a_handler_of_another_exception_leaves_the_others() -> None:
    app = Starlette(routes=ROUTES, exception_handlers={403: json_handler, OSError: json_handler})
    install(app)
    assert client(app).get("/none", headers=TEXT).text.startswith(f"404 {NOT_FOUND}")
    assert client(app).get("/boom", headers=TEXT).headers["content-language"] == "zh-TW"


def test_a_client_without_a_preference_gets_plain_text_as_before() -> None:
    for path in ("/none", "/own", "/boom"):
        answer = client().get(path, headers={"accept": "*/*", "accept-language": "de"})
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    page = client().get("/own", headers={"accept": BROWSER, "accept-language": "de"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "No such user" in page.text
    document = client().get("/own", headers={"accept": "application/json"})
    assert document.headers["content-type"] == "application/json"
    assert document.json()["detail"] == "No such user"


def test_the_sites_callables_get_starlettes_request_once() -> None:
    replaced: list[Any] = []

    def selector(request: Request) -> str | None:
        return request.query_params.get("lang")

    def replace(request: Request, status: int, headers: Any) -> bool:
        replaced.append((request.url.path, status, headers))
        return False

    choices: dict[str, Any] = {"selector": selector, "replace": replace}
    choices["formats"] = lambda request: ["text/html"] if request.url.path else []
    choices["details"] = lambda request: {"path": request.url.path}
    answer = client(**choices).get("/gone?lang=de")
    assert answer.text == "Gone"
    assert "content-language" not in answer.headers
    [(path, status, headers)] = replaced
    assert (path, status) == ("/gone", 410)
    assert ("x-own", "1") in [(name.lower(), value) for name, value in headers]
    del choices["replace"]
    page = client(**choices).get("/gone?lang=de")
    assert page.headers["content-language"] == "de"
    assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "choices", [{"formats": ["text/htm"]}, {"details": {"them": 1}}, {"selector": "de"}]
)
def test_a_mistake_is_an_error_when_it_is_installed(choices: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        install(Starlette(), **choices)


def test_an_application_can_be_freed() -> None:
    app = Starlette(routes=ROUTES)
    install(app)
    client(app).get("/none")
    left = weakref.ref(app)
    del app
    gc.collect()
    assert left() is None


def test_exceptions_reach_the_server_and_debug_pages_stay() -> None:
    app = Starlette(routes=ROUTES)
    install(app)
    with pytest.raises(RuntimeError, match="broken"):
        TestClient(app).get("/boom")
    app = Starlette(routes=ROUTES, debug=True)
    install(app)
    assert "RuntimeError: broken" in client(app).get("/boom").text
    assert client(app).get("/none", headers=TEXT).text.startswith(f"404 {NOT_FOUND}")


def test_the_locale_in_the_state_of_the_request_wins_whenever_it_is_put_there() -> None:
    answer = client().get("/sets", headers=TEXT)
    assert answer.headers["x-before"] == "zh_TW"
    assert answer.headers["content-language"] == "fr"


def test_views_threads_and_background_tasks_speak_the_language_of_the_request() -> None:
    app = Starlette(routes=ROUTES)
    install(app)
    assert client(app).get("/asks", headers=TEXT).text == "zh_TW"
    assert app.state.heard == ["zh_TW"]
    answer = client(app).get("/thread", headers=TEXT)
    assert (answer.text, answer.headers["content-language"]) == ("zh_TW", "zh-TW")


def test_a_message_can_be_the_detail() -> None:
    answer = client(
        None,
        Route("/lazy", fails(403, lazy_message(404))),
        Route("/now", fails(403, get_message(404))),
    )
    assert NOT_FOUND in answer.get("/lazy", headers=TEXT).text
    assert "404 Not Found" in answer.get("/now", headers=TEXT).text


def test_a_status_without_content_has_none() -> None:
    answer = client().get("/empty")
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("place", [0, 1])
def test_middleware_of_the_application_on_both_sides(place: int) -> None:
    async def dispatch(request: Request, call_next: Any) -> Any:
        response = await call_next(request)
        if response.status_code == 410:
            return HTMLResponse("gone for good", 410)
        return response

    app = Starlette(
        routes=ROUTES,
        middleware=[
            Middleware(BaseHTTPMiddleware, dispatch=dispatch),
            Middleware(GZipMiddleware, minimum_size=1),
            Middleware(CORSMiddleware, allow_origins=["https://shop.example"]),
        ],
    )
    install(app, lingo=site_texts())
    if place:  # the innermost
        app.user_middleware.append(app.user_middleware.pop(0))
    headers = {**TEXT, "origin": "https://shop.example", "accept-encoding": "gzip"}
    for path in ("/none", "/own", "/taken"):
        answer = client(app).get(path, headers=headers)
        assert answer.headers["content-language"] == "zh-TW"
        assert answer.headers["access-control-allow-origin"] == "https://shop.example"
        assert answer.headers["content-encoding"] == "gzip"
    assert "No such user" in client(app).get("/own", headers=headers).text
    assert "座位 12A 已被預訂" in client(app).get("/taken", headers=headers).text
    assert client(app).get("/asks", headers=headers).text == "zh_TW"
    assert client(app).get("/gone", headers=headers).text == "gone for good"


def test_the_middleware_alone_replaces_what_looks_like_starlettes_own() -> None:
    app = Starlette(routes=ROUTES, middleware=[Middleware(LocalizedErrorsMiddleware)])
    for path in ("/none", "/gone", "/boom", "/taken"):
        assert client(app).get(path, headers=TEXT).headers["content-language"] == "zh-TW"
    assert client(app).get("/own", headers=TEXT).text == "No such user"


def test_a_mounted_application_keeps_its_shape_and_may_be_installed_itself() -> None:
    api, inner, own = FastAPI(), FastAPI(), Starlette(exception_handlers={404: plain_handler})
    fastapi.install(inner)
    parts = {"/api": api, "/inner": inner, "/own-handler": own, "/part": Starlette(routes=ROUTES)}
    asked = client(None, *(Mount(path, part) for path, part in parts.items()))
    assert asked.get("/api/none", headers=TEXT).json() == {"detail": "Not Found"}
    json = {**TEXT, "accept": "application/json"}
    assert asked.get("/inner/none", headers=json).json() == {"detail": NOT_FOUND}
    assert asked.get("/own-handler/none", headers=TEXT).text == "Not Found"
    assert asked.get("/part/none", headers=TEXT).text.startswith(f"404 {NOT_FOUND}")
    assert asked.get("/part/own", headers=TEXT).text == "No such user"
    assert asked.get("/part/asks", headers=TEXT).text == "zh_TW"


def test_files_that_are_missing_or_shorter_than_a_range(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("0123456789")
    asked = client(
        None,
        Mount("/static", StaticFiles(directory=tmp_path)),
        Route("/file", lambda _: FileResponse(tmp_path / "a.txt")),
    )
    assert asked.get("/static/none", headers=TEXT).text.startswith(f"404 {NOT_FOUND}")
    answer = asked.get("/file", headers={**TEXT, "range": "bytes=100-200"})
    assert answer.status_code == 416
    assert answer.headers["content-range"].endswith("*/10")


def test_a_body_that_is_too_large_says_nothing_of_the_applications_own() -> None:
    async def read(request: Request) -> Response:
        await request.body()
        return PlainTextResponse("read")

    app = Starlette(routes=[Route("/", read, methods=["POST"])], max_body_size=4)
    install(app)
    # In pieces, whose length shows when they are read.
    answer = client(app).post("/", content=iter([b"01234", b"56789"]), headers=TEXT)
    assert answer.text.startswith(f"413 {get_message(413, 'zh_TW').phrase}")
    assert "Content Too Large" not in answer.text


def test_a_problem_that_is_returned_keeps_what_the_response_has() -> None:
    async def endpoint(_: Request) -> Response:
        response = problem_response(
            409, "seat-taken", seat="12A", headers=[("X-A", "1"), ("X-A", "2")]
        )
        response.set_cookie("crumb", "1")
        return response

    @localized_errors(False)
    async def left(_: Request) -> Response:
        return problem_response(409, "seat-taken")

    asked = client(None, Route("/", endpoint), Route("/left", left), lingo=site_texts())
    answer = asked.get("/", headers={**TEXT, "accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["title"] == "座位 12A 已被預訂"
    assert answer.headers.get_list("x-a") == ["1", "2"]
    assert "crumb=1" in answer.headers["set-cookie"]
    assert (asked.get("/left").status_code, asked.get("/left").content) == (409, b"")
    assert TestClient(Starlette(routes=[Route("/", endpoint)])).get("/").status_code == 409


def test_one_endpoint_has_choices_of_its_own() -> None:
    @localized_errors(formats=["application/problem+json"])
    class Search(HTTPEndpoint):
        async def get(self, _: Request) -> Response:
            raise HTTPException(404)

    answer = client(None, Route("/", Search)).get("/", headers={"accept-language": "de"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Nicht gefunden"


def test_websockets_are_left_alone() -> None:
    async def echo(websocket: Any) -> None:
        if "refuse" in websocket.query_params:
            raise HTTPException(403)
        await websocket.accept()
        await websocket.send_text(get_message(404).locale)
        await websocket.close()

    asked = client(None, WebSocketRoute("/socket", echo))
    with asked.websocket_connect("/socket") as socket:
        assert socket.receive_text() == "en"
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        asked.websocket_connect("/socket?refuse"),
    ):
        raise AssertionError
    assert refused.value.text == "Forbidden"
