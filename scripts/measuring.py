"""How benchmarks measure: interleaved rounds, medians, and ratios from one run."""

from __future__ import annotations

import math
import statistics
import timeit
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROUNDS = 15


class Comparison(NamedTuple):
    """What was measured: ours and its peers, in seconds or bytes, and the target beside each.

    A target is the largest ratio of ours to the peer that the design allows.
    """

    what: str
    ours: float
    peers: dict[str, float]
    targets: dict[str, float]
    unit: str = "s"

    def ratio(self, peer: str) -> float:
        """Ours in relation to a peer's: below 1 is better than the peer."""
        return self.ours / self.peers[peer] if self.peers[peer] else math.inf


def medians(
    functions: Mapping[str, Callable[[], object]], *, rounds: int = ROUNDS, seconds: float = 0.02
) -> dict[str, float]:
    """Return the median time of one call of each function, in seconds.

    The functions take turns, so that a busy moment of the machine meets all of them.

    Args:
        functions: Name → function.
        rounds: How many turns each takes.
        seconds: How long a turn should last, roughly.
    """
    timers = {name: timeit.Timer(function) for name, function in functions.items()}
    numbers = {}
    for name, timer in timers.items():
        once = max(min(timer.repeat(3, 1)), 1e-9)
        numbers[name] = max(1, min(1_000_000, int(seconds / once)))
    times: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds):
        for name, timer in timers.items():
            times[name].append(timer.timeit(numbers[name]) / numbers[name])
    return {name: statistics.median(found) for name, found in times.items()}


def compare(
    what: str,
    ours: Callable[[], object],
    peers: Mapping[str, Callable[[], object]],
    targets: Mapping[str, float] | None = None,
    **options: float,
) -> Comparison:
    """Measure ours beside its peers.

    Args:
        what: What is measured.
        ours: Our function.
        peers: Name → the peer's function.
        targets: Peer → largest ratio that the design allows.
        **options: As for `medians`.
    """
    found = medians({"ours": ours, **peers}, **options)  # type: ignore[arg-type]
    return Comparison(what, found.pop("ours"), found, dict(targets or {}))
