from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from httplingo._bounded import Bounded


def test_no_more_than_the_size_is_kept_and_the_latest_always_is() -> None:
    for size in (1, 2, 3, 10):
        kept: Bounded[int, int] = Bounded(size)
        for number in range(100):
            kept[number] = number
            assert kept.get(number) == number
            assert len(kept.entries) <= size


def test_half_of_what_was_there_stays_when_it_is_full() -> None:
    kept: Bounded[int, int] = Bounded(10)
    for number in range(11):
        kept[number] = number
    assert list(kept.entries) == [5, 6, 7, 8, 9, 10]


def test_threads_may_share_one() -> None:
    kept: Bounded[int, int] = Bounded(8)

    def fill(start: int) -> bool:
        for number in range(start, start + 2_000):
            kept[number] = number
            if kept.get(number) not in {number, None}:
                return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(fill, range(0, 8_000, 1_000)))
    assert len(kept.entries) <= 8 + 4
