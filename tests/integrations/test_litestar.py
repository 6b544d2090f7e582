"""What Litestar adds to the contract."""

from __future__ import annotations

import gc
import json
import logging
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import litestar
import pytest
from litestar import (
    Controller,
    Litestar,
    MediaType,
    Request,
    Response,
    WebSocket,
    get,
    post,
    websocket,
)
from litestar.config.compression import CompressionConfig
from litestar.config.cors import CORSConfig
from litestar.config.csrf import CSRFConfig
from litestar.exceptions import (
    HTTPException,
    NotAuthorizedException,
    NotFoundException,
    ValidationException,
)
from litestar.logging import LoggingConfig
from litestar.openapi import OpenAPIConfig
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.problem_details import ProblemDetailsException, ProblemDetailsPlugin
from litestar.testing import TestClient

from httplingo import Problem, get_message, lazy_message
from httplingo.integrations import localized_errors
from httplingo.integrations._core import defaults
from httplingo.integrations.litestar import LocalizedErrorsPlugin, problem_response

from .checker import check_described
from .contract import BROWSER, site_texts

JSON = {"Accept-Language": "zh-HK", "Accept": "application/json"}
PAGE = {**JSON, "Accept": BROWSER}
PROBLEM = {**JSON, "Accept": "application/problem+json"}
NOT_FOUND = get_message(404, "zh_TW").phrase
CONTENT = "application/problem+json"

AnyRequest = Request[Any, Any, Any]


@dataclass
class Book:
    title: str
    pages: int


@post("/books", raises=[NotAuthorizedException])
async def add_book(data: JSONBody[Book], shelf: FromQuery[int] = 1) -> int:
    return data.pages + shelf


@get("/fail/{code:int}")
async def fail(code: FromPath[int]) -> None:
    raise HTTPException(status_code=code)


@get("/own")
async def own() -> None:
    raise NotFoundException("No such book", headers={"X-Own": "1"})


@get("/text", media_type=MediaType.TEXT)
async def text() -> str:
    raise NotFoundException


@get("/extra")
async def extra() -> None:
    raise NotFoundException(extra={"book": 7})


@get("/list")
async def a_list() -> None:
    raise NotFoundException("Gone", extra=["a"])


@get("/boom")
async def boom() -> None:
    raise ZeroDivisionError


@get("/thread", sync_to_thread=True, media_type=MediaType.TEXT)
def in_a_thread() -> str:
    return get_message(404).locale


@get("/taken")
async def taken() -> None:
    raise Problem(409, "seat-taken", seat="12A", headers=[("X-A", "1"), ("X-A", "2")])


@get("/returned")
async def returned() -> Response[Any]:
    response = problem_response(409, "seat-taken", seat="12A")
    response.set_cookie("crumb", "1")
    return response


def guard(app: Any) -> Any:
    del app

    async def refuse(*_: Any) -> None:
        raise NotAuthorizedException(headers={"WWW-Authenticate": "Basic"})

    return refuse


@get("/guarded", middleware=[guard])
async def guarded() -> None: ...


