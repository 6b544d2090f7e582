from __future__ import annotations

import copy
import http
import pickle
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

import httplingo
from httplingo import (
    CatalogError,
    InvalidLocaleError,
    Message,
    UnknownStatusError,
    add_catalogs,
    available_locales,
    get_message,
    set_default_locale,
    use_locale,
)
from httplingo._codes import REFERENCES
from httplingo.lingo import default_lingo

from .conftest import MakeCatalog

MALFORMED = [
    "../../etc/passwd",
    "zh_CN\0",
    "zh/CN",
    "a" * 10_000,
    "",
    " ",
    "zh_CN\n",
    "zh--CN",
    "\ud800",
    "ｚｈ",
]


def test_a_message_speaks_the_language_that_is_asked_for() -> None:
    message = get_message(404, locale="zh_CN")
    assert message.phrase == "未找到"
    assert message.locale == "zh_CN"
    assert message.reference == "RFC 9110, Section 15.5.5"
    assert str(message) == "404 未找到"


@pytest.mark.parametrize(
    "locale",
    ["zh_CN", "zh-CN", "zh-Hans-CN", "ZH-cn", Locale("zh", "CN", script="Hans"), ["tlh", "zh-CN"]],
)
def test_every_spelling_of_a_locale_gives_the_same_message(locale: str) -> None:
    expected = get_message(404, locale="zh_CN")
    assert get_message(404, locale=locale) == expected
    assert get_message(404, locale=locale) == expected  # and again, from memory
    with use_locale(locale):
        assert get_message(404) == expected


def test_the_locale_given_goes_before_the_active_one_and_that_before_the_default() -> None:
    assert get_message(404).locale == "en"
    set_default_locale("zh_CN")
    assert get_message(404).locale == "zh_CN"
    with use_locale("en"):
        assert get_message(404).locale == "en"
        assert get_message(404, "zh_CN").locale == "zh_CN"
    assert get_message(404).locale == "zh_CN"


def test_a_locale_that_nothing_matches_gives_english() -> None:
    assert get_message(404, "tlh") == get_message(404, "en")
    assert get_message(404, ["tlh", "qya"]) == get_message(404, "en")


@pytest.mark.parametrize("locale", MALFORMED)
def test_a_malformed_locale_is_an_error_for_the_programmer(locale: str) -> None:
    with pytest.raises(InvalidLocaleError) as caught:
        get_message(404, locale=locale)
    assert isinstance(caught.value, ValueError)
    assert len(str(caught.value)) < 300
    with pytest.raises(InvalidLocaleError):
        get_message(404, locale=["en", locale])
    with pytest.raises(InvalidLocaleError):
        use_locale(locale)
    with pytest.raises(InvalidLocaleError):
        set_default_locale(locale)


@pytest.mark.parametrize("locale", [42, b"zh_CN", [], object(), 4.5])
def test_what_is_no_locale_at_all_is_the_same_error(locale: object) -> None:
    with pytest.raises(InvalidLocaleError):
        get_message(404, locale=locale)  # type: ignore[call-overload]


@pytest.mark.parametrize("code", [99, 600, 0, -404, 10**30, "404", None, float("nan"), [], "x"])
def test_what_is_no_status_code_raises_or_gives_the_default(code: object) -> None:
    with pytest.raises(UnknownStatusError) as caught:
        get_message(code)  # type: ignore[call-overload]
    assert isinstance(caught.value, LookupError)
    assert get_message(code, default=None) is None  # type: ignore[call-overload]
    assert get_message(code, "zh_CN", default="x") == "x"  # type: ignore[call-overload]


@given(st.integers(100, 599))
def test_every_code_has_texts_in_every_locale(code: int) -> None:
    for locale in available_locales():
        message = get_message(code, locale)
        assert message.code == code
        assert message.phrase
        assert message.description
        assert bool(message.advice) == (code >= 300)


def test_a_code_that_nobody_registered_takes_the_texts_of_its_class() -> None:
    message = get_message(499)
    assert (message.code, message.phrase) == (499, "Client Error")
    assert message.reference == "RFC 9110, Section 15.5"
    assert get_message(299, "zh_CN").locale == "zh_CN"


def test_a_number_equal_to_a_code_gives_the_code_itself() -> None:
    for same in (http.HTTPStatus.NOT_FOUND, 404.0):
        default_lingo().reset()
        code = get_message(same, "en").code  # type: ignore[arg-type]
        assert type(code) is int
        assert str(get_message(same, "en")) == "404 Not Found"  # type: ignore[arg-type]


def test_a_message_can_stand_where_an_http_status_is_read() -> None:
    message = get_message(501)
    status = http.HTTPStatus(501)
    assert (message.value, message.phrase, int(message)) == (501, status.phrase, 501)
    assert isinstance(message.description, str)


def test_a_message_is_immutable_hashable_and_picklable() -> None:
    message = get_message(404, "zh_CN")
    with pytest.raises(AttributeError):
        message.phrase = "x"
    with pytest.raises((AttributeError, TypeError)):
        message.extra = "x"
    assert {message: 1}[message] == 1
    assert pickle.loads(pickle.dumps(message)) == message
    assert copy.copy(message) == message
    assert isinstance(pickle.loads(pickle.dumps(message)), Message)


def test_no_text_is_ever_its_key() -> None:
    for name in REFERENCES:
        code = int(name.replace("xx", "99"))
        for locale in available_locales():
            message = get_message(code, locale)
            for text in (message.phrase, message.description, message.advice):
                assert ".phrase" not in text
                assert ".description" not in text
                assert ".advice" not in text


