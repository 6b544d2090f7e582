"""BlackSheep beside the contract, under uvicorn."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from blacksheep import Application, FromJSON, FromQuery, Request, Response, Router
from blacksheep.exceptions import BadRequest, Conflict, InternalServerError, NotFound
from blacksheep.server.responses import text
from pydantic import BaseModel

from httplingo import Problem, get_message
from httplingo.integrations.blacksheep import install, problem_response

from .checker import check_localized
from .contract import BROWSER, NOT_FOUND, ZH, Ask, assert_localized, checked
from .serving import serving_asgi
from .sites.blacksheep import build

CHINESE = {"Accept_Language": "zh-HK"}


class Book(BaseModel):
    isbn: int
    title: str


async def save(data: FromJSON[Book]) -> Response:
    return text(data.value.title)


async def number(page: FromQuery[int]) -> str:
    return str(page.value)


async def own_words(_: Request) -> Response:
    raise BadRequest("The cart is empty")


async def bare_400(_: Request) -> Response:
    raise BadRequest("")


async def for_the_log(_: Request) -> Response:
    raise Conflict("row 17 of carts")


async def returned(_: Request) -> Response:
    return problem_response(409, "seat-taken", seat="12A", headers={"X-Own": "1"})


def app(choices: dict[str, Any] | None = None, **settings: Any) -> Application:
    made = build(choices, **settings)
    made.router.add_post("/save", save)
    for handler in (number, own_words, bare_400, for_the_log, returned):
        made.router.add_get(f"/{handler.__name__}", handler)
    return made


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with serving_asgi(app()) as client:
        yield checked(client)


def test_blacksheep_still_logs_what_nobody_handles(
    ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "blacksheep.server"):
        ask("/boom", **ZH)
        ask("/taken", **ZH)
    assert [one.exc_info[0] for one in caplog.records if one.exc_info] == [ZeroDivisionError]


def test_what_blacksheep_shows_of_an_exception_is_shown_and_nothing_else(ask: Ask) -> None:
    own = ask("/own_words", **ZH)
    assert_localized(own, 400)
    assert b"The cart is empty" in own.body
    assert_localized(ask("/bare_400", **ZH), 400)
    assert b"Bad" not in ask("/bare_400", **ZH).body
    hidden = ask("/for_the_log", **ZH)
    assert_localized(hidden, 409)
    assert b"row 17" not in hidden.body
    assert b"page" in ask("/number?page=x", **ZH).body


def test_fields_that_do_not_validate() -> None:
    def save(**headers: Any) -> Any:
        sent = {"Content_Type": "application/json", **CHINESE, **headers}
        return client("/save", "POST", b'{"isbn": "x"}', **sent)

    with serving_asgi(app()) as client:
        page, program = save(Accept=BROWSER), save(Accept="*/*")
        problem = save(Accept="application/problem+json")
    assert get_message(400, "zh_TW").phrase.encode() in page.body
    assert b"valid integer" in page.body
    assert [tuple(one["loc"]) for one in json.loads(program.body)] == [("isbn",), ("title",)]
    assert program.header("content-language") is None
    assert [one["pointer"] for one in json.loads(problem.body)["errors"]] == ["/isbn", "/title"]
    with serving_asgi(app({"problems": True})) as client:
        assert "errors" in json.loads(save(Accept="application/json").body)


@pytest.mark.parametrize(
    ("key", "path"),
    [
        (404, "/none"),
        (NotFound, "/none"),
        (500, "/boom"),
        (InternalServerError, "/boom"),
        (Exception, "/boom"),
        (Problem, "/taken"),
    ],
)
def test_exception_handlers_of_the_application_win(key: Any, path: str) -> None:
    async def own(_app: Any, _request: Any, _exc: Exception) -> Response:
        # The very words that BlackSheep has, but the application's.
        return text("Resource not found", 404)

    made = app()
    made.exceptions_handlers[key] = own
    with serving_asgi(made) as client:
        assert client(path, **ZH).body == b"Resource not found"


def test_a_fallback_route_of_the_application_wins() -> None:
    async def missing(_: Request) -> Response:
        raise NotFound

    async def fallback(_: Request) -> Response:
        return text(f"own {get_message(404).phrase}", 404)

    made = app()
    made.router.add_get("/missing", missing)
    made.router.fallback = fallback
    with serving_asgi(made) as client:
        assert client("/none", **ZH).body.decode() == f"own {NOT_FOUND}"
        assert client("/missing", **ZH).body.decode() == f"own {NOT_FOUND}"


def test_the_page_with_the_details_of_an_error_stays() -> None:
    with serving_asgi(app(show_error_details=True)) as client:
        assert b"ZeroDivisionError" in client("/boom", **ZH).body
        assert_localized(client("/none", **ZH), 404)


def test_middleware_speaks_the_visitors_language_and_keeps_the_endpoint() -> None:
    async def sign(request: Request, handler: Any) -> Response:
        response: Response = await handler(request)
        response.add_header(b"X-Signed", get_message(404).locale.encode())
        return response

    made = app()
    made.middlewares.append(sign)
    with serving_asgi(made) as client:
        left = client("/left", **ZH)
        assert (left.header("x-signed"), left.body) == ("zh_TW", b"")
        assert_localized(client("/bare", **ZH), 404)


def test_a_client_without_a_preference_gets_plain_text_as_from_blacksheep(ask: Ask) -> None:
    for headers in ({}, {"Accept": "*/*"}):
        answer = ask("/none", Accept_Language="de", **headers)
        assert answer.header("content-type") == "text/plain; charset=utf-8"
        check_localized(answer)


def test_a_problem_can_be_returned(ask: Ask) -> None:
    answer = ask("/returned", Accept="application/json", **CHINESE)
    assert json.loads(answer.body)["title"] == "座位 12A 已被預訂"
    assert answer.header("x-own") == "1"


def test_mistakes_are_found_at_once() -> None:
    with pytest.raises(ValueError, match="text/html"):
        install(Application(router=Router()), formats=["text/htm"])
