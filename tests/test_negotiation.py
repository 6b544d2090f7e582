from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import tracemalloc
import typing
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from httplingo import add_catalogs
from httplingo._matching.header import LONGEST, MEMBERS, members, quoted_members
from httplingo.errors import InvalidLocaleError
from httplingo.negotiation import Negotiator, explain, negotiate_locale, negotiate_media_type

if TYPE_CHECKING:
    from .conftest import MakeCatalog

AVAILABLE = ("ar", "de", "en", "en_GB", "es", "es_419", "fr", "nb", "pt", "pt_PT", "zh_CN", "zh_TW")

HEADERS = {
    # RFC 9110, Section 12.5.4
    "da, en-gb;q=0.8, en;q=0.7": "en_GB",
    "da, fr;q=0.8, *;q=0.1": "fr",
    "da, ja;q=0.8": "nb",
    "es;q=0.9, en-gb;q=1": "en_GB",
    "zh-HK,zh;q=0.8,en;q=0.5": "zh_TW",
    "zh-Hans-CN,en;q=0.5": "zh_CN",
    "zh-Hant-TW": "zh_TW",
    "es-MX,es;q=0.9": "es_419",
    "no": "nb",
    "pt-BR": "pt",
    "pt-AO": "pt_PT",
    "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5": "fr",
    "DE-de": "de",
    "de_AT": "de",
    "ja": "en",
    "ja, de;q=0.1": "de",
    "*": "en",
    "*;q=0.1": "en",
    "ja, *;q=0.1": "en",
    "en;q=0.1, *": "ar",
    "*, en": "en",
    "*, es": "es",
    "*;q=0.5, ja, fr;q=0.5": "fr",
    "en;q=0.1, ar;q=0.1, *;q=0.5": "de",
    # exclusions
    "en;q=0": "en",
    "en;q=0, fr;q=0.1": "fr",
    "zh, zh-CN;q=0": "en",
    "zh-Hant, zh-TW;q=0": "en",
    "es-MX, es-419;q=0": "es",
    "en, en-GB;q=0": "en",
    "en-AU, en-GB;q=0": "en",
    "en-GB, en;q=0": "en_GB",
    "da, nb;q=0, de;q=0.5": "de",
    "da, *;q=0, de;q=0.5": "de",
    "de-AT, *;q=0": "de",
    "zh-Hant-HK, *;q=0": "zh_TW",
    "*;q=0": "en",
    # members that cannot be read are skipped, weights that cannot count as the lowest
    "": "en",
    ",": "en",
    ", ,de": "de",
    "$$$, fr": "fr",
    "../../etc/passwd, fr;q=0.2": "fr",
    "fr;q=9e999, de;q=0.5": "de",
    "fr;q=-1, de;q=0.5": "de",
    "fr;q=NaN, de;q=0.5": "de",
    "fr;q=٣, de;q=0.5": "de",
    "fr;q=.9, de;q=0.5": "de",
    "fr;q=0.9999, de;q=0.5": "de",
    "fr;q=, de;q=0.5": "de",
    "fr;q=1.5": "fr",
    "fr ; Q=0.9 , de;q=0.5": "fr",
    "de;level=1;q=0.2, fr;q=0.5": "fr",
    "fr;;q=0.4;q=1, de;q=0.5": "de",
}

HOSTILE = {
    "commas": "a," * 32_768,
    "weights": ";q=" * 21_845,
    "private use": "-x-" * 21_845,
    "spaces": " " * 65_536,
    "quotes": '"' * 65_536,
    "0xFF": "\xff" * 65_536,
    "NUL": "\0" * 65_536,
    "repeats": "en-" * 30_000,
    "expression": "(a+)+$" * 10_000,
    "surrogates": "\ud800" * 65_536,
    "regions": ",".join(f"en-{number}" for number in range(100, 999)) * 20,
    "variants": ",".join(f"sl-rozaj-biske-1994-u-co-x-{n};q=0.{n % 10}" for n in range(3_000)),
    "parameters": "de" + ";a=b" * 16_000,
    "digits": "de;q=0." + "0" * 65_536,
}


@pytest.mark.parametrize(("header", "expected"), HEADERS.items())
def test_a_header_finds_the_locale_that_its_reader_wants(header: str, expected: str) -> None:
    for _ in range(2):
        assert negotiate_locale(header, AVAILABLE) == expected
        assert negotiate_locale(header.upper(), AVAILABLE) == expected
        assert negotiate_locale(header.encode("utf-8"), AVAILABLE) == expected


