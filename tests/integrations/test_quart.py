"""Quart beside the contract: under uvicorn, and through its own test client."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from httplingo import get_message

from .contract import NOT_FOUND, ZH, Ask, assert_localized
from .sites.quart import build, serve


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with serve() as client:
        yield client


def test_handlers_in_threads_and_templates_speak_the_visitors_language(ask: Ask) -> None:
    assert ask("/sync", **ZH).body.decode() == NOT_FOUND
    assert ask("/template", **ZH).body.decode() == NOT_FOUND


def test_a_reason_phrase_stays_ascii(ask: Ask) -> None:
    answer = ask("/reason", **ZH)
    assert_localized(answer, 404)
    assert answer.status == "404 Not Found"


def test_quart_still_logs_what_nobody_handles(caplog: pytest.LogCaptureFixture) -> None:
    app = build()

    async def main() -> int:
        return (await app.test_client().get("/boom")).status_code

    with caplog.at_level(logging.ERROR):
        app.logger.addHandler(caplog.handler)
        assert asyncio.run(main()) == 500
    assert ZeroDivisionError in [one.exc_info[0] for one in caplog.records if one.exc_info]


def test_the_debug_page_stays() -> None:
    async def main() -> str:
        response = await build(TESTING=True).test_client().get("/boom")
        return str(await response.get_data(as_text=True))

    assert "ZeroDivisionError" in asyncio.run(main())


def test_handlers_of_the_application_stay() -> None:
    app = build()

    @app.errorhandler(404)
    async def missing(_: Exception) -> tuple[str, int]:
        return f"own {get_message(404).phrase}", 404

    async def main() -> str:
        response = await app.test_client().get("/none", headers={"Accept-Language": "zh-HK"})
        return str(await response.get_data(as_text=True))

    assert asyncio.run(main()) == f"own {NOT_FOUND}"


def test_websockets_are_left_alone() -> None:
    async def main() -> Any:
        headers = {"Accept-Language": "zh-HK"}
        async with build().test_client().websocket("/socket", headers=headers) as connection:
            return await connection.receive()

    assert asyncio.run(main()) == "Not Found"
