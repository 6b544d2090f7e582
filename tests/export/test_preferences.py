"""The expressions that servers try, tried here in the same way."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from httplingo import available_locales, negotiate_locale
from httplingo.export.preferences import (
    CAPTURED,
    Choice,
    format_choices,
    language_choices,
    locale_choices,
)
from httplingo.export.ranges import NEAR, find_ranges
from httplingo.negotiation import explain, negotiate_media_type

from .headers import ACCEPTS, BROWSERS, DIFFERENT, HARD, NOT_DONE

SHIPPED = available_locales()
# Neighbours, scripts and regions, more than the package has today.
NAMES = (
    "ar bg bs ca da de en en_GB es es_419 fa fr he hi hr id ja ko lt ms nb nl pt pt_PT ro ru sr "
    "sr_Latn sv tr uk ur zh_CN zh_TW"
)
MANY = tuple(NAMES.split())


def choose(choices: Sequence[Choice], text: str, default: str) -> str:
    for pattern, value in choices:
        # Python alone knows no [:blank:].
        found = re.search(pattern.replace("[:blank:]", " \t"), text, re.IGNORECASE | re.ASCII)
        if found:
            return found[1] if value == CAPTURED else value
    return default


@cache
def choices_of(locales: tuple[str, ...], default: str) -> tuple[list[Choice], list[Choice]]:
    ranges = find_ranges(locales)
    return language_choices(ranges), locale_choices(ranges, locales, default)


def chosen(header: str, locales: tuple[str, ...], default: str = "en") -> str:
    languages, found = choices_of(locales, default)
    return choose(found, choose(languages, header, ""), default)


@pytest.mark.parametrize("locales", [SHIPPED, MANY], ids=["shipped", "many"])
@pytest.mark.parametrize("header", [*BROWSERS, *HARD])
def test_a_header_finds_what_httplingo_chooses(header: str, locales: tuple[str, ...]) -> None:
    assert chosen(header, locales) == negotiate_locale(header, locales)
    assert chosen(header.upper(), locales) == negotiate_locale(header, locales)


@pytest.mark.parametrize(("header", "expected"), [*DIFFERENT.items(), *NOT_DONE.items()])
def test_what_differs_is_known(header: str, expected: str) -> None:
    assert chosen(header, SHIPPED) == expected != negotiate_locale(header, SHIPPED)


@pytest.mark.parametrize("default", ["de", "zh_TW"])
def test_the_default_comes_where_nothing_is_found(default: str) -> None:
    for header in ("tlh", "", "$", "x-private", "*", "uk;q=0.5, *"):
        locales = ("de", "fr", "zh_TW")
        assert chosen(header, locales, default) == default
        assert negotiate_locale(header, locales, default=default) == default


WORDS = (
    "ar bs ca cmn da de en es eu fa fr gsw he hi hr iw ja ko lb mn ms nb nl nn no pa pt ro ru "
    "sh sk sr sv tl tlh tr uk ur uz vi yue zh"
)
LANGUAGES = st.sampled_from(WORDS.split())
SCRIPTS = st.sampled_from(["", "", "", "Latn", "Cyrl", "Hans", "Hant", "Arab"])
REGIONS = st.sampled_from(
    ["", "", "AT", "BR", "CN", "DE", "GB", "HK", "IN", "ME", "MX", "PK", "RS", "TW", "US", "419"]
)
REST = st.sampled_from(["", "", "", "valencia", "1994", "u-nu-latn", "x-y"])
TAGS = st.builds(lambda *parts: "-".join(filter(None, parts)), LANGUAGES, SCRIPTS, REGIONS, REST)


@given(TAGS, st.sampled_from([SHIPPED, MANY]))
def test_any_tag_finds_the_locale_that_it_finds_in_httplingo(
    tag: str, locales: tuple[str, ...]
) -> None:
    assert chosen(tag, locales) == negotiate_locale(tag, locales)
    assert chosen(tag.replace("-", "_"), locales) == negotiate_locale(tag, locales)


@given(st.lists(TAGS, min_size=1, max_size=9), st.integers(1, 9), st.booleans())
def test_weights_count_in_any_order_of_the_members(
    tags: list[str], weight: int, reverse: bool
) -> None:
    # Only what is there or is nothing at all: neighbours are weighed by CLDR alone.
    near = [tag for tag in tags if (explain(tag, SHIPPED)[0].distance or 0) <= NEAR]
    members = [f"{tag};q=0.{max(weight - place, 1)}" for place, tag in enumerate(near)]
    ordered = sorted(members, key=lambda one: one[-3:], reverse=not reverse)
    header = ", ".join(ordered)
    assert chosen(header, SHIPPED) == negotiate_locale(header, SHIPPED)


FORMATS = [
    ("html", "text/html"),
    ("problem", "application/problem+json"),
    ("json", "application/json"),
    ("txt", "text/plain"),
]


@pytest.mark.parametrize(("accept", "name"), ACCEPTS.items())
def test_a_format_is_found_as_httplingo_finds_it(accept: str, name: str) -> None:
    assert choose(format_choices(FORMATS), accept, "html") == name
    offered = [media_type for _, media_type in FORMATS]
    assert (negotiate_media_type(accept, offered) or "text/plain") == dict(FORMATS)[name]


def test_no_expression_is_too_long_for_a_server() -> None:
    for locales in (SHIPPED, MANY):
        for pattern, _ in itertools.chain(*choices_of(locales, "en")):
            assert len(pattern) < 4_000
            assert not set(" \"'`\\") & set(pattern)