@pytest.mark.parametrize("header", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_header_is_answered_from_its_first_thousand_characters(header: str) -> None:
    answer = negotiate_locale(header, AVAILABLE)
    assert answer in AVAILABLE
    assert negotiate_locale(header[: LONGEST + 1], AVAILABLE) == answer
    assert negotiate_media_type(header, ["text/html", "text/plain"]) in {"text/html", None}
    assert len(members(header)) <= MEMBERS
    assert len(quoted_members(header)) <= MEMBERS
    assert explain(header, AVAILABLE)


def test_a_member_that_is_cut_by_the_bound_does_not_count() -> None:
    padding = "x" * (LONGEST - 10)
    assert negotiate_locale(f"{padding},de,en-GB-{padding}", AVAILABLE) == "de"


@pytest.mark.parametrize("header", [None, "", b"", [], ()])
def test_no_header_gives_the_default(header: str | bytes | list[str] | None) -> None:
    assert negotiate_locale(header, AVAILABLE) == "en"


@pytest.mark.parametrize(
    "wrong", [404, {}, object(), 1.5, ["de", 1], [("de", 1.0)], {"de"}, [b"x"]]
)
def test_what_is_no_header_is_an_error_of_the_programmer(wrong: object) -> None:
    with pytest.raises(TypeError, match="header"):
        negotiate_locale(wrong, AVAILABLE)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="header"):
        explain(wrong, AVAILABLE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("preferred", "expected"),
    [
        (["de_AT", "en"], "de"),
        (("ja", "zh_HK"), "zh_TW"),
        (["../etc", "fr"], "fr"),
        (["de;q=0", "fr"], "fr"),
        (["tlh"], "en"),
        ([*["ja"] * 50, "de"], "de"),
    ],
)
def test_a_sequence_of_locales_is_understood_as_babel_does(
    preferred: list[str], expected: str
) -> None:
    assert negotiate_locale(preferred, AVAILABLE) == expected
    assert Negotiator(AVAILABLE)(preferred) == expected


def test_bytes_are_not_compared_with_text() -> None:
    code = (
        "from httplingo import negotiate_locale as n; "
        "print([n(h, ('de', 'en')) for h in ('de', b'de', b'de', 'de')])"
    )
    run = [sys.executable, "-bb", "-c", code]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['de', 'de', 'de', 'de']"


def test_the_default_is_the_answer_where_nothing_matches() -> None:
    assert negotiate_locale("ja", ["de", "fr"]) == "en"
    assert negotiate_locale("ja", ["de", "fr"], default="fr") == "fr"
    assert negotiate_locale("*", ["de", "fr"], default="fr") == "fr"
    assert negotiate_locale("*", ["de", "fr"]) == "de"
    assert negotiate_locale("ja", ["de", "zh-CN"], default="zh_CN") == "zh-CN"
    assert negotiate_locale("de", []) == "en"


def test_a_wildcard_stands_for_what_is_not_named_after_what_is() -> None:
    assert negotiate_locale("*", ["es", "en"]) == "en"
    assert negotiate_locale("*, en", ["es", "en"]) == "en"
    assert negotiate_locale("*, en;q=0.9", ["es", "en"]) == "es"
    assert negotiate_locale("*, en-GB", ["es", "en"]) == "en"


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        ("en-US", "fr en_XA", "fr"),
        ("en", "fr en_XA", "fr"),
        ("en-XA", "fr en_XA", "en_XA"),
        ("en_xa", "fr en_XA", "en_XA"),
        ("en-Latn-XA", "fr en_XA", "en_XA"),
        ("en-XA", "fr en", "en"),
        ("ar", "fr ar_XB", "fr"),
        ("ar-XB;q=0.5, de", "fr ar_XB", "ar_XB"),
        ("*", "ar_XB en_XA fr", "fr"),
        ("*", "en_XA", "fr"),
        ("en-GB, *", "en_XA de", "de"),
        ("en, en-XA;q=0.5", "en_XA en", "en"),
    ],
)
def test_a_pseudo_locale_is_chosen_only_by_who_names_it(
    header: str, available: str, expected: str
) -> None:
    assert negotiate_locale(header, available.split(), default="fr") == expected


def test_a_pseudo_locale_as_the_default_is_not_what_a_wildcard_stands_for() -> None:
    assert negotiate_locale("*", ["en_XA", "de"], default="en_XA") == "de"
    assert negotiate_locale("ja", ["en_XA", "de"], default="en_XA") == "en_XA"


def test_a_malformed_available_locale_is_the_programmers_error() -> None:
    with pytest.raises(InvalidLocaleError):
        negotiate_locale("de", ["de", "../en"])
    with pytest.raises(InvalidLocaleError):
        Negotiator(["de", "../en"])


def test_three_thousand_headers_leave_little_memory_behind() -> None:
    negotiator = Negotiator(AVAILABLE)
    negotiator("de-AT")
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(3_000):
            negotiator(f"{number}," + "en-x-" * 12_000)
            negotiator(f"{number}," + "de-AT-x-y;q=0.2," * 11)
            negotiator(f"{number}," + "\U0001f600" * 180)
        assert tracemalloc.get_traced_memory()[0] - before < 512 * 1024
    finally:
        tracemalloc.stop()


OPENED: list[object] = []


def note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and threading.current_thread().name == "no files":
        OPENED.append(arguments[0])


@pytest.fixture(scope="module")
def hook() -> None:
    sys.addaudithook(note)


@pytest.mark.usefixtures("hook")
def test_no_header_opens_a_file() -> None:
    negotiate_locale("de", AVAILABLE)

    def ask() -> None:
        for header in (*HEADERS, *HOSTILE.values(), "/etc/passwd", "..", "en/../../etc", "file:x"):
            negotiate_locale(header, AVAILABLE)
            negotiate_media_type(header, ["text/html"])

    thread = threading.Thread(target=ask, name="no files")
    thread.start()
    thread.join()
    assert OPENED == []


