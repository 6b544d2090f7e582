#!/usr/bin/env python3
"""Measure httplingo beside its peers: medians and ratios from one run.

Targets are those of the design; a benchmark reports them and fails nothing, since machines are
shared and noisy. Exit status: 0 measured, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import importlib
import json
import multiprocessing
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from measuring import Comparison

#: Each is a module ``bench_NAME`` with a function ``comparisons()``.
PARTS = ("lookup", "negotiation", "documents", "integrations")

UNITS = {"s": ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")), "B": ((1024, "KiB"), (1, "B"))}


def quantity(value: float, unit: str) -> str:
    """Return a value in the unit that suits its size.

    >>> quantity(0.0000015, "s"), quantity(2048, "B")
    ('1.50 µs', '2.00 KiB')
    """
    for size, name in UNITS[unit]:
        if value >= size:
            return (
                f"{value / size:.3g} {name}"
                if value / size >= 100
                else f"{value / size:.2f} {name}"
            )
    return f"{value:.3g} {unit}"


def measure(part: str) -> list[Comparison]:
    """Return what a part measures."""
    found: list[Comparison] = importlib.import_module(f"bench_{part}").comparisons()
    return found


def report(part: str, rows: list[Comparison]) -> None:
    """Print one part for a person."""
    print(f"\n{part}")
    for row in rows:
        print(f"  {row.what}: {quantity(row.ours, row.unit)}")
        for peer, value in row.peers.items():
            line = f"    {row.ratio(peer):8.3f} × {peer} ({quantity(value, row.unit)})"
            target = row.targets.get(peer)
            if target is not None:
                verdict = "met" if row.ratio(peer) <= target else "MISSED"
                line += f"  target {target:.3g} ×: {verdict}"
            print(line)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("part", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args(arguments)
    unknown = set(options.part) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    results: dict[str, list[Comparison]] = {}
    # Each in a process of its own: a peer such as Django is set up once for a whole process.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as pool:
        for part in options.part or PARTS:
            results[part] = pool.submit(measure, part).result()
            if options.format == "text":
                report(part, results[part])
    if options.format == "json":
        records = {
            part: [
                {**row._asdict(), "ratios": {peer: row.ratio(peer) for peer in row.peers}}
                for row in rows
            ]
            for part, rows in results.items()
        }
        print(json.dumps({"python": platform.python_version(), **records}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
