from __future__ import annotations

import pytest

from httplingo import Lingo, UnknownStatusError, available_locales, find_code, get_message
from httplingo._codes import FORMER_NAMES, NOTES, REFERENCES


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Not Found", 404),
        ("NOT FOUND", 404),
        ("  not   found ", 404),
        ("Request Time-out", 408),
        ("Request-URI Too Large", 414),
        ("Request Entity Too Large", 413),
        ("Payload Too Large", 413),
        ("Content Too Large", 413),
        ("Requested range not satisfiable", 416),
        ("Gateway Time-out", 504),
        ("HTTP Version not supported", 505),
        ("Unused", 306),
        ("Unprocessable Entity", 422),
        ("I'm a teapot", 418),
        ("未找到", 404),
        ("nicht gefunden", 404),
    ],
)
def test_a_name_finds_its_code_without_regard_to_case(name: str, code: int) -> None:
    assert find_code(name) == code


def test_every_former_name_and_every_phrase_of_every_locale_is_found() -> None:
    for name, code in FORMER_NAMES.items():
        assert find_code(name) == code
    for code in (int(name) for name in REFERENCES if name.isdecimal()):
        for locale in available_locales() if NOTES.get(code) != "unused" else ():
            assert find_code(get_message(code, locale).phrase) == code


def test_an_unused_code_is_headed_by_its_class_and_found_by_its_registered_name() -> None:
    assert get_message(418).phrase == "Client Error"
    assert get_message(306, "zh_CN").phrase == get_message(399, "zh_CN").phrase
    assert find_code("(Unused)") == 306
    assert find_code("I'm a teapot") == 418


@pytest.mark.parametrize("name", ["", "Nothing of the kind", "4xx", None, 404])
def test_a_name_that_nobody_has_is_an_error(name: object) -> None:
    with pytest.raises(UnknownStatusError):
        find_code(name)  # type: ignore[arg-type]


def test_the_four_letters_i_of_turkish_are_one_in_a_search() -> None:
    site = Lingo()
    site.add_messages("tr", {"404.phrase": "Sayfa bulunamadı", "400.phrase": "İstek hatalı"})
    for name in ("SAYFA BULUNAMADI", "sayfa bulunamadi", "Sayfa bulunamadı"):
        assert site.find_code(name) == 404
    for name in ("istek hatalı", "İSTEK HATALI", "ISTEK HATALI"):
        assert site.find_code(name) == 400


def test_greek_capitals_need_no_accents() -> None:
    site = Lingo()
    site.add_messages(
        "el", {"404.phrase": "Δεν βρέθηκε", "428.phrase": "Προϋπόθεση", "400.phrase": "Ταΐζω"}
    )
    for name in ("ΔΕΝ ΒΡΕΘΗΚΕ", "ΔΕΝ ΒΡΈΘΗΚΕ", "Δεν Βρέθηκε"):
        assert site.find_code(name) == 404
    assert site.find_code("ΠΡΟΫΠΟΘΕΣΗ") == 428
    assert site.find_code("ΤΑΪΖΩ") == site.find_code("ταΐζω") == 400
