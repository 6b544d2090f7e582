"""Benchmarks of documents beside Jinja2, werkzeug and Django (design, section 7)."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

from httplingo import Lingo, available_locales
from httplingo.documents import MEDIA_TYPES, negotiate_document, page_context, render
from httplingo.documents.page import render_theme
from measuring import Comparison, medians

Measured = dict[str, float]
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
LANGUAGES = "zh-CN,zh;q=0.9,en;q=0.8"


def subjects() -> dict[str, Callable[[], object]]:
    """Return what is measured, by name."""
    table = {("zh_CN", "text/html", 404): render(404, "zh_CN").body}

    def lookup(code: int, locale: str, media_type: str = "text/html") -> bytes:
        return table[locale, media_type, code]

    page = page_context(404, "zh_CN", request_id="7f3a-91c2", home_url="/")
    developer: dict[str, Any] = {"request_id": "7", "home_url": "/", "audience": "developer"}
    return {
        "dict lookup of bytes": lambda: lookup(404, "zh_CN"),
        "render, from the cache": lambda: render(404, "zh_CN"),
        "render, two details": lambda: render(404, "zh_CN", request_id="7f3a-91c2", home_url="/"),
        "render, two details, an audience": lambda: render(404, "zh_CN", **developer),
        "render, Retry-After": lambda: render(503, "zh_CN", retry_after=120),
        "render, an own detail": lambda: render(404, "zh_CN", detail="No such article"),
        "render, JSON with instance": lambda: render(
            404, "zh_CN", "application/problem+json", instance="/a"
        ),
        "negotiate_document": lambda: negotiate_document(404, ACCEPT, LANGUAGES),
        "Jinja2, the same page": lambda: render_theme(page),
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


#: What is measured beside what, with the targets of the design.
RATIOS: tuple[tuple[str, dict[str, float | None]], ...] = (
    (
        "render, from the cache",
        {"dict lookup of bytes": 2.0, "werkzeug get_body": None, "Django page_not_found": None},
    ),
    (
        "render, two details",
        {
            "Jinja2, the same page": 0.1,
            "werkzeug get_body": None,
            "Django page_not_found": None,
        },
    ),
    ("render, two details, an audience", {"Jinja2, the same page": 0.1}),
    ("render, Retry-After", {"Jinja2, the same page": None}),
    ("render, an own detail", {"Jinja2, the same page": 0.1}),
    ("render, JSON with instance", {"Jinja2, the same page": 0.1}),
    ("negotiate_document", {"Django page_not_found": None}),
)

#: The size of a page, in bytes.
PAGE_SIZE = 4096


def comparisons() -> list[Comparison]:
    """Measure everything of the documents."""
    times = medians(subjects())
    rows = [
        Comparison(
            what,
            times[what],
            {peer: times[peer] for peer in peers},
            {peer: target for peer, target in peers.items() if target is not None},
        )
        for what, peers in RATIOS
    ]
    largest = max(len(render(503, locale).body) for locale in available_locales())
    return [
        *rows,
        Comparison("largest page", largest, {"4 KiB": PAGE_SIZE}, {"4 KiB": 1.0}, "B"),
        *(Comparison(f"kept, {name}", size, {}, {}, "B") for name, size in memory().items()),
    ]


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
        # Of a site of its own nothing is in memory yet.
        site = Lingo()
        render(404, "en", lingo=site)
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        for locale in locales:
            for code in codes:
                for media_type in types:
                    render(code, locale, media_type, lingo=site)
        kept = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
        found[f"{name}, a locale × code"] = kept / (len(locales) * len(codes))
    return found