def test_threads_get_their_own_answers() -> None:
    negotiator = Negotiator(AVAILABLE)
    wanted = {f"{locale.replace('_', '-')},x{n}": locale for n in range(99) for locale in AVAILABLE}

    def ask(turn: int) -> bool:
        items = list(wanted.items())[turn * 7 :]
        return all(negotiator(header) == locale for header, locale in items)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(16)))


def test_tasks_get_their_own_answers() -> None:
    async def ask(header: str) -> str:
        await asyncio.sleep(0)
        answer = negotiate_locale(header, AVAILABLE)
        await asyncio.sleep(0)
        return answer

    async def all_of_them() -> list[str]:
        return await asyncio.gather(*map(ask, HEADERS))

    assert asyncio.run(all_of_them()) == list(HEADERS.values())


def test_the_packages_own_locales_are_the_default_and_may_change(
    make_catalog: MakeCatalog,
) -> None:
    assert negotiate_locale("eo-XX,zh;q=0.5") == "zh_CN"
    assert negotiate_locale("tlh", default="de") == "de"
    add_catalogs(make_catalog("eo", {"404.phrase": "Ne trovita"}))
    assert negotiate_locale("eo-XX,zh;q=0.5") == "eo"
    assert [reason.locale for reason in explain("eo")] == ["eo"]


def test_an_explanation_names_the_answer_and_why_the_others_are_not() -> None:
    reasons = explain("uk, $, *;q=0.1, zh-HK;q=0.8, zh;q=0.5, fr;q=0", AVAILABLE)
    assert [(reason.member, reason.weight, reason.locale) for reason in reasons] == [
        ("uk", 1.0, None),
        ("$", 1.0, None),
        ("zh-HK", 0.8, "zh_TW"),
        ("zh", 0.5, "zh_CN"),
        ("*", 0.1, "en"),
        ("fr", 0.0, None),
    ]
    assert [reason.reason.partition(":")[0] for reason in reasons] == [
        "no",
        "no",
        "chosen",
        "not needed",
        "not needed",
        "no",
    ]


@pytest.mark.parametrize("header", HEADERS)
def test_an_explanation_agrees_with_the_answer(header: str) -> None:
    chosen = [
        reason.locale for reason in explain(header, AVAILABLE) if reason.reason.startswith("chosen")
    ]
    assert chosen == [negotiate_locale(header, AVAILABLE)]


RFC_9110 = (
    "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, "
    "*/*;q=0.5"
)


@pytest.mark.parametrize(
    ("header", "offered", "expected"),
    [
        # RFC 9110, Section 12.5.1
        (RFC_9110, "text/plain;format=flowed text/plain", "text/plain;format=flowed"),
        (RFC_9110, "text/html image/jpeg", "image/jpeg"),
        (RFC_9110, "text/html text/plain;format=fixed", "text/plain;format=fixed"),
        (RFC_9110, "text/html;level=3 image/jpeg text/plain", "text/plain"),
        ("audio/*; q=0.2, audio/basic", "audio/mp3 audio/basic", "audio/basic"),
        ("text/html, application/json;q=0.9", "application/json text/html", "text/html"),
        ("text/html,*/*;q=0.8", "application/json text/html", "text/html"),
        ("*/*", "application/json text/html", "application/json"),
        ("TEXT/HTML", "text/html", "text/html"),
        ("text/html;q=0, */*", "text/html text/plain", "text/plain"),
        ("text/*;q=0, text/plain", "text/html text/plain", "text/plain"),
        ("image/png", "text/html", None),
        ("*/*;q=0", "text/html", None),
        ('text/html;v="1,2;3", text/plain;q=0.5', "text/plain text/html", "text/plain"),
        ('text/html;v="1,2", text/plain;q=0.5', "text/plain text/html;v=1,2", "text/html;v=1,2"),
        ("text/html;q=0.5;ext=1", "text/html", "text/html"),
        ("*/html, text/plain", "text/html text/plain", "text/plain"),
        ("text/html;q=bad, text/plain;q=0.1", "text/html text/plain", "text/plain"),
        ("", "text/html text/plain", "text/html"),
        (None, "text/html text/plain", "text/html"),
        ("garbage", "text/html text/plain", "text/html"),
    ],
)
def test_the_most_specific_range_gives_a_media_type_its_weight(
    header: str | None, offered: str, expected: str | None
) -> None:
    for _ in range(2):
        assert negotiate_media_type(header, offered.split(" ")) == expected


def test_annotations_resolve_at_run_time() -> None:
    for public in (negotiate_locale, negotiate_media_type, explain, Negotiator.__init__):
        assert "return" in typing.get_type_hints(public)
    assert typing.get_type_hints(Negotiator.__call__)["return"] is str


def test_nothing_offered_is_nothing_chosen() -> None:
    assert negotiate_media_type("text/html", []) is None
    assert negotiate_media_type(None, []) is None
