"""Benchmarks of the lookup: warm, first, import, memory (design, section 6)."""

from __future__ import annotations

import functools
import gettext
import http
import os
import statistics
import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING

import django
from babel.support import Translations
from django.conf import settings
from django.utils import translation

from httplingo import catalogs, get_message, use_locale
from httplingo._mo import read_mo
from httplingo.lingo import default_lingo
from measuring import Comparison, compare

if TYPE_CHECKING:
    from collections.abc import Callable

LOCALE = "zh_CN"
TABLE = {code: get_message(code, LOCALE) for code in range(100, 600)}
MO = os.path.join(catalogs.PACKAGE_FOLDER, LOCALE, "LC_MESSAGES", "httplingo.mo")  # noqa: PTH118
ENGLISH = get_message(404, "en").phrase


def table_lookup(code: int) -> object:
    """What no lookup can undercut: a dictionary in a function."""
    return TABLE[code]


def comparisons() -> list[Comparison]:
    """Measure everything of the lookup."""
    return [*warm(), *first(), memory(), importing()]


def warm() -> list[Comparison]:
    """Measure lookups of a message that was shown before."""
    with open(MO, "rb") as file:  # noqa: PTH123
        stdlib = gettext.GNUTranslations(file)
    with open(MO, "rb") as file:  # noqa: PTH123
        babel = Translations(file)
    if not settings.configured:
        settings.configure(USE_I18N=True, LANGUAGE_CODE="zh-hans")
        django.setup()
    translation.activate("zh-hans")
    django_gettext = translation.gettext
    peers: dict[str, Callable[[], object]] = {
        "TABLE[code] in a function": lambda: table_lookup(404),
        "http.HTTPStatus(404).phrase": lambda: http.HTTPStatus(404).phrase,
        "gettext pgettext": lambda: stdlib.pgettext("404.phrase", ENGLISH),
        "Babel Translations.pgettext": lambda: babel.pgettext("404.phrase", ENGLISH),
        "Django gettext": lambda: django_gettext("Page not found"),
    }
    base = "TABLE[code] in a function"
    rows = [
        compare(
            'get_message(404, "zh_CN")',
            lambda: get_message(404, "zh_CN"),
            peers,
            {base: 2.0, "http.HTTPStatus(404).phrase": 0.25, "gettext pgettext": 1 / 3},
        ),
        compare(
            'get_message(404, "zh-CN")',
            lambda: get_message(404, "zh-CN"),
            {base: peers[base]},
            {base: 3.0},
        ),
    ]
    with use_locale(LOCALE):
        rows.append(
            compare(
                "get_message(404) in the active locale",
                lambda: get_message(404),
                {base: peers[base]},
                {base: 3.0},
            )
        )
    return rows


def first() -> list[Comparison]:
    """Measure the first message of a locale, and the first of the whole process."""

    def of_locale() -> object:
        # What a process knows that has served another locale: the folder is listed already.
        default_lingo().set_default_locale("en")
        default_lingo()._current().catalogs._texts.clear()
        return get_message(404, LOCALE)

    def of_process() -> object:
        default_lingo().reset()
        return get_message(404, LOCALE)

    def stdlib() -> object:
        with open(MO, "rb") as file:  # noqa: PTH123
            return gettext.GNUTranslations(file).pgettext("404.phrase", ENGLISH)

    def babel() -> object:
        with open(MO, "rb") as file:  # noqa: PTH123
            return Translations(file).pgettext("404.phrase", ENGLISH)

    peers = {"stdlib gettext, same .mo": stdlib, "Babel Translations, same .mo": babel}
    return [
        compare("first message of a locale", of_locale, peers, {"stdlib gettext, same .mo": 0.5}),
        compare(
            "first message of the process, catalogs looked for",
            of_process,
            peers,
            {"stdlib gettext, same .mo": 1.0},
        ),
    ]


def memory() -> Comparison:
    """Measure what a catalog keeps in memory, in bytes."""

    def stdlib() -> object:
        with open(MO, "rb") as file:  # noqa: PTH123
            return gettext.GNUTranslations(file)

    return Comparison(
        "memory of one catalog",
        kept(functools.partial(read_mo, MO)),
        {"stdlib gettext, same .mo": kept(stdlib)},
        {"stdlib gettext, same .mo": 0.7},
        "B",
    )


def kept(make: Callable[[], object]) -> float:
    """Return the bytes that what a function makes keeps."""
    make()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    made = make()
    size = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    del made
    return float(size)


def importing(rounds: int = 21) -> Comparison:
    """Measure the import in fresh interpreters, taking turns."""
    times: dict[str, list[float]] = {"httplingo": [], "gettext": []}
    # From compiled modules, as a site runs it; the first round writes them.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    for turn in range(rounds + 1):
        for module, found in times.items():
            code = (
                "import time; start = time.perf_counter(); "
                f"import {module}; print(time.perf_counter() - start)"
            )
            done = subprocess.run(
                [sys.executable, "-c", code],
                capture_output=True,
                text=True,
                check=True,
                env=environment,
            )
            if turn:
                found.append(float(done.stdout))
    ours, gettext_time = (statistics.median(found) for found in times.values())
    return Comparison(
        "import httplingo", ours, {"import gettext": gettext_time}, {"import gettext": 0.8}
    )
