from __future__ import annotations

import pytest

from httplingo import UnknownStatusError, lazy_message, use_locale

MISSING = lazy_message(404)


def test_a_lazy_message_speaks_the_language_in_which_it_is_shown() -> None:
    assert str(MISSING) == "404 Not Found"
    with use_locale("zh_CN"):
        assert str(MISSING) == "404 未找到"
        assert f"{MISSING:>9}" == "  404 未找到"
        assert MISSING.phrase == "未找到"
        assert MISSING.locale == "zh_CN"
        assert MISSING.description == MISSING.resolve().description
        assert MISSING.advice == MISSING.resolve().advice
    assert MISSING.phrase == "Not Found"


def test_a_locale_of_its_own_wins() -> None:
    message = lazy_message(404, "zh_CN")
    with use_locale("de"):
        assert message.phrase == "未找到"


def test_it_says_what_it_is_without_a_lookup() -> None:
    assert repr(MISSING) == "lazy_message(404, None)"
    assert MISSING.code == 404
    assert MISSING.reference == "RFC 9110, Section 15.5.5"


def test_an_unknown_code_is_an_error_when_it_is_shown() -> None:
    message = lazy_message(999)
    with pytest.raises(UnknownStatusError):
        str(message)
