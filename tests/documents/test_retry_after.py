from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from httplingo.documents import render
from httplingo.documents.durations import read_retry_after, retry_sentence

NOW = datetime(1994, 11, 6, 8, 47, 37, tzinfo=UTC)
DATE = "Sun, 06 Nov 1994 08:49:37 GMT"


@pytest.mark.parametrize(
    ("value", "seconds", "header"),
    [
        (120, 120, "120"),
        ("120", 120, "120"),
        (" 120 ", 120, "120"),
        (1.2, 2, "2"),
        (0, 0, "0"),
        (-5, 0, "0"),
        (timedelta(minutes=2), 120, "120"),
        (DATE, 120, DATE),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 120, DATE),
        ("Sun Nov  6 08:49:37 1994", 120, DATE),
        (datetime(1994, 11, 6, 8, 49, 37), 120, DATE),
        (datetime(1994, 11, 6, 9, 49, 37, tzinfo=timezone(timedelta(hours=1))), 120, DATE),
        (datetime(1990, 1, 1, tzinfo=UTC), 0, "Mon, 01 Jan 1990 00:00:00 GMT"),
    ],
)
def test_retry_after_is_read_in_every_form(value: object, seconds: int, header: str) -> None:
    assert read_retry_after(value, NOW) == (seconds, header)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "1e3",
        "-1",
        "٣",
        "9" * 40,
        "1\r\nX: y",
        True,
        10**30,
        1e300,
        float("nan"),
        [],
        b"1",
    ],
)
def test_what_cannot_be_read_is_left_out(value: Any) -> None:
    assert read_retry_after(value, NOW) is None
    assert render(503, "en", retry_after=value) == render(503, "en")


@given(st.text())
def test_any_text_is_read_or_left_out(text: str) -> None:
    read = read_retry_after(text)
    assert read is None or (read.header.isascii() and read.header.isprintable())


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (1, "Try again in 1 second."),
        (90, "Try again in 90 seconds."),
        (91, "Try again in 2 minutes."),
        (61 * 60, "Try again in 61 minutes."),
        (5401, "Try again in 2 hours."),
        (36 * 3600 + 1, "Try again in 2 days."),
        (0, ""),
    ],
)
def test_a_wait_is_rounded_up(seconds: int, expected: str) -> None:
    assert retry_sentence(seconds, "en") == expected


def test_a_wait_has_the_plural_forms_of_the_language(make_catalog: Any) -> None:
    from httplingo import add_catalogs

    add_catalogs(make_catalog("ru", {"404.phrase": "x", "page.retry_after": "{duration}"}))
    sentences = [retry_sentence(minutes * 60, "ru") for minutes in (2, 5, 21)]
    assert sentences == ["через 2 минуты", "через 5 минут", "через 21 минуту"]


@pytest.mark.parametrize("media_type", ["text/html", "text/plain", "application/problem+json"])
def test_the_header_is_sent_in_every_format(media_type: str) -> None:
    for value in (120, "120", timedelta(minutes=2)):
        for _ in range(2):
            document = render(503, "en", media_type, retry_after=value)
            assert document.header("Retry-After") == "120"
            shown = b"Try again in 2 minutes." in document.body
            assert shown == (media_type != "application/problem+json")


def test_no_wait_is_sent_and_not_shown() -> None:
    document = render(503, "en", retry_after=0)
    assert document.header("Retry-After") == "0"
    assert b"in 0" not in document.body


def test_a_theme_without_the_sentence_sends_no_foreign_header(tmp_path: Any) -> None:
    (tmp_path / "page.html").write_text("<p>{{ request_id }}</p>")
    values: tuple[Any, ...] = (120, "1\r\nX: y", "120")
    for value in values:
        document = render(503, "en", theme=tmp_path, request_id="7", retry_after=value)
        assert document.header("Retry-After") in {"120", None}
