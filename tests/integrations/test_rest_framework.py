from __future__ import annotations

import json
from typing import Any

from django.test import Client, override_settings

JSON = {"Accept": "application/json", "Accept-Language": "zh-CN"}


def ask(name: str, method: str = "get", **headers: str) -> Any:
    client = Client(raise_request_exception=False)
    return getattr(client, method)(f"/api/{name}", headers=headers or JSON)


def test_a_default_detail_is_localized() -> None:
    for name in ("default", "django"):
        answer = ask(name)
        problem = json.loads(answer.content)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Content-Language"] == "zh-CN"
        assert "Accept-Language" in answer.headers["Vary"]
        assert (problem["type"], problem["title"], problem["status"]) == (
            "about:blank",
            "未找到",
            404,
        )
        assert not problem["detail"].isascii()


def test_a_detail_of_its_own_stays() -> None:
    problem = json.loads(ask("own").content)
    assert (problem["title"], problem["detail"]) == ("未找到", "No such user")


def test_what_does_not_validate_is_a_member() -> None:
    problem = json.loads(ask("invalid").content)
    assert problem["status"] == 400
    assert problem["errors"] == {"name": ["Too short"]}


def test_headers_that_matter_stay() -> None:
    answer = ask("throttled")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "30" not in json.loads(answer.content)["detail"]
    answer = ask("own", "post")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_what_rest_framework_does_not_handle_is_djangos() -> None:
    answer = ask("boom")
    assert answer.status_code == 500
    assert answer.headers["Content-Language"] == "zh-CN"


def test_the_browsable_api_stays_a_page() -> None:
    answer = ask("default", **{"Accept": "text/html", "Accept-Language": "zh-CN"})
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "未找到" in answer.content.decode()


def test_the_predicate_narrows() -> None:
    with override_settings(HTTPLINGO={"replace": lambda *_: False}):
        assert json.loads(ask("default").content) == {"detail": "Not found."}


def test_if_the_problem_fails_rest_frameworks_own_goes_out() -> None:
    with override_settings(HTTPLINGO={"details": lambda _: 1 / 0}):
        assert json.loads(ask("default").content) == {"detail": "Not found."}
