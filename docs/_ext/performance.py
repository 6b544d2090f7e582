"""The directive `benchmark`: a chart of a recorded run of scripts/benchmark.py."""

from __future__ import annotations

from typing import Any


def setup(app: Any) -> dict[str, Any]:
    """Give Sphinx the directive."""
    return {"parallel_read_safe": True}
