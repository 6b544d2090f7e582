#!/usr/bin/env python3
"""Measure documents beside their peers: python scripts/bench_documents.py [--format json].

Medians of one run in nanoseconds, and each as a multiple of the one that the design names. What
is measured takes its turn in every round, so that a busy machine is unfair to all alike.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tracemalloc
from collections.abc import Callable
from time import perf_counter_ns
from typing import Any

from httplingo import available_locales
from httplingo.documents import MEDIA_TYPES, negotiate_document, render
from httplingo.documents.html import _environment, render_page
from httplingo.documents.rendering import _forget
from httplingo.documents.shape import Shape
from httplingo.documents.texts import status_texts

Measured = dict[str, float]
ROUNDS = 41
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
LANGUAGES = "zh-CN,zh;q=0.9,en;q=0.8"


def medians(functions: dict[str, Callable[[], object]]) -> Measured:
    """Return the median time of one call of each function, in nanoseconds."""
    calls = {}
    for name, function in functions.items():
        function()
        start = perf_counter_ns()
        function()
        calls[name] = max(1, min(5000, 400_000 // max(1, perf_counter_ns() - start)))
    times: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(ROUNDS):
        for name, function in functions.items():
            count = calls[name]
            rounds = range(count)
            start = perf_counter_ns()
            for _ in rounds:
                function()
            times[name].append((perf_counter_ns() - start) / count)
    return {name: statistics.median(each) for name, each in times.items()}


def subjects() -> dict[str, Callable[[], object]]:
    """Return what is measured, by name."""
    table = {("zh_CN", "text/html", 404): render(404, "zh_CN").body}

    def lookup(code: int, locale: str, media_type: str = "text/html") -> bytes:
        return table[locale, media_type, code]

    texts = status_texts(404, "zh_CN")
    shape = Shape(404, "zh_CN")
    details = {"request_id": "7f3a-91c2", "home_url": "/"}
    developer: dict[str, Any] = {**details, "audience": "developer"}
    return {
        "dict lookup of bytes": lambda: lookup(404, "zh_CN"),
        "render, from the cache": lambda: render(404, "zh_CN"),
        "render, two details": lambda: render(404, "zh_CN", request_id="7f3a-91c2", home_url="/"),
        "render, two details, an audience": lambda: render(404, "zh_CN", **developer),
        "render, Retry-After": lambda: render(503, "zh_CN", retry_after=120),
        "render, JSON with instance": lambda: render(
            404, "zh_CN", "application/problem+json", instance="/a"
        ),
        "negotiate_document": lambda: negotiate_document(404, ACCEPT, LANGUAGES),
        "Jinja2, the same page": lambda: render_page(shape, texts, details),
        **peers(),
    }


def peers() -> dict[str, Callable[[], object]]:
    """Return what werkzeug and Django do for a 404 without a template of the site's own."""
    import django
    from django.conf import settings
    from django.test import RequestFactory
    from django.views.defaults import page_not_found
    from werkzeug.exceptions import NotFound

    settings.configure(
        ALLOWED_HOSTS=["*"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    django.setup()
    missing = NotFound()
    request = RequestFactory().get("/")
    absent = Exception("absent")
    return {
        "werkzeug get_body": lambda: missing.get_body(),
        "werkzeug get_response": lambda: missing.get_response(),
        "Django page_not_found": lambda: page_not_found(request, absent),
    }


RATIOS = (
    ("render, from the cache", "dict lookup of bytes", "at most 2"),
    ("render, two details", "Jinja2, the same page", "at most 0.1"),
    ("render, two details", "werkzeug get_body", ""),
    ("render, from the cache", "werkzeug get_body", ""),
    ("render, from the cache", "Django page_not_found", ""),
    ("render, two details", "Django page_not_found", ""),
    ("negotiate_document", "Django page_not_found", ""),
)


def memory() -> Measured:
    """Return the bytes that one more locale × code keeps, and those of all at once."""
    codes = (400, 401, 403, 404, 405, 410, 429, 500, 502, 503)
    locales = available_locales()
    # Catalogs, templates and sentences are there before the count begins.
    for locale in locales:
        render(404, locale, "text/plain")
        render(404, locale)
    found: Measured = {}
    for name, types in (("a page", ("text/html",)), ("all formats", MEDIA_TYPES)):
        _forget()
        _environment("default")
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        for locale in locales:
            for code in codes:
                for media_type in types:
                    render(code, locale, media_type)
        kept = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
        found[f"{name}, bytes for a locale × code"] = kept / (len(locales) * len(codes))
    return found


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description="Measure documents beside their peers.")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args()
    times = medians(subjects())
    ratios = [
        {"what": what, "beside": peer, "ratio": times[what] / times[peer], "target": target}
        for what, peer, target in RATIOS
    ]
    kept = memory()
    size = {"largest page, bytes": max(len(render(503, each).body) for each in available_locales())}
    if options.format == "json":
        print(json.dumps({"ns": times, "ratios": ratios, "memory": kept, **size}, indent=2))
        return 0
    for name, time in times.items():
        print(f"{name:<36} {time:>10.0f} ns")
    over = times["render, two details"] - times["render, from the cache"]
    print(f"{'two details cost more':<36} {over:>10.0f} ns  (target: at most 1000)")
    for ratio in ratios:
        target = f"  (target: {ratio['target']})" if ratio["target"] else ""
        print(f"{ratio['what']} / {ratio['beside']}: {ratio['ratio']:.3g}{target}")
    for name, count in {**kept, **size}.items():
        print(f"{name}: {count:.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
