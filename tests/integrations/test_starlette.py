from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

from httplingo import get_locale, get_message, set_locale
from httplingo.integrations._core import log as faults
from httplingo.integrations.starlette import LocalizedErrors, install

from .asking import ask, scope

HEADERS = {"accept-language": "zh-HK,zh;q=0.8", "accept": "text/plain"}
background: list[str] = []


async def fail(request: Request) -> Response:
    code = int(request.path_params["code"])
    raise HTTPException(code, headers={"WWW-Authenticate": "Basic", "Retry-After": "60"})


async def own(_: Request) -> Response:
    raise HTTPException(404, "No such user")


async def boom(_: Request) -> Response:
    raise RuntimeError("broken")


async def empty(_: Request) -> Response:
    return Response(status_code=404)


async def asks(_: Request) -> Response:
    await asyncio.sleep(0)
    task = BackgroundTask(lambda: background.append(get_message(404).locale))
    return PlainTextResponse(get_message(404).locale, background=task)


def asks_in_a_thread(_: Request) -> Response:
    return PlainTextResponse(get_message(404).locale)


async def sets(request: Request) -> Response:
    if "state" in request.query_params:
        request.state.locale = "fr"
    else:
        set_locale("fr")
    raise HTTPException(404)


async def echo(websocket: Any) -> None:
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


ROUTES = [
    Route("/fail/{code}", fail),
    Route("/own", own),
    Route("/boom", boom),
    Route("/empty", empty),
    Route("/asks", asks),
    Route("/thread", asks_in_a_thread),
    Route("/sets", sets),
    WebSocketRoute("/socket", echo),
]


def make(**choices: Any) -> Starlette:
    app = Starlette(routes=ROUTES)
    install(app, **choices)
    return app


def client(app: Starlette | None = None) -> TestClient:
    return TestClient(app or make(), raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("path", "code"),
    [("/none", 404), ("/fail/403", 403), ("/fail/410", 410), ("/empty", 404), ("/boom", 500)],
)
def test_defaults_speak_the_visitors_language(path: str, code: int) -> None:
    answer = client().get(path, headers=HEADERS)
    assert answer.status_code == code
    assert answer.headers["content-language"] == "zh-TW"
    assert answer.text.startswith(f"{code} {get_message(code, 'zh_TW').phrase}")
    assert answer.headers["content-length"] == str(len(answer.content))


def test_headers_of_the_exception_stay() -> None:
    answer = client().get("/fail/503", headers=HEADERS)
    assert answer.headers["www-authenticate"] == "Basic"
    assert answer.headers.get_list("retry-after") == ["60"]
    allowed = client().post("/own", headers=HEADERS).headers["allow"]
    assert sorted(allowed.split(", ")) == ["GET", "HEAD"]


def test_words_and_handlers_of_its_own_stay() -> None:
    assert client().get("/own", headers=HEADERS).text == "No such user"

    async def handler(_: Request, __: Exception) -> Response:
        return PlainTextResponse("ours", 410)

    for exception in (HTTPException, 404):
        app = Starlette(routes=ROUTES, exception_handlers={exception: handler})
        install(app)
        assert client(app).get("/none").text == "ours"
    for key in (500, Exception):
        app = Starlette(routes=ROUTES, exception_handlers={key: handler})
        install(app)
        assert client(app).get("/boom").text == "ours"


def test_a_status_without_content_has_none() -> None:
    assert client().get("/fail/204").content == b""


def test_the_middleware_alone_does_it_too() -> None:
    app = Starlette(routes=ROUTES, middleware=[Middleware(LocalizedErrors)])
    for path in ("/none", "/empty", "/fail/403"):
        assert client(app).get(path, headers=HEADERS).headers["content-language"] == "zh-TW"
    answer = client(app).get("/boom", headers=HEADERS)
    assert (answer.status_code, answer.headers["content-language"]) == (500, "zh-TW")


def test_below_base_http_middleware_and_above_it() -> None:
    async def dispatch(request: Request, call_next: Any) -> Any:
        return await call_next(request)

    base = Middleware(BaseHTTPMiddleware, dispatch=dispatch)
    ours = Middleware(LocalizedErrors)
    for middleware in ([base, ours], [ours, base]):
        app = Starlette(routes=ROUTES, middleware=middleware)
        assert client(app).get("/none", headers=HEADERS).headers["content-language"] == "zh-TW"
        assert client(app).get("/own", headers=HEADERS).text == "No such user"
        assert client(app).get("/asks", headers=HEADERS).text == "zh_TW"


def test_exceptions_reach_the_server() -> None:
    with pytest.raises(RuntimeError, match="broken"):
        TestClient(make()).get("/boom")


def test_the_pages_of_debug_stay() -> None:
    app = Starlette(routes=ROUTES, debug=True)
    install(app)
    assert "RuntimeError: broken" in client(app).get("/boom").text


def test_views_threads_and_background_tasks_speak_the_language_of_the_request() -> None:
    background.clear()
    assert client().get("/asks", headers=HEADERS).text == "zh_TW"
    assert client().get("/thread", headers=HEADERS).text == "zh_TW"
    assert background == ["zh_TW"]


def test_what_the_application_chooses_wins() -> None:
    for path in ("/sets", "/sets?state"):
        assert client().get(path, headers=HEADERS).headers["content-language"] == "fr"
    app = make(selector=lambda asked: "de" if b"de" in asked["query_string"] else None)
    assert client(app).get("/none?de", headers=HEADERS).headers["content-language"] == "de"
    assert client(app).get("/none", headers=HEADERS).headers["content-language"] == "zh-TW"


def test_websockets_are_none_of_its_business() -> None:
    with client().websocket_connect("/socket") as socket:
        assert socket.receive_text() == "hello"


def test_if_the_page_fails_the_own_answer_goes_out_and_the_fault_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(faults, "_seen", set())
    app = make(details=lambda _: 1 / 0)
    with caplog.at_level(logging.ERROR, "httplingo"):
        assert [client(app).get("/none").text for _ in range(3)] == ["Not Found"] * 3
        assert client(app).get("/boom").text == "Internal Server Error"
    assert caplog.text.count("an error page failed") == 1


def test_the_predicate_narrows() -> None:
    app = make(replace=lambda *_: False)
    assert client(app).get("/none").text == "Not Found"
    assert client(app).get("/boom").text == "Internal Server Error"


def test_a_thousand_interleaved_requests_keep_their_languages() -> None:
    app = make()
    wanted = {"de": "de", "fr": "fr", "zh-CN": "zh_CN", "ja": "ja"}

    async def serve(number: int) -> str | None:
        language = [*wanted][number % 4]
        path = ("/asks", "/thread", "/none", "/empty")[number // 4 % 4]
        sent: list[Any] = []

        async def send(message: Any) -> None:
            await asyncio.sleep(0)
            sent.append(message)

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(0)
            return {"type": "http.request"}

        await app(scope(path=path, accept_language=language), receive, send)
        found = dict(sent[0]["headers"]).get(b"content-language", b"").decode()
        if path in {"/asks", "/thread"}:
            found = "".join(one.get("body", b"").decode() for one in sent)
        return None if found.replace("-", "_") == wanted[language] else f"{path} {language} {found}"

    async def gather() -> list[str | None]:
        return await asyncio.gather(*map(serve, range(1000)))

    assert set(asyncio.run(gather())) == {None}
    assert get_locale() == "en"
    assert ask(app, scope(path="/asks")).body == b"en"
