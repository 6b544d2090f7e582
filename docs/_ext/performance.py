"""The directive `benchmark`: a chart of rows of docs/benchmark.json, a recorded run."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

RECORD = Path(__file__).parent.parent / "benchmark.json"
UNITS = {"s": ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")), "B": ((1024, "KiB"), (1, "B"))}


def quantity(value: float, unit: str) -> str:
    """Return a value for a reader.

    >>> quantity(0.0000015, "s"), quantity(46930, "B")
    ('1.5 µs', '46 KiB')
    """
    size, name = next((one for one in UNITS[unit] if value >= one[0]), UNITS[unit][-1])
    return f"{value / size:.2g} {name}" if value / size < 100 else f"{value / size:.0f} {name}"


def chart(row: dict[str, Any]) -> str:
    """Return a table with a bar for each, ours first; it is readable without the bars."""
    values = {"httplingo": row["ours"], **row["peers"]}
    longest = max(values.values())
    bar = (
        '<td style="width:45%"><div style="height:.8em;min-width:2px;width:{:.1f}%;'
        'background:var(--color-{})"></div></td>'
    )
    lines = "".join(
        f'<tr><th scope="row" style="text-align:start;font-weight:normal">{escape(name)}</th>'
        + bar.format(
            value / longest * 100, "brand-primary" if name == "httplingo" else "foreground-muted"
        )
        + f'<td style="text-align:end;white-space:nowrap">{quantity(value, row["unit"])}</td></tr>'
        for name, value in values.items()
    )
    caption = f'<caption style="text-align:start">{escape(row["what"])}</caption>'
    return f'<table style="width:100%;margin-bottom:1.5em">{caption}{lines}</table>'


class BenchmarkDirective(SphinxDirective):
    """Draws the rows that its content names, one a line."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the charts."""
        self.env.note_dependency(str(RECORD))
        record = json.loads(RECORD.read_text("utf-8"))
        parts = [rows for rows in record.values() if isinstance(rows, list)]
        rows = {row["what"]: row for part in parts for row in part}
        return [nodes.raw("", chart(rows[name]), format="html") for name in self.content]


def setup(app: Sphinx) -> dict[str, Any]:
    """Give Sphinx the directive."""
    app.add_directive("benchmark", BenchmarkDirective)
    return {"parallel_read_safe": True}
