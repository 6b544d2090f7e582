"""What is kept of documents, and for how long."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from itertools import combinations, islice
from typing import Any

import pytest

from httplingo import Lingo, add_messages, available_locales
from httplingo.documents import Document, Theme, render

LOCALES = sorted({*available_locales(), "da", "el", "fi", "he", "id", "it", "ms", "nl", "pl"})


def logos(number: int) -> Document:
    return render(404, "en", theme=Theme(logo=f"<svg>{number}{'x' * 100_000}</svg>"), path="/")


def other_languages(number: int) -> Document:
    chosen = next(islice(combinations(LOCALES, 12), number, None))
    return render(404, "en", languages=dict.fromkeys(chosen, "/"))


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
    ("ask", "times"), [(logos, 400), (other_languages, 800), (spellings, 6000), (values, 1500)]
)
def test_the_memory_is_bounded_in_bytes(ask: Callable[[int], Document], times: int) -> None:
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
    assert kept < 20 << 20


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
