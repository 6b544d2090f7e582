"""What a type checker makes of the public names; mypy and pyright read this file, and agree.

A line that has to be wrong carries ``type: ignore``: both say so when it is right.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Literal, assert_type

import pytest
from babel import Locale

import httplingo
from httplingo import (
    LazyMessage,
    Message,
    UnknownStatusError,
    available_locales,
    find_code,
    get_locale,
    get_message,
    lazy_message,
    negotiate_locale,
    set_locale,
    tags,
    use_locale,
)
from httplingo.documents import Document, Theme, negotiate_document, render
from httplingo.negotiation import negotiate_media_type


def test_a_message_and_its_texts() -> None:
    message = assert_type(get_message(404), Message)
    assert_type(message.code, int)
    assert_type(message.phrase, str)
    assert_type(message.description, str)
    assert_type(message.advice, str)
    assert_type(message.locale, str)
    assert_type(message.reference, str)
    assert_type(get_message(HTTPStatus.NOT_FOUND), Message)


def test_a_locale_in_any_form() -> None:
    for message in (
        get_message(404, "zh_CN"),
        get_message(404, locale=Locale("de")),
        get_message(404, ["tlh", "de-AT"]),
        get_message(404, (Locale("fr"), "en")),
        get_message(404, iter(["es"])),
        get_message(404, None),
    ):
        assert_type(message, Message)


def test_the_default_is_what_else_may_come_back() -> None:
    assert_type(get_message(999, default=None), Message | None)
    assert_type(get_message(999, "de", default="?"), Message | str)


def test_a_name_or_a_bool_is_no_code_and_a_number_no_locale() -> None:
    with pytest.raises(UnknownStatusError):
        get_message("404")  # type: ignore[call-overload]
    with pytest.raises(httplingo.InvalidLocaleError):
        get_message(404, 404)  # type: ignore[call-overload]


def test_the_other_lookups() -> None:
    assert_type(lazy_message(404), LazyMessage)
    assert_type(lazy_message(404, "de").phrase, str)
    assert_type(find_code("Not Found"), int)
    assert_type(available_locales(), tuple[str, ...])


def test_the_active_locale() -> None:
    with use_locale("fr") as nothing:
        assert_type(nothing, None)
    set_locale(["de", "fr"])
    assert_type(get_locale(), str)


def test_negotiation() -> None:
    assert_type(negotiate_locale("de,en;q=0.5"), str)
    assert_type(negotiate_locale(None, ["de", "en"]), str)
    assert_type(tags.best_match(["zh-HK"], ["en", "zh_TW"]), str | None)
    assert_type(tags.direction("ar"), Literal["ltr", "rtl"])
    assert_type(tags.parents("zh_Hant_HK"), tuple[str, ...])
    assert_type(negotiate_media_type("text/html", ["text/html"]), str | None)


def test_a_document() -> None:
    document = assert_type(render(404, "de", retry_after=120, theme=Theme("Shop")), Document)
    assert_type(document.status, int)
    assert_type(document.body, bytes)
    assert_type(document.media_type, str)
    assert_type(document.locale, str)
    assert_type(negotiate_document(404, "text/html", "de"), Document)
    for name, value in document.headers:
        assert_type(name, str)
        assert_type(value, str)
