from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from httplingo import add_messages
from httplingo.documents import render
from httplingo.documents.durations import read_retry_after

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


def sentence(seconds: int, locale: str = "en") -> str:
    """Return what a text document says of a wait; empty where it says nothing."""
    bare = render(503, locale, "text/plain").body.decode()
    timed = render(503, locale, "text/plain", retry_after=seconds).body.decode()
    return timed.removeprefix(bare).strip()


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (1, "Try again in 1 second."),
        (59, "Try again in 59 seconds."),
        (60, "Try again in 1 minute."),
        (61, "Try again in 61 seconds."),
        (90, "Try again in 90 seconds."),
        (91, "Try again in 2 minutes."),
        (3599, "Try again in 1 hour."),
        (60 * 60, "Try again in 1 hour."),
        (61 * 60, "Try again in 61 minutes."),
        (90 * 60, "Try again in 90 minutes."),
        (5401, "Try again in 2 hours."),
        (7200, "Try again in 2 hours."),
        (86400, "Try again in 1 day."),
        (36 * 3600, "Try again in 36 hours."),
        (36 * 3600 + 1, "Try again in 2 days."),
        (0, ""),
    ],
)
def test_a_wait_is_said_in_the_largest_unit_that_fits(seconds: int, expected: str) -> None:
    assert sentence(seconds) == expected


SIZES = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


@given(st.integers(1, 10 * 366 * 86400))
def test_a_wait_is_never_said_too_short_nor_much_too_long(seconds: int) -> None:
    number, unit = sentence(seconds).removeprefix("Try again in ").rstrip(".").split()
    said = int(number.replace(",", "")) * SIZES[unit.rstrip("s")]
    assert seconds <= said <= seconds + max(1, seconds / 3)


@pytest.mark.parametrize(
    ("locale", "template", "waits"),
    [
        (
            "ru",
            "{duration}",
            {120: "через 2 минуты", 300: "через 5 минут", 1260: "через 21 минуту"},
        ),
        ("ar", "{duration}", {7200: "خلال ساعتين", 10800: "خلال 3 ساعات"}),
        ("pl", "Ponów {duration}.", {7200: "Ponów za 2 godziny.", 18000: "Ponów za 5 godzin."}),
    ],
)
def test_a_wait_has_the_plural_forms_of_the_language(
    locale: str, template: str, waits: dict[int, str]
) -> None:
    add_messages(locale, {"503.phrase": "x", "page.retry_after": template})
    assert {seconds: sentence(seconds, locale) for seconds in waits} == waits


def test_a_sentence_of_another_language_says_so() -> None:
    add_messages("yi", {"503.phrase": "נישט בנימצא"})
    body = render(503, "yi", retry_after=120).body
    assert b'<p class="retry" lang="en" dir="ltr">Try again in 2 minutes.</p>' in body


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
    (tmp_path / "page.html").write_text("<p>{{ page.request_id }}</p>")
    values: tuple[Any, ...] = (120, "1\r\nX: y", "120")
    for value in values:
        document = render(503, "en", theme=tmp_path, request_id="7", retry_after=value)
        assert document.header("Retry-After") in {"120", None}