@websocket("/socket")
async def socket(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()
    await socket.send_text(get_message(404).locale)
    await socket.close()


def handler(_: AnyRequest, error: Exception) -> Response[str]:
    return Response(f"own {type(error).__name__}", status_code=404, media_type="text/plain")


class Layered(Controller):
    path = "/layered"
    exception_handlers = {NotFoundException: handler, 500: handler}  # noqa: RUF012

    @get("/none")
    async def none(self) -> None:
        raise NotFoundException

    @get("/boom")
    async def boom(self) -> None:
        raise ZeroDivisionError


HANDLERS: list[Any] = [
    *(add_book, fail, own, text, extra, a_list, boom, in_a_thread),
    *(taken, returned, guarded, socket, Layered),
]
DOCUMENTED = OpenAPIConfig(title="Books", version="1")


def make(*handlers: Any, settings: dict[str, Any] | None = None, **choices: Any) -> Litestar:
    plugins = [LocalizedErrorsPlugin(**choices), *(settings or {}).pop("plugins", ())]
    wanted = {"openapi_config": DOCUMENTED, **(settings or {})}
    return Litestar([*HANDLERS, *handlers], plugins=plugins, **wanted)


def client(*handlers: Any, **choices: Any) -> TestClient[Litestar]:
    return TestClient(make(*handlers, **choices))


def alone() -> TestClient[Litestar]:
    return TestClient(Litestar(HANDLERS, openapi_config=None))


@pytest.mark.parametrize("accept", ["application/json", "*/*"])
def test_json_keeps_its_shape(accept: str) -> None:
    headers = {**JSON, "Accept": accept}
    for path, code in (("/none", 404), ("/fail/403", 403), ("/boom", 500), ("/text", 404)):
        answer = client().get(path, headers=headers)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["content-language"] == "zh-TW"
        assert answer.json() == {
            "status_code": code,
            "detail": get_message(code, "zh_TW").phrase,
        }


@pytest.mark.parametrize("accept", ["application/json", "*/*"])
def test_what_the_application_says_stays_as_litestar_sends_it(accept: str) -> None:
    headers = {**JSON, "Accept": accept}
    for method, path in (("GET", "/own"), ("GET", "/extra"), ("GET", "/list"), ("POST", "/books")):
        answer = client().request(method, path, json={"title": 1}, headers=headers)
        before = alone().request(method, path, json={"title": 1}, headers=headers)
        assert answer.content == before.content
        assert answer.headers["content-type"] == before.headers["content-type"]
        assert "content-language" not in answer.headers
        assert "Accept" in answer.headers["vary"]
    assert client().get("/own", headers=headers).headers["x-own"] == "1"


def test_a_browser_gets_a_page_with_the_applications_words_and_fields() -> None:
    page = client().get("/own", headers=PAGE)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert NOT_FOUND in page.text
    assert "No such book" in page.text
    fields = client().post("/books?shelf=x", json={"title": 1}, headers=PAGE)
    assert fields.status_code == 400
    assert "query/shelf" in fields.text
    assert "Validation failed" not in fields.text
    body = client().post("/books", json={"title": 1, "pages": 2}, headers=PROBLEM).json()
    assert body["errors"][0]["pointer"] == "/body/title"
    assert body["title"] == get_message(400, "zh_TW").phrase


def test_errors_of_pydantic_are_fields_too() -> None:
    @get("/pydantic")
    async def pydantic() -> None:
        raise ValidationException(extra=[{"loc": ("a", 0), "msg": "Field required"}])

    answer = client(pydantic).get("/pydantic", headers=PROBLEM).json()
    assert answer["errors"] == [{"detail": "Field required", "pointer": "/a/0"}]


def test_a_problem_of_the_sites_own() -> None:
    asked = client(lingo=site_texts())
    answer = asked.get("/taken", headers=JSON)
    assert answer.json() == {
        "status_code": 409,
        "detail": "{train} 的座位 12A 已被預訂。",
        "extra": {"code": "seat-taken"},
    }
    assert answer.headers.get_list("x-a") == ["1", "2"]
    back = asked.get("/returned", headers=PAGE)
    assert (back.status_code, back.headers["content-language"]) == (409, "zh-TW")
    assert "座位 12A 已被預訂" in back.text
    assert "crumb=1" in back.headers["set-cookie"]
    assert alone().get("/returned").status_code == 409


@pytest.mark.parametrize(
    ("key", "path"),
    [
        (404, "/none"),
        (NotFoundException, "/none"),
        (HTTPException, "/none"),
        (Exception, "/none"),
        (500, "/boom"),
        (Exception, "/boom"),
    ],
)
def test_handlers_of_the_application_answer(key: Any, path: str) -> None:
    app = make(settings={"exception_handlers": {key: handler}})
    assert TestClient(app).get(path, headers=PAGE).text.startswith("own ")


def test_handlers_of_any_layer_answer() -> None:
    for path in ("/layered/none", "/layered/boom"):
        assert client().get(path, headers=PAGE).text.startswith("own ")


def test_litestars_problem_details_stay() -> None:
    @get("/details")
    async def details() -> None:
        raise ProblemDetailsException("Gone", title="Own")

    app = make(details, settings={"plugins": [ProblemDetailsPlugin()]})
    assert TestClient(app).get("/details", headers=PAGE).json()["title"] == "Own"


def test_what_a_middleware_raises_is_localized() -> None:
    answer = client().get("/guarded", headers=JSON)
    assert answer.json()["detail"] == get_message(401, "zh_TW").phrase
    assert answer.headers["www-authenticate"] == "Basic"


def test_what_litestar_says_by_itself_is_a_default() -> None:
    app = make(settings={"csrf_config": CSRFConfig(secret="s" * 32)})
    answer = TestClient(app).post("/books", json={}, headers=JSON)
    assert answer.json()["detail"] == get_message(403, "zh_TW").phrase
    folder = Path(litestar.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    for status in range(400, 600):
        for said in defaults.texts("litestar", status)[1:]:
            assert f'"{said}"' in source


def test_compression_and_cors_are_around_a_localized_answer() -> None:
    app = make(
        settings={
            "compression_config": CompressionConfig(backend="gzip", minimum_size=1),
            "cors_config": CORSConfig(allow_origins=["https://shop.example"]),
        }
    )
    headers = {**PAGE, "Origin": "https://shop.example", "Accept-Encoding": "gzip"}
    answer = TestClient(app).get("/own", headers=headers)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["access-control-allow-origin"] == "https://shop.example"
    assert "No such book" in answer.text
    unknown = TestClient(app).get("/none", headers=headers)
    assert unknown.headers["access-control-allow-origin"] == "https://shop.example"
    assert NOT_FOUND in unknown.text


def test_the_sites_callables_get_litestars_request_once() -> None:
    asked: list[Any] = []

    def replace(request: AnyRequest, status: int, headers: Any) -> bool | None:
        asked.append((type(request), status, headers))
        return False if request.url.path == "/own" else None

    choices: dict[str, Any] = {
        "replace": replace,
        "selector": lambda request: request.query_params.get("lang"),
        "details": lambda request: {"path": request.url.path},
    }
    answer = client(**choices).get("/own?lang=de")
    assert answer.json() == {"status_code": 404, "detail": "No such book"}
    [(kind, status, headers)] = asked
    assert (kind, status) == (Request, 404)
    assert ("x-own", "1") in [(name.lower(), value) for name, value in headers]
    for path in ("/none", "/text"):
        page = client(**choices).get(f"{path}?lang=de", headers={"Accept": BROWSER})
        assert page.headers["content-language"] == "de"


def test_one_handler_has_choices_of_its_own() -> None:
    @get("/search")
    @localized_errors(formats=["application/problem+json"])
    async def search() -> None:
        raise NotFoundException

    @get("/hook")
    @localized_errors(False)
    async def hook() -> None:
        raise NotFoundException

    asked = client(search, hook)
    assert asked.get("/search", headers=PAGE).headers["content-type"] == CONTENT
    assert asked.get("/hook", headers=PAGE).json() == {"status_code": 404, "detail": "Not Found"}


def test_the_debug_page_stays() -> None:
    with TestClient(make(settings={"debug": True})) as asked:
        assert "ZeroDivisionError" in asked.get("/boom").text
        assert asked.get("/none", headers=JSON).json()["detail"] == NOT_FOUND


def test_litestar_still_logs_what_nobody_handles(caplog: pytest.LogCaptureFixture) -> None:
    config = LoggingConfig(log_exceptions="always", configure_root_logger=False)
    with TestClient(make(settings={"logging_config": config})) as asked:
        logger = logging.getLogger("litestar")
        logger.addHandler(caplog.handler)
        try:
            asked.get("/boom")
        finally:
            logger.removeHandler(caplog.handler)
    assert "ZeroDivisionError" in caplog.text


def test_head_has_no_body_and_the_headers_of_get() -> None:
    get_, head = client().get("/none", headers=JSON), client().head("/none", headers=JSON)
    assert head.content == b""
    assert head.headers["content-language"] == get_.headers["content-language"]


def test_threads_and_websockets() -> None:
    with client() as asked:
        assert asked.get("/thread", headers=JSON).text == "zh_TW"
        with asked.websocket_connect("/socket", headers=JSON) as connection:
            assert connection.receive_text() == "en"


def test_messages_are_objects_and_lazy_ones_their_text() -> None:
    @get("/messages")
    async def messages() -> dict[str, Any]:
        return {"now": get_message(404), "later": lazy_message(404)}

    @get("/lazy")
    async def lazy() -> None:
        raise NotFoundException(detail=lazy_message(404))  # type: ignore[arg-type]

    asked = client(messages, lazy)
    answer = asked.get("/messages", headers={"Accept-Language": "de"})
    assert answer.json() == {"now": dict(get_message(404, "de")), "later": "404 Nicht gefunden"}
    assert asked.get("/lazy", headers={"Accept-Language": "de"}).json()["detail"] == (
        "404 Nicht gefunden"
    )


@pytest.mark.parametrize("choices", [{"formats": ["text/htm"]}, {"details": {"them": 1}}])
def test_a_mistake_is_an_error_when_the_plugin_is_made(choices: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        LocalizedErrorsPlugin(**choices)


class Referred(Litestar):
    """Litestar has slots, and none for weak references."""


def test_an_application_can_be_freed() -> None:
    @get("/")  # a handler that lives on keeps its application
    async def home() -> None: ...

    plugin = LocalizedErrorsPlugin(problems=True)
    app = Referred([home], plugins=[plugin], openapi_config=DOCUMENTED)
    TestClient(app).get("/none")
    assert app.openapi_schema.to_schema()
    left = weakref.ref(app)
    del app, home
    gc.collect()
    assert left() is None


def test_without_problems_openapi_stays_as_it_is_and_is_true() -> None:
    app = make()
    before = Litestar(HANDLERS, openapi_config=DOCUMENTED)
    assert app.openapi_schema.to_schema() == before.openapi_schema.to_schema()
    answer = TestClient(app).post("/books?shelf=x", json={"title": 1}, headers=JSON)
    schema = app.openapi_schema.to_schema()
    check_described(answer.json(), schema, "/books", "400", "application/json", "post")


@pytest.mark.parametrize("accept", ["application/json", "*/*", CONTENT])
@pytest.mark.parametrize(
    ("method", "path", "operation", "key"),
    [
        ("POST", "/books?shelf=x", "/books", "400"),
        ("GET", "/own", "/own", "default"),
        ("GET", "/extra", "/extra", "default"),
        ("GET", "/list", "/list", "default"),
        ("GET", "/boom", "/boom", "default"),
        ("GET", "/taken", "/taken", "default"),
        ("PUT", "/own", "/own", "default"),
    ],
)
def test_with_problems_every_error_is_what_openapi_says(
    method: str, path: str, operation: str, key: str, accept: str
) -> None:
    app = make(problems=True, lingo=site_texts())
    headers = {**JSON, "Accept": accept}
    answer = TestClient(app).request(method, path, json={"title": 1}, headers=headers)
    assert answer.headers["content-type"] == CONTENT
    schema = TestClient(app).get("/schema/openapi.json").json()
    assert schema == json.loads(json.dumps(app.openapi_schema.to_schema()))
    asked = method.lower() if method != "PUT" else "get"
    check_described(answer.json(), schema, operation, key, CONTENT, asked)


def test_with_problems_extra_is_in_the_problem() -> None:
    asked = client(problems=True)
    assert asked.get("/extra", headers=JSON).json()["book"] == 7
    problem = asked.get("/list", headers=JSON).json()
    assert (problem["extra"], problem["detail"]) == (["a"], "Gone")


def test_with_problems_openapi_refers_to_one_component() -> None:
    app = make(problems=True)
    reference = {CONTENT: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses = app.openapi_schema.to_schema()["paths"]["/books"]["post"]["responses"]
    assert [responses[key]["content"] for key in ("400", "401", "default")] == [reference] * 3
    assert responses["401"]["description"]

    @get("/later/{number:int}")
    async def later(number: FromPath[int]) -> int:
        return number

    app.register(later)
    added = app.openapi_schema.to_schema()["paths"]["/later/{number}"]["get"]["responses"]
    assert [added[key]["content"] for key in ("400", "default")] == [reference] * 2
    # The configuration may be that of another application as well.
    other = Litestar([own], openapi_config=DOCUMENTED).openapi_schema.to_schema()
    assert "Problem" not in json.dumps(other)
