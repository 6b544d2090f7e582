from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from httplingo import get_locale, get_message, set_default_locale, set_locale, use_locale

# The answers, each of which a leak from another thread or task would change.
PHRASES = {"en": "Not Found", "zh_CN": "未找到", "de": "Nicht gefunden", "fr": "Introuvable"}


def test_the_active_locale_ends_with_its_block() -> None:
    with use_locale("zh_CN"):
        with use_locale("de"):
            assert get_locale() == "de"
        assert get_locale() == "zh_CN"
    assert get_locale() == "en"


def test_the_active_locale_ends_with_its_block_after_an_error_too() -> None:
    with pytest.raises(RuntimeError), use_locale("zh_CN"):
        raise RuntimeError
    assert get_locale() == "en"


def test_one_use_locale_can_be_entered_again_within_itself() -> None:
    chinese = use_locale("zh_CN")
    with chinese, use_locale("de"), chinese:
        assert get_locale() == "zh_CN"
    assert get_locale() == "en"


def test_set_locale_stays_until_it_is_taken_back() -> None:
    set_locale("zh-CN")
    assert get_message(404).phrase == PHRASES["zh_CN"]
    set_locale(None)
    assert get_message(404).phrase == PHRASES["en"]


def test_of_several_locales_the_first_that_is_there_answers() -> None:
    with use_locale(["tlh", "zh-CN", "de"]):
        assert get_message(404).locale == "zh_CN"
        assert get_locale() == "tlh"


def test_the_environment_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.setenv(name, "de_DE.UTF-8")
    assert get_locale() == "en"
    assert get_message(404).phrase == PHRASES["en"]


def test_a_thread_starts_with_the_default_and_keeps_its_own() -> None:
    seen = []
    with use_locale("zh_CN"):
        thread = threading.Thread(target=lambda: seen.append(get_message(404).locale))
        thread.start()
        thread.join()
    assert seen == ["en"]


def test_a_changed_default_reaches_messages_that_were_shown_before() -> None:
    assert get_message(404).phrase == PHRASES["en"]
    set_default_locale("de")
    assert get_message(404).phrase == PHRASES["de"]
    assert contextvars.Context().run(get_message, 404).phrase == PHRASES["de"]


def test_interleaved_threads_see_only_their_own_locale() -> None:
    barrier = threading.Barrier(4)

    def serve(locale: str) -> list[str]:
        barrier.wait()
        found = []
        for _ in range(500):
            with use_locale(locale):
                found.append(get_message(404).phrase)
        return found

    with ThreadPoolExecutor(4) as pool:
        results = dict(zip(PHRASES, pool.map(serve, PHRASES), strict=True))
    assert {locale: set(found) for locale, found in results.items()} == {
        locale: {phrase} for locale, phrase in PHRASES.items()
    }


def test_interleaved_tasks_see_only_their_own_locale() -> None:
    async def serve(locale: str) -> set[str]:
        found = set()
        with use_locale(locale):
            for _ in range(50):
                await asyncio.sleep(0)
                found.add(get_message(404).phrase)
        return found

    async def main() -> list[set[str]]:
        return await asyncio.gather(*(serve(locale) for locale in [*PHRASES] * 10))

    assert asyncio.run(main()) == [{phrase} for phrase in [*PHRASES.values()] * 10]


def test_first_messages_asked_by_many_threads_at_once_are_right() -> None:
    barrier = threading.Barrier(8)

    def first(locale: str) -> str:
        barrier.wait()
        return get_message(404, locale).phrase

    wanted = [*PHRASES] * 2
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(first, wanted)) == [PHRASES[locale] for locale in wanted]


def test_a_function_or_coroutine_can_be_decorated_and_none_means_the_default() -> None:
    @use_locale("de")
    def now(code: int) -> str:
        return get_message(code).phrase

    @use_locale("fr")
    async def later(code: int) -> str:
        await asyncio.sleep(0)
        return get_message(code).phrase

    assert now(404) == PHRASES["de"]
    assert asyncio.run(later(404)) == PHRASES["fr"]
    assert now.__name__ == "now"
    with use_locale("de"), use_locale(None):
        assert get_message(404).phrase == PHRASES["en"]
    with pytest.raises(TypeError, match="generator"):

        @use_locale("de")
        def steps() -> Iterator[int]:
            yield 1


def test_one_object_shared_by_threads_and_tasks_leaves_nothing_active() -> None:
    shared = use_locale("de")

    async def task() -> None:
        for _ in range(20):
            with shared:
                await asyncio.sleep(0)
                assert get_message(404).phrase == PHRASES["de"]
            assert get_locale() == "en"

    async def main() -> None:
        await asyncio.gather(*(task() for _ in range(10)))

    def thread() -> None:
        for _ in range(200):
            with shared:
                assert get_message(404).phrase == PHRASES["de"]
            assert get_locale() == "en"

    asyncio.run(main())
    with ThreadPoolExecutor(4) as pool:
        for job in [pool.submit(thread) for _ in range(4)]:
            job.result()
