"""What FastAPI adds to the contract."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.security import HTTPBasic, HTTPBearer, OAuth2PasswordBearer
from pydantic import BaseModel, Field, field_validator
from pydantic_core import PydanticCustomError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.testclient import TestClient

from httplingo import LazyMessage, Message, Problem, get_message, lazy_message
from httplingo.integrations import localized_errors
from httplingo.integrations.fastapi import install, problem_response

from .checker import check_described, check_localized
from .contract import BROWSER, site_texts

JSON = {"accept-language": "zh-HK,zh;q=0.8", "accept": "application/json"}
ANYTHING = {**JSON, "accept": "*/*"}
PAGE = {**JSON, "accept": BROWSER}
PROBLEM = {**JSON, "accept": "application/problem+json"}
NOT_FOUND = get_message(404, "zh_TW").phrase
CONTENT = "application/problem+json"


class Item(BaseModel):
    name: str
    size: int = Field(alias="a/b")

    @field_validator("name")
    @classmethod
    def known(cls, name: str) -> str:
        if name == "gone":
            raise PydanticCustomError("discontinued", "Plus en vente")
        return name


class OfTheSite(BaseModel):
    number: int


OfTheSite.__name__ = OfTheSite.__qualname__ = "Problem"
ENDED: list[str] = []


def session() -> Iterator[None]:
    try:
        yield
    except Problem:
        ENDED.append("rolled back")
        raise
    ENDED.append("committed")


router = APIRouter()


@router.post("/items")
def create(item: Item, page: int = 1) -> int:
    return page + item.size


@router.get("/fail/{code}")
async def fail(code: int) -> None:
    raise HTTPException(code, headers={"X-Own": "1"})


@router.get("/own")
async def own() -> None:
    raise HTTPException(404, "No such book")


@router.get("/object")
async def an_object() -> None:
    raise HTTPException(404, {"code": "gone", "detail": "It was sold", "item": 7})


@router.get("/list")
async def a_list() -> None:
    raise HTTPException(404, ["a", "b"])


@router.get("/boom")
async def boom() -> None:
    raise RuntimeError("broken")


@router.get("/taken")
async def taken() -> None:
    raise Problem(409, "seat-taken", seat="12A", members={"seat": "12A"})


def make(**choices: Any) -> FastAPI:
    app = FastAPI()
    install(app, **choices)
    app.include_router(router)
    return app


def client(app: FastAPI | None = None, **choices: Any) -> TestClient:
    return TestClient(app or make(**choices), raise_server_exceptions=False)


def alone() -> TestClient:
    app = FastAPI()
    app.include_router(router)
    return client(app)


@pytest.mark.parametrize("headers", [JSON, ANYTHING])
def test_json_keeps_its_shape(headers: dict[str, str]) -> None:
    asked = client()
    for path, code in (("/none", 404), ("/fail/403", 403), ("/boom", 500)):
        answer = asked.get(path, headers=headers)
        assert answer.status_code == code
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["content-language"] == "zh-TW"
        assert answer.json() == {"detail": get_message(code, "zh_TW").phrase}
    assert asked.get("/fail/403", headers=headers).headers["x-own"] == "1"


@pytest.mark.parametrize("headers", [JSON, ANYTHING])
def test_what_the_application_says_stays_as_fastapi_sends_it(headers: dict[str, str]) -> None:
    body = {"name": 1}
    for method, path in (("GET", "/own"), ("GET", "/object"), ("GET", "/list"), ("POST", "/items")):
        answer = client().request(method, path, json=body, headers=headers)
        before = alone().request(method, path, json=body, headers=headers)
        assert answer.content == before.content
        assert answer.headers["content-type"] == before.headers["content-type"]
        assert "content-language" not in answer.headers
        if path in {"/own", "/items"}:  # others get a page
            assert "Accept" in answer.headers["vary"]


def test_a_browser_gets_a_page_with_the_applications_words() -> None:
    answer = client().get("/own", headers=PAGE)
    check_localized_answer(answer)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert NOT_FOUND in answer.text
    assert "No such book" in answer.text
    assert client().get("/object", headers=PAGE).json()["detail"]["code"] == "gone"


def check_localized_answer(answer: Any) -> None:
    from .asking import Answer

    check_localized(Answer(answer.status_code, list(answer.headers.items()), answer.content))


def test_a_browser_sees_which_fields_are_wrong() -> None:
    answer = client().post("/items?page=x", json={"name": "<b>"}, headers=PAGE)
    assert answer.status_code == 422
    assert get_message(422, "zh_TW").phrase in answer.text
    for text in ("query/page", "valid integer", "body/a~1b", "Field required"):
        assert text in answer.text
    # The messages are pydantic's.
    assert answer.headers["content-language"] == "zh-TW, en"
    own = client().post("/items", json={"name": "gone", "a/b": 1}, headers=PAGE)
    assert "Plus en vente" in own.text
    assert own.headers["content-language"] == "zh-TW"


def test_problem_details_are_for_who_asks_for_them() -> None:
    answer = client().post("/items?page=x", json={"name": "a"}, headers=PROBLEM)
    assert answer.headers["content-type"] == CONTENT
    assert answer.json()["title"] == get_message(422, "zh_TW").phrase
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/query/page", "/body/a~1b"]
    assert answer.json()["errors"][1]["type"] == "missing"
    broken = client().post("/items", content=b'{"name"', headers=PROBLEM)
    assert [each["pointer"] for each in broken.json()["errors"]] == ["/body"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xfe", "text/plain"),
        (b'{"name": NaN}', "application/json"),
        (b'{"name": "\\ud800", "a/b": "x"}', "application/json"),
        (b'{"name": {"' + b'a": {"' * 400 + b'":1}' + b"}" * 401, "application/json"),
    ],
)
@pytest.mark.parametrize("problems", [False, True])
def test_an_input_that_no_json_can_hold_is_answered(
    content: bytes, kind: str, problems: bool
) -> None:
    asked = client(problems=problems)
    for headers in (JSON, PAGE):
        answer = asked.post("/items", content=content, headers={**headers, "content-type": kind})
        assert answer.status_code == 422
    errors = asked.post("/items", content=content, headers={**JSON, "content-type": kind}).json()
    assert errors["errors" if problems else "detail"]


def test_what_fastapi_says_of_who_is_not_authenticated_is_a_default() -> None:
    app = make()
    for path, scheme in (
        ("/basic", HTTPBasic()),
        ("/bearer", HTTPBearer()),
        ("/oauth", OAuth2PasswordBearer("token")),
    ):
        app.get(path, dependencies=[Depends(scheme)])(lambda: None)
        answer = client(app).get(path, headers=JSON)
        assert answer.status_code == 401
        assert answer.json() == {"detail": get_message(401, "zh_TW").phrase}
        assert answer.headers["www-authenticate"]
        assert "Not authenticated" not in client(app).get(path, headers=PAGE).text


async def handler(_: Request, error: Exception) -> Response:
    return PlainTextResponse(f"own {type(error).__name__}", 400)


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize(
    ("key", "method", "path"),
    [
        (RequestValidationError, "POST", "/items"),
        (StarletteHTTPException, "GET", "/none"),
        (HTTPException, "GET", "/own"),
        (404, "GET", "/own"),
        (500, "GET", "/boom"),
        (Exception, "GET", "/boom"),
    ],
)
def test_handlers_of_the_application_answer(key: Any, method: str, path: str, later: bool) -> None:
    app = FastAPI(exception_handlers={} if later else {key: handler})
    app.include_router(router)
    install(app)
    if later:
        app.add_exception_handler(key, handler)
    assert client(app).request(method, path, headers=PAGE).text.startswith("own ")


def test_a_handler_that_hands_on_says_nothing_of_its_own() -> None:
    app = make()
    seen = []

    @app.exception_handler(StarletteHTTPException)
    async def log(request: Request, error: StarletteHTTPException) -> Response:
        seen.append(error.status_code)
        return await http_exception_handler(request, error)

    assert client(app).get("/none", headers=JSON).json() == {"detail": NOT_FOUND}
    assert client(app).get("/own", headers=JSON).json() == {"detail": "No such book"}
    assert seen == [404, 404]


def translate(error: dict[str, Any], locale: str) -> str:
    return {"missing": f"{locale}: {error['loc'][-1]} fehlt"}.get(error["type"], "")


def test_a_site_may_put_its_own_messages_for_pydantics() -> None:
    asked = client(translate_error=translate)
    german = {"accept-language": "de-AT", "accept": "application/json"}
    answer = asked.post("/items", json={"name": "a"}, headers=german)
    assert answer.json()["detail"][0]["msg"] == "de: a/b fehlt"
    assert answer.json()["detail"][0]["input"] == {"name": "a"}
    assert answer.headers["content-language"] == "de"
    assert "Accept-Language" in answer.headers["vary"]
    mixed = asked.post("/items", json={"name": 1}, headers=german)
    assert [each["msg"] for each in mixed.json()["detail"]] == [
        "Input should be a valid string",
        "de: a/b fehlt",
    ]
    assert mixed.headers["content-language"] == "en, de"
    left = asked.post("/items", json={"name": 1, "a/b": 1}, headers=german)
    assert left.headers["content-language"] == "en"
    page = asked.post("/items", json={"name": "a"}, headers={**german, "accept": BROWSER})
    assert "de: a/b fehlt" in page.text
    assert page.headers["content-language"] == "de"
    problem = client(translate_error=translate, problems=True).post("/items", json={"name": "a"})
    assert problem.json()["errors"][0]["detail"] == "en: a/b fehlt"


def test_a_translation_that_fails_leaves_pydantics_message() -> None:
    answer = client(translate_error=lambda *_: 1 / 0).post("/items", json={"name": "a"})
    assert answer.json()["detail"][0]["msg"] == "Field required"
    with pytest.raises(TypeError, match="translate_error"):
        make(translate_error="de")


def test_fastapis_own_goes_out_where_the_site_says_so_or_the_page_fails() -> None:
    before = alone().post("/items", json={}).json()
    for choices in ({"replace": lambda *_: False}, {"details": lambda _: 1 / 0}):
        app = make(translate_error=translate, **choices)
        assert client(app).get("/none").json() == {"detail": "Not Found"}
        assert client(app).post("/items", json={}).json() == before
    app = make(translate_error=translate)

    @app.post("/left")
    @localized_errors(False)
    def left(item: Item) -> None: ...

    assert client(app).post("/left", json={"name": "a"}).json()["detail"][0]["msg"] == (
        "Field required"
    )


def test_a_problem_in_the_shape_of_fastapi() -> None:
    answer = client(lingo=site_texts()).get("/taken", headers=JSON)
    assert answer.json() == {
        "code": "seat-taken",
        "seat": "12A",
        "detail": "{train} 的座位 12A 已被預訂。",
    }
    assert answer.headers["content-language"] == "zh-TW"
    app = make()

    @app.get("/english")
    def english() -> None:
        raise Problem(409, detail="Taken")

    words = client(app).get("/english", headers=JSON)
    assert words.json() == {"detail": "Taken"}
    assert "content-language" not in words.headers


def test_a_problem_that_is_returned_is_no_exception_for_dependencies() -> None:
    app = make(lingo=site_texts())
    ENDED.clear()

    @app.get("/returned")
    def returned(_: Annotated[None, Depends(session)]) -> Response:
        return problem_response(409, "seat-taken", seat="12A")

    @app.get("/raised")
    def raised(_: Annotated[None, Depends(session)]) -> None:
        raise Problem(409, "seat-taken", seat="12A")

    answer = client(app).get("/returned", headers=PROBLEM)
    assert answer.json()["title"] == "座位 12A 已被預訂"
    assert client(app).get("/raised", headers=PROBLEM).json() == answer.json()
    assert ENDED == ["committed", "rolled back"]


class Texts(BaseModel):
    now: Message
    later: LazyMessage


def test_messages_are_objects_and_lazy_ones_their_text() -> None:
    app = make()
    german = get_message(404, "de")

    @app.get("/message")
    def message() -> Message:
        return get_message(404)

    @app.get("/untyped")
    def untyped():  # type: ignore[no-untyped-def]
        return {"now": get_message(404), "later": lazy_message(404)}

    @app.get("/model")
    def model() -> Texts:
        return Texts(now=get_message(404), later=lazy_message(404))

    @app.get("/lazy")
    def lazy() -> LazyMessage:
        return lazy_message(404)

    @app.get("/detail")
    def detail() -> None:
        raise HTTPException(404, lazy_message(404))

    @app.get("/nested")
    def nested() -> None:
        raise HTTPException(404, {"message": get_message(404), "text": lazy_message(404)})

    texts = dict(german)
    both = {"now": texts, "later": "404 Nicht gefunden"}
    schema = app.openapi()
    for path, wanted in (
        ("/message", texts),
        ("/untyped", both),
        ("/model", both),
        ("/lazy", "404 Nicht gefunden"),
        ("/detail", {"detail": "404 Nicht gefunden"}),
        ("/nested", {"detail": {"message": texts, "text": "404 Nicht gefunden"}}),
    ):
        answer = client(app).get(path, headers={"accept-language": "de"})
        assert answer.json() == wanted
        assert answer.headers["content-language"] == "de"
        assert "Accept-Language" in answer.headers["vary"]
        if answer.status_code == 200:
            check_described(answer.json(), schema, path, "200", "application/json")
    assert client(app).get("/detail", headers=PAGE).status_code == 404


def test_without_problems_openapi_stays_as_it_is_and_is_true() -> None:
    app = FastAPI()
    app.include_router(router)
    assert make().openapi() == app.openapi()
    answer = client().post("/items?page=x", json={"name": 1}, headers=JSON)
    check_described(answer.json(), app.openapi(), "/items", "422", "application/json", "post")


def problems() -> FastAPI:
    """Return an application with operations from before and after its installation."""
    app = FastAPI()

    @app.get("/before/{number}", responses={404: {"description": "No such number"}})
    def before(number: int) -> int:
        raise HTTPException(404, headers={"X-Number": str(number)})

    @app.get("/described", responses={404: {"model": Item}, 503: {"model": Item}})
    def described() -> None: ...

    install(app, problems=True, lingo=site_texts())
    app.include_router(router)

    @app.get("/after")
    def after(page: int, x_size: Annotated[int, Header()] = 1) -> int:
        return page + x_size

    return app


@pytest.mark.parametrize("headers", [JSON, ANYTHING, PROBLEM])
@pytest.mark.parametrize(
    ("method", "path", "operation", "key"),
    [
        ("GET", "/before/x", "/before/{number}", "422"),
        ("GET", "/before/1", "/before/{number}", "404"),
        ("GET", "/after?page=x", "/after", "422"),
        ("POST", "/items", "/items", "422"),
        ("GET", "/own", "/own", "default"),
        ("GET", "/object", "/object", "default"),
        ("GET", "/list", "/list", "default"),
        ("GET", "/boom", "/boom", "default"),
        ("GET", "/taken", "/taken", "default"),
        ("PUT", "/own", "/own", "default"),
    ],
)
def test_with_problems_every_error_is_what_openapi_says(
    method: str, path: str, operation: str, key: str, headers: dict[str, str]
) -> None:
    app = problems()
    answer = client(app).request(method, path, headers=headers)
    assert answer.headers["content-type"] == CONTENT
    asked = method.lower() if method != "PUT" else "get"
    check_described(answer.json(), app.openapi(), operation, key, CONTENT, asked)
    assert answer.json()["status"] == answer.status_code
    assert answer.headers["content-language"].startswith("zh-TW")


def test_with_problems_openapi_refers_to_one_component() -> None:
    app = problems()
    document = client(app).get("/openapi.json").json()
    assert document == app.openapi() == app.openapi()
    assert "HTTPValidationError" not in json.dumps(document)
    assert "ValidationError" not in document["components"]["schemas"]
    reference = {"$ref": "#/components/schemas/Problem"}
    for path, item in document["paths"].items():
        for operation in item.values():
            for key, response in operation["responses"].items():
                if key != "200" and path != "/described":
                    assert response["content"] == {CONTENT: {"schema": reference}}
            assert "default" in operation["responses"]
    responses = document["paths"]["/before/{number}"]["get"]["responses"]
    assert responses["404"]["description"] == "No such number"
    described = document["paths"]["/described"]["get"]["responses"]
    assert list(described["404"]["content"]) == ["application/json"]

    @app.get("/much-later/{number}")
    def much_later(number: int) -> None: ...

    later = app.openapi()["paths"]["/much-later/{number}"]["get"]["responses"]
    assert later["422"]["content"] == {CONTENT: {"schema": reference}}


def test_with_problems_the_members_of_a_detail_are_the_problems() -> None:
    asked = client(problems())
    problem = asked.get("/object", headers=JSON).json()
    assert (problem["code"], problem["item"], problem["detail"]) == ("gone", 7, "It was sold")
    assert asked.get("/list", headers=JSON).json()["details"] == ["a", "b"]
    assert "It was sold" in asked.get("/object", headers=PAGE).text


def test_openapi_leaves_out_what_handlers_of_the_application_answer() -> None:
    app = problems()
    app.add_exception_handler(RequestValidationError, handler)
    responses = app.openapi()["paths"]["/after"]["get"]["responses"]
    assert list(responses["422"]["content"]) == ["application/json"]
    assert "default" in responses
    app = problems()
    app.add_exception_handler(StarletteHTTPException, handler)
    document = app.openapi()
    assert "default" not in document["paths"]["/after"]["get"]["responses"]
    assert "content" not in document["paths"]["/before/{number}"]["get"]["responses"]["404"]


def test_a_component_of_the_applications_own_keeps_its_name() -> None:
    app = FastAPI()
    install(app, problems=True)

    @app.get("/")
    def home() -> OfTheSite:
        return OfTheSite(number=1)

    document = app.openapi()
    responses = document["paths"]["/"]["get"]["responses"]
    own = responses["200"]["content"]["application/json"]["schema"]["$ref"]
    problem = responses["default"]["content"][CONTENT]["schema"]["$ref"]
    assert own != problem
    assert {own, problem} == {
        f"#/components/schemas/{name}" for name in document["components"]["schemas"]
    }


@pytest.mark.parametrize("problems", [False, True])
def test_an_application_that_is_mounted_keeps_its_shape(problems: bool) -> None:
    part = FastAPI()
    part.include_router(router)
    app = make(problems=problems)
    app.mount("/part", part)
    bare = client(app).get("/part/none", headers=JSON)
    assert bare.json() == {"detail": "Not Found" if problems else NOT_FOUND}
    assert client(app).get("/part/own", headers=JSON).json() == {"detail": "No such book"}
    errors = client(app).post("/part/items", json={}, headers=JSON).json()
    assert errors == alone().post("/items", json={}).json()


def test_an_application_can_be_freed() -> None:
    app = make(problems=True)
    client(app).get("/openapi.json")
    client(app).post("/items", json={})
    left = weakref.ref(app)
    del app
    gc.collect()
    assert left() is None


def test_the_answer_of_an_own_json_response_stays() -> None:
    app = make()

    @app.get("/json")
    def own_json() -> JSONResponse:
        return JSONResponse({"error": "none"}, 404)

    assert client(app).get("/json", headers=PAGE).json() == {"error": "none"}
