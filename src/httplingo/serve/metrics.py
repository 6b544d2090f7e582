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
    >>> metrics.counter(404, "de", "text/html").inc()
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
        #: How long each answer took.
        self.seconds = Histogram(
            "httplingo_answer_seconds",
            "How long an error document took to answer.",
            buckets=BUCKETS,
            registry=self._registry,
        )

    def counter(self, code: int, locale: str, media_type: str) -> Counter:
        """Return what counts the answers of one kind."""
        return self._answers.labels(code=code, format=media_type, locale=locale)

    def text(self) -> bytes:
        """Return all counts in Prometheus's text format."""
        return generate_latest(self._registry)
