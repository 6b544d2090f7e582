"""Measure the negotiation of languages beside werkzeug, webob, Django, Babel and langcodes.

What counts are the ratios, which come from one run. Django is measured with its caches bypassed
where a header is new.

    python scripts/benchmark.py negotiation [--format json]
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import timeit
import tracemalloc
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import django
import langcodes
from babel.core import negotiate_locale as babel_negotiate
from babel.localedata import locale_identifiers
from django.conf import settings
from django.utils.translation import trans_real
from webob.acceptparse import create_accept_language_header
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from httplingo._matching.distance import LocaleIndex
from httplingo._matching.header import members
from httplingo._matching.preference import negotiate
from httplingo.negotiation import Negotiator, negotiate_locale
from measuring import Comparison, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Answer: TypeAlias = Callable[[str], object]

FIRST = ("en", "de", "fr", "ar", "es", "pt_BR", "zh_CN", "zh_TW")
HEADERS = {
    "typical": "en-US,en;q=0.9,de;q=0.8",
    "inexact": "zh-HK,zh;q=0.8,en;q=0.5",
    "long": "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5",
    "single": "de",
    "nothing": "tlh,ja-JP;q=0.5",
    "*": "*",
}
HOSTILE = {
    "commas": "a,",
    "weights": ";q=",
    "private use": "-x-",
    "spaces": " ",
    "quotes": '"',
    "0xFF": "\xff",
    "NUL": "\0",
    "repeats": "en-",
    "expression": "(a+)+$",
    "regions": "".join(f"en-{number}," for number in range(100, 999)),
    "undetermined": "".join(f"und-{a}{b}," for a in "ABCDEFGH" for b in "ABCDEFGH"),
    "refusals": "en-IE," + "".join(f"en-{number};q=0," for number in range(100, 999)),
    "wildcards": "zh-HK-x," + "*," * 20,
    "variants": "".join(f"de-rozaj-biske-1994-u-co-x-{number};q=0.5," for number in range(100)),
}
SIZES = (20, 60, 140)


def available(size: int) -> tuple[str, ...]:
    """Return so many locales: common ones first, then a spread over Babel's.

    >>> len(available(140))
    140
    """
    others = sorted(name for name in locale_identifiers() if name not in FIRST)
    count = size - len(FIRST)
    return FIRST + tuple(others[number * len(others) // count] for number in range(count))


def django_new(header: str) -> str:
    """Answer as Django does, without its caches of headers and tags."""
    limit = trans_real.LANGUAGE_CODE_MAX_LENGTH
    if len(header) > limit:
        header = header[: max(0, header.rfind(",", 0, limit))]
    for tag, _ in trans_real._parse_accept_lang_header.__wrapped__(header):
        if tag == "*":
            break
        if trans_real.language_code_re.search(tag):
            try:
                found: str = trans_real._get_supported_language_variant.__wrapped__(tag)
            except LookupError:
                continue
            return found
    return "en"


def django_seen(header: str) -> str:
    """Answer as Django does."""
    for tag, _ in trans_real.parse_accept_lang_header(header):
        if tag == "*":
            break
        if trans_real.language_code_re.search(tag):
            try:
                found: str = trans_real.get_supported_language_variant(tag)
            except LookupError:
                continue
            return found
    return "en"


def configure_django(locales: tuple[str, ...]) -> None:
    """Give Django the same locales, by its own names."""
    names = {"zh_CN": "zh-hans", "zh_TW": "zh-hant"}
    codes = [names.get(name, name.lower().replace("_", "-")) for name in locales]
    if not settings.configured:
        settings.configure(USE_I18N=True, LANGUAGE_CODE="en", LANGUAGES=[])
        django.setup()
    settings.LANGUAGES = [(code, code) for code in codes]
    trans_real.get_languages.cache_clear()
    trans_real._get_supported_language_variant.cache_clear()
    trans_real._parse_accept_lang_header.cache_clear()


def peers(locales: tuple[str, ...], *, seen: bool = False) -> dict[str, Answer]:
    """Return each peer's way from a header to one of the locales."""
    tags = [name.replace("_", "-") for name in locales]

    def werkzeug(header: str) -> object:
        return parse_accept_header(header, LanguageAccept).best_match(tags, "en")

    def webob(header: str) -> object:
        return create_accept_language_header(header).lookup(tags, default="en")

    def babel(header: str) -> object:
        # Babel reads no header; werkzeug's reader is what Flask-Babel gives it.
        wanted = [tag.replace("-", "_") for tag, _ in parse_accept_header(header, LanguageAccept)]
        return babel_negotiate(wanted, locales)

    def of_langcodes(header: str) -> object:
        for tag, _ in parse_accept_header(header, LanguageAccept):
            try:
                found, _ = langcodes.closest_match(tag, tags, max_distance=49)
            except ValueError:
                continue
            if found != "und":
                return found
        return "en"

    configure_django(locales)
    return {
        "Django": django_seen if seen else django_new,
        "werkzeug": werkzeug,
        "webob": webob,
        "Babel": babel,
        "langcodes": of_langcodes,
    }