def test_a_site_lays_its_own_texts_over_the_packages_entry_by_entry(
    make_catalog: MakeCatalog,
) -> None:
    original = get_message(404, "zh_CN")
    add_catalogs(make_catalog("zh_CN", {"404.phrase": "迷路了", "299.phrase": "本站专用"}))
    changed = get_message(404, "zh_CN")
    assert changed.phrase == "迷路了"
    assert changed.description == original.description
    assert get_message(299, "zh_CN").phrase == "本站专用"
    assert get_message(299, "en").phrase == "Successful"
    assert httplingo.find_code("迷路了") == 404
    assert httplingo.find_code("本站专用") == 299


def test_the_last_added_catalog_is_on_top(make_catalog: MakeCatalog, tmp_path: Path) -> None:
    folder = make_catalog("en", {"404.phrase": "First", "410.phrase": "Only here"})
    first = folder.rename(tmp_path / "first")
    add_catalogs(first)
    assert get_message(404).phrase == "First"
    add_catalogs(make_catalog("en", {"404.phrase": "Second"}))
    assert get_message(404).phrase == "Second"
    assert get_message(410).phrase == "Only here"


def test_folders_added_by_many_threads_at_once_are_all_there(
    make_catalog: MakeCatalog, tmp_path: Path
) -> None:
    folders = []
    for number in range(8):
        folder = make_catalog("eo", {f"{590 + number}.phrase": f"Site {number}"})
        folders.append(folder.rename(tmp_path / f"site{number}"))
    barrier = threading.Barrier(len(folders))

    def add(folder: Path) -> None:
        barrier.wait()
        add_catalogs(folder)

    with ThreadPoolExecutor(len(folders)) as pool:
        list(pool.map(add, folders))
    found = [get_message(590 + number, "eo").phrase for number in range(8)]
    assert found == [f"Site {number}" for number in range(8)]


def test_a_site_adds_a_language(make_catalog: MakeCatalog) -> None:
    add_catalogs(make_catalog("eo", {"404.phrase": "Ne trovita"}))
    assert "eo" in available_locales()
    message = get_message(404, "eo")
    assert (message.phrase, message.locale) == ("Ne trovita", "eo")
    assert message.description == get_message(404, "en").description
    assert get_message(410, "eo").locale == "en"


def test_texts_fall_back_to_parents_entry_by_entry(make_catalog: MakeCatalog) -> None:
    make_catalog("qaa", {"404.phrase": "parent", "404.advice": "parent advice"})
    add_catalogs(make_catalog("qaa_US", {"404.advice": "child advice"}))
    message = get_message(404, "qaa_US")
    assert (message.phrase, message.locale) == ("parent", "qaa")
    assert message.advice == "child advice"
    assert message.description == get_message(404, "en").description


def test_a_damaged_site_catalog_is_reported_once_and_passed_over(
    make_catalog: MakeCatalog, caplog: pytest.LogCaptureFixture
) -> None:
    folder = make_catalog("eo", {"404.phrase": "Ne trovita"})
    path = make_catalog("zh_CN", {}) / "zh_CN" / "LC_MESSAGES" / "httplingo.mo"
    path.write_bytes(b"\xde\x12\x04\x95 damaged")
    add_catalogs(folder)
    assert get_message(404, "zh_CN").phrase == "未找到"
    assert get_message(410, "zh_CN").locale == "zh_CN"
    assert get_message(404, "eo").phrase == "Ne trovita"
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert str(path) in caplog.text


def test_a_damaged_catalog_of_the_package_is_an_error_and_the_others_answer(
    make_catalog: MakeCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_catalog("en", {"404.phrase": "Not Found"})
    path = make_catalog("eo", {}) / "eo" / "LC_MESSAGES" / "httplingo.mo"
    path.write_bytes(path.read_bytes()[:30])
    monkeypatch.setattr(httplingo.catalogs, "PACKAGE_FOLDER", str(folder))
    default_lingo().reset()
    with pytest.raises(CatalogError) as caught:
        get_message(404, "eo")
    assert str(path) in str(caught.value)
    assert get_message(404, "en").phrase == "Not Found"
    assert get_message(404, "zh_CN").phrase == "Not Found"


def test_a_folder_without_catalogs_cannot_be_added(tmp_path: Path) -> None:
    before = available_locales()
    with pytest.raises(CatalogError, match="no LOCALE/LC_MESSAGES"):
        add_catalogs(tmp_path)
    with pytest.raises(CatalogError, match="cannot be read"):
        add_catalogs(tmp_path / "nowhere")
    assert available_locales() == before


def test_folders_that_are_no_locales_are_passed_over(make_catalog: MakeCatalog) -> None:
    make_catalog("no locale!", {"404.phrase": "x"})
    add_catalogs(make_catalog("eo", {"404.phrase": "Ne trovita"}))
    assert set(available_locales()) >= {"eo", "en"}
    assert not [locale for locale in available_locales() if "!" in locale]


def test_a_checkout_that_was_never_compiled_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(httplingo.catalogs, "PACKAGE_FOLDER", str(tmp_path))
    default_lingo().reset()
    with pytest.raises(CatalogError, match="httplingo catalog compile"):
        get_message(404)


def test_the_memory_of_spellings_is_bounded() -> None:
    get_message(404, "zh_CN")
    tracemalloc.start()
    for number in range(20_000):
        get_message(404, f"zh-CN-x-a{number}")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 256 * 1024
    assert get_message(404, "zh_CN").phrase == "未找到"
