"""The locale of a request that is worked out when a message is first asked for."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from httplingo import get_locale, get_message, set_default_locale, use_locale
from httplingo.lingo import default_lingo
from httplingo.locales import LazyLocale, activate, active, deactivate


class Chooser:
    """Answers what it was given, and counts how often it was asked."""

    def __init__(self, locale: str | None) -> None:
        self.locale = locale
        self.asked = 0

    def __call__(self, _request: object) -> str | None:
        self.asked += 1
        return self.locale


@contextmanager
def lazily(choose: Callable[[object], Any], live: bool = False) -> Iterator[LazyLocale]:
    lazy = LazyLocale(choose, None, live=live)
    token = activate(lazy)
    try:
        yield lazy
    finally:
        deactivate(token)


def test_it_is_not_asked_before_a_message_is() -> None:
    choose = Chooser("zh_CN")
    with lazily(choose):
        assert choose.asked == 0
        assert get_message(404, "de").locale == "de"
        assert choose.asked == 0
        assert get_message(404).locale == "zh_CN"


def test_it_is_asked_once_and_its_answer_takes_its_place() -> None:
    choose = Chooser("zh_CN")
    with lazily(choose):
        assert {get_message(code).locale for code in (404, 500, 404)} == {"zh_CN"}
        assert get_locale() == "zh_CN"
        assert active() == "zh_CN"
        assert choose.asked == 1
    assert get_locale() == "en"


def test_the_first_message_of_a_locale_may_be_asked_for_through_it() -> None:
    for _ in range(2):
        default_lingo().reset()
        with lazily(Chooser("de")):
            assert get_message(404).locale == "de"


def test_none_is_the_default_locale() -> None:
    set_default_locale("fr")
    with lazily(Chooser(None)):
        assert get_message(404).locale == "fr"
        assert get_locale() == "fr"
    with lazily(Chooser(None), live=True):
        assert get_message(404).locale == "fr"
        assert get_locale() == "fr"


def test_several_locales_are_an_answer_too() -> None:
    with lazily(lambda _: ("tlh", "zh_CN")):
        assert get_message(404).locale == "zh_CN"
        assert get_locale() == "tlh"


def test_what_chooses_may_ask_for_messages_itself() -> None:
    def choose(_request: object) -> str:
        assert get_message(404).locale == "en"
        with use_locale("fr"):
            assert get_message(404).locale == "fr"
        return "de"

    for live in (False, True):
        with lazily(choose, live):
            assert get_message(404).locale == "de"


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("error", [KeyError, TypeError, RuntimeError])
def test_what_fails_to_choose_is_logged_and_gives_the_default(
    error: type[Exception], live: bool, caplog: pytest.LogCaptureFixture
) -> None:
    def choose(_request: object) -> str:
        raise error("broken")

    with lazily(choose, live):
        assert get_message(404).locale == "en"
    assert "broken" in caplog.text


def test_a_live_one_follows_what_it_reads() -> None:
    choose = Chooser("de")
    with lazily(choose, live=True):
        assert get_message(404).locale == "de"
        choose.locale = "zh_CN"
        assert get_message(404).locale == "zh_CN"
        assert get_locale() == "zh_CN"
        default_lingo().reset()
        assert get_message(404).locale == "zh_CN"


def test_an_explicit_block_wins_over_it_and_gives_it_back() -> None:
    choose = Chooser("de")
    with lazily(choose):
        with use_locale("fr"):
            assert get_message(404).locale == "fr"
        assert choose.asked == 0
        assert get_message(404).locale == "de"


def test_threads_and_tasks_that_share_a_live_one_do_not_disturb_each_other() -> None:
    wanted: contextvars.ContextVar[str] = contextvars.ContextVar("wanted")

    def ask(locale: str) -> set[str]:
        wanted.set(locale)
        return {get_message(404).locale for _ in range(300)}

    async def ask_in_steps(locale: str) -> set[str]:
        wanted.set(locale)
        found = set()
        for _ in range(100):
            await asyncio.sleep(0)
            found.add(get_message(404).locale)
        return found

    async def gather() -> list[set[str]]:
        return await asyncio.gather(*map(ask_in_steps, locales))

    locales = ["de", "fr", "zh_CN", "ja"] * 5
    with lazily(lambda _: wanted.get(), live=True):
        contexts = [contextvars.copy_context() for _ in locales]
        with ThreadPoolExecutor(4) as pool:
            jobs = [
                pool.submit(context.run, ask, locale)
                for context, locale in zip(contexts, locales, strict=True)
            ]
            assert [job.result() for job in jobs] == [{locale} for locale in locales]
        assert asyncio.run(gather()) == [{locale} for locale in locales]