def answer(index: LocaleIndex, header: str) -> str:
    """Answer a header that nobody has sent before."""
    return negotiate(index, members(header), "en")


def seen_headers() -> Iterator[Comparison]:
    """Measure a header that was seen before, beside a dict lookup in a function."""
    header = HEADERS["inexact"]
    table = {header: "zh_TW"}

    def lookup(key: str) -> str:
        return table[key]

    locales = available(60)
    ways: dict[str, Answer] = {
        "negotiator(header)": Negotiator(locales),
        "negotiate_locale(header)": negotiate_locale,
        "negotiate_locale(header, available)": partial(negotiate_locale, available=locales),
    }
    others: dict[str, Answer] = {"dict lookup": lookup, **peers(locales, seen=True)}
    for name, way in ways.items():
        yield Comparison(
            f"header seen before: {name}",
            called(way, header),
            {peer: called(other, header) for peer, other in others.items()},
            {"dict lookup": 3} if "available" not in name else {},
        )


def called(function: Answer, header: str) -> float:
    """Return the median time of a call that is written out: a function around it would count."""
    names = {"f": function, "h": header}
    return statistics.median(timeit.repeat("f(h)", globals=names, number=1_000, repeat=15)) / 1_000


def new_headers() -> Iterator[Comparison]:
    """Measure headers that nobody has sent before, with 20, 60 and 140 locales."""
    for size in SIZES:
        locales = available(size)
        index = LocaleIndex(locales)
        others = peers(locales)
        for name, header in HEADERS.items():
            yield compare(
                f"new header: {name}, {size} locales",
                partial(answer, index, header),
                {peer: partial(other, header) for peer, other in others.items()},
                {"Django": 0.5},
                rounds=5,
                seconds=0.003,
            )


def hostile_headers() -> Iterator[Comparison]:
    """Measure 64 KiB of each kind beside Django, and beside what the design allows."""
    negotiator = Negotiator(available(140))
    configure_django(available(140))
    for name, piece in HOSTILE.items():
        long = (piece * (65_536 // len(piece) + 1))[:65_536]
        found = compare(
            f"64 KiB: {name}",
            partial(negotiator, long),
            {"Django": partial(django_new, long)},
            {"0.1 ms": 1},
            rounds=5,
            seconds=0.003,
        )
        yield found._replace(peers={"0.1 ms": 1e-4, **found.peers})


def memory() -> Iterator[Comparison]:
    """Measure what stays after 3,000 distinct headers: long ones, and ones that are kept."""
    locales = available(60)
    for name, form in (
        ("64 KiB", "de-{0}," + "en-x-" * 13_000),
        ("150 characters", "tlh-x-{0}," + "de;q=0.5," * 15),
    ):
        others = {"Django": peers(locales, seen=True)["Django"]}
        yield Comparison(
            f"kept after 3,000 headers of {name}",
            kept(Negotiator(locales), form),
            {"0.5 MiB": 512 * 1024, **{peer: kept(other, form) for peer, other in others.items()}},
            {"0.5 MiB": 1},
            "B",
        )


def kept(answer: Answer, form: str) -> float:
    """Return how many bytes more are held after 3,000 distinct headers."""
    answer(form.format("x"))
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(3_000):
        answer(form.format(number))
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return max(0.0, after - before)


def first_headers() -> Iterator[Comparison]:
    """Measure the first header of a process, with the tables that it reads."""
    for size in (12, 48):
        setup = f"import httplingo.negotiation as n; a = {available(size)!r}"
        yield Comparison(
            f"first header of a process, {size} locales",
            in_a_new_process(setup, "n.negotiate_locale('zh-HK,zh;q=0.8,en;q=0.5', a)"),
            {"import gettext": in_a_new_process("", "import gettext")},
            {"import gettext": 0.5},
        )


def in_a_new_process(setup: str, statement: str) -> float:
    """Return the median time of a statement that a process runs once, from compiled modules."""
    clock = "time.perf_counter()"
    code = f"{setup}\nimport time\nt = {clock}\n{statement}\nprint({clock} - t)"
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        run = partial(
            subprocess.run, [sys.executable, "-c", code], env=environment, capture_output=True
        )
        run(check=True)
        return statistics.median(float(run(check=True).stdout) for _ in range(15))


def comparisons() -> list[Comparison]:
    """Measure everything of the negotiation."""
    parts = (seen_headers, new_headers, hostile_headers, memory, first_headers)
    return [found for part in parts for found in part()]
