"""What is kept of documents, and for how long."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from string import ascii_lowercase
from typing import Any

import pytest

from httplingo import Lingo, add_messages
from httplingo.documents import Document, Theme, render

# Of private use (ISO 639-2), so that there are as many as one likes.
LANGUAGES = [f"q{second}{third}" for second in "abcdefgh" for third in ascii_lowercase]


def logos(number: int) -> Document:
    return render(404, "en", theme=Theme(logo=f"<svg>{number}{'x' * 100_000}</svg>"), path="/")


def other_languages(number: int) -> Document:
    chosen = [
        LANGUAGES[(number + (7 + number // 100) * step) % len(LANGUAGES)] for step in range(60)
    ]
    return render(404, "en", languages=dict.fromkeys(chosen, "/"), path=None if number % 2 else "/")


def spellings(number: int) -> Document:
    return render(404, f"en-x-{number}", "text/plain")


def values(number: int) -> Document:
    details: dict[str, Any] = {
        "request_id": str(number),
        "detail": "x" * 5000 + str(number),
        "errors": [{"detail": str(number)}],
        "instance": f"/{number}",
        "type": f"https://example.com/{number}/",
        "extensions": {str(number): number},
    }
    return render(404, "en", "application/problem+json", **details)


@pytest.mark.parametrize(
    ("ask", "times", "most"),
    [
        (logos, 200, 16 << 20),
        (other_languages, 300, 4 << 20),
        (spellings, 20_000, 6 << 20),
        (values, 1500, 1 << 20),
    ],
)
def test_the_memory_is_bounded_in_bytes(
    ask: Callable[[int], Document], times: int, most: int
) -> None:
    ask(times)
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(times):
            ask(number)
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < most


def test_a_ready_document_is_the_same_object() -> None:
    assert render(404, "zh_CN") is render(404, "zh_CN")
    assert render(404, ["zh_CN", "en"]) == render(404, "zh_CN")


def test_a_site_that_is_gone_leaves_nothing_wrong_behind() -> None:
    for number in range(20):
        site = Lingo()
        site.add_messages("en", {"404.phrase": f"Number {number}"})
        for _ in range(2):
            text = render(404, "en", "text/plain", lingo=site).body.decode()
            assert text.startswith(f"404 Number {number}\n")


def test_other_texts_are_seen_at_once() -> None:
    assert b"Gone fishing" not in render(404, "en").body
    assert b"Gone fishing" not in render(404, "en", request_id="7").body
    add_messages("en", {"404.phrase": "Gone fishing", "page.retry_after": "Back {duration}"})
    assert b"Gone fishing" in render(404, "en").body
    assert b"Gone fishing" in render(404, "en", request_id="7").body
    assert b"Back in 2 minutes" in render(404, "en", retry_after=120).body
