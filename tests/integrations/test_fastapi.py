from __future__ import annotations

from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel
from starlette.testclient import TestClient

from httplingo import get_message
from httplingo.integrations.fastapi import install, problem_responses

HEADERS = {"accept-language": "zh-HK,zh;q=0.8", "accept": "application/json"}


class Item(BaseModel):
    name: str
    size: int


def make(**choices: Any) -> FastAPI:
    app = FastAPI()
    install(app, **choices)
    return routes(app)


def routes(app: FastAPI) -> FastAPI:
    @app.post("/items", responses=problem_responses(404))
    def create(item: Item) -> Item:
        return item

    @app.get("/items/{number}")
    async def read(number: int) -> str:
        if number == 1:
            raise HTTPException(404)
        if number == 2:
            raise HTTPException(404, {"code": "gone"})
        if number == 3:
            raise RuntimeError("broken")
        return get_message(404).locale

    return app


def client(app: FastAPI | None = None) -> TestClient:
    return TestClient(app or make(), raise_server_exceptions=False)


def test_errors_are_problem_details_in_the_visitors_language() -> None:
    for path, code in (("/none", 404), ("/items/1", 404), ("/items/3", 500)):
        answer = client().get(path, headers={**HEADERS, "accept": "*/*"})
        assert answer.status_code == code
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == "zh-TW"
        problem = answer.json()
        assert (problem["type"], problem["status"]) == ("about:blank", code)
        assert problem["title"] == get_message(code, "zh_TW").phrase
    assert client().get("/items/4", headers=HEADERS).json() == "zh_TW"


def test_what_does_not_validate_is_a_member_of_the_problem() -> None:
    answer = client().post("/items", json={"name": "<b>"}, headers=HEADERS)
    problem = answer.json()
    assert answer.status_code == 422
    assert problem["title"] == get_message(422, "zh_TW").phrase
    assert isinstance(problem["detail"], str)
    assert problem["errors"][0]["loc"] == ["body", "size"]
    assert problem["errors"][0]["type"] == "missing"


def test_details_and_handlers_of_its_own_stay() -> None:
    assert client().get("/items/2").json() == {"detail": {"code": "gone"}}

    async def handler(_: Request, __: Exception) -> PlainTextResponse:
        return PlainTextResponse("ours", 400)

    app = FastAPI(exception_handlers={RequestValidationError: handler})
    install(app)
    assert client(routes(app)).post("/items", json={}).text == "ours"


def test_openapi_describes_the_problems() -> None:
    document = make().openapi()
    responses = document["paths"]["/items"]["post"]["responses"]
    assert responses["404"]["description"] == "Not Found"
    for code in ("404", "422"):
        schema = responses[code]["content"]["application/problem+json"]["schema"]
        assert schema["required"] == ["type", "title", "status"]
    assert "errors" in schema["properties"]
    responses = document["paths"]["/items/{number}"]["get"]["responses"]
    assert "application/problem+json" in responses["422"]["content"]


def test_the_predicate_and_a_fault_leave_fastapis_own() -> None:
    for choices in ({"replace": lambda *_: False}, {"details": lambda _: 1 / 0}):
        app = make(**choices)
        assert client(app).get("/none").json() == {"detail": "Not Found"}
        assert isinstance(client(app).post("/items", json={}).json()["detail"], list)
