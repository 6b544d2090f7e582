"""What is counted, for Prometheus: answers by code, locale and format, and how long they took.

The labels are bounded: 200 codes, the locales there are, and six formats.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

#: An answer takes some 50 µs; what a loaded machine adds is seen in the upper ones.
BUCKETS = (0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0)


class Metrics:
    """Counts the answers of one process.

    >>> metrics = Metrics()
    >>> metrics.count(404, "de", "text/html", 0.0001)
    >>> b'httplingo_answers_total{code="404",format="text/html",locale="de"} 1.0' in metrics.text()
    True
    """

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._answers = Counter(
            "httplingo_answers",
            "Error documents that were sent.",
            ["code", "format", "locale"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "httplingo_answer_seconds",
            "How long an error document took to answer.",
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._children: dict[tuple[int, str, str], Counter] = {}

    def count(self, code: int, locale: str, media_type: str, seconds: float) -> None:
        """Count one answer."""
        key = (code, locale, media_type)
        child = self._children.get(key)
        if child is None:
            child = self._answers.labels(code=code, format=media_type, locale=locale)
            self._children[key] = child
        child.inc()
        self._seconds.observe(seconds)

    def text(self) -> bytes:
        """Return all counts in Prometheus's text format."""
        return generate_latest(self._registry)
