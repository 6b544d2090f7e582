"""Measure the negotiation of languages beside werkzeug, webob, Django, Babel and langcodes.

Every figure is the median of several runs on this machine, in this process, in microseconds; what
counts are the ratios. Django is measured with its caches bypassed where a header is new.

    python scripts/benchmark.py negotiation [--format json]
"""

from __future__ import annotations

import gc
import statistics
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

from httplingo._matching import distance as matching
from httplingo._matching import preference as choice
from httplingo.negotiation import Negotiator, negotiate_locale
from measuring import Comparison

if TYPE_CHECKING:
    from collections.abc import Callable

    Answer: TypeAlias = Callable[[str], object]

# One case: what httplingo takes, and what each peer takes.
Figures: TypeAlias = dict[str, tuple[float, dict[str, float]]]
Measure: TypeAlias = "Callable[[], Figures]"

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


def median(call: Callable[[], object], runs: int = 7) -> float:
    """Return the median time of a call, in microseconds."""
    once = min(timeit.repeat(call, number=1, repeat=3))
    number = max(1, min(20_000, int(0.003 / max(once, 1e-8))))
    return statistics.median(timeit.repeat(call, number=number, repeat=runs)) / number * 1e6


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


def seen_headers() -> Figures:
    """Measure a header that was seen before; the first peer is a dict lookup in a function."""
    header = HEADERS["inexact"]
    table = {header: "zh_TW"}

    def lookup(key: str) -> str:
        return table[key]

    figures: Figures = {}
    locales = available(60)
    negotiator = Negotiator(locales)
    ways: dict[str, Answer] = {
        "negotiate_locale(header)": negotiate_locale,
        "negotiator(header)": negotiator,
    }
    others = {"dict lookup": lookup, **peers(locales, seen=True)}
    for name, way in ways.items():
        way(header)
        figures[name] = (
            timed("f(h)", way, header),
            {peer: timed("f(h)", answer, header) for peer, answer in others.items()},
        )
    figures["negotiate_locale(header, available)"] = (
        timed_with(locales, header),
        {"dict lookup": timed("f(h)", lookup, header)},
    )
    return figures


def timed_with(locales: tuple[str, ...], header: str) -> float:
    """Return the median time of ``negotiate_locale(header, available)``."""
    negotiate_locale(header, locales)
    names = {"f": negotiate_locale, "h": header, "a": locales}
    runs = timeit.repeat("f(h, a)", globals=names, number=20_000, repeat=9)
    return statistics.median(runs) / 20_000 * 1e6


def timed(statement: str, function: Answer, header: str) -> float:
    """Return the median time of a call that is written out, without a lambda around it."""
    names = {"f": function, "h": header}
    number = 20_000 if min(timeit.repeat(statement, globals=names, number=9)) < 9e-6 else 200
    runs = timeit.repeat(statement, globals=names, number=number, repeat=9)
    return statistics.median(runs) / number * 1e6


def new_headers() -> Figures:
    """Measure headers that nobody has sent before, with 20, 60 and 140 locales."""
    figures: Figures = {}
    for size in SIZES:
        locales = available(size)
        index = matching.LocaleIndex(locales)
        others = peers(locales)
        for name, header in HEADERS.items():
            figures[f"{name}, {size} locales"] = (
                median(partial(choice.match, index, header, "en")),
                {peer: median(partial(answer, header)) for peer, answer in others.items()},
            )
    return figures


def first_answer(locales: tuple[str, ...]) -> str:
    """Answer one header from a new index."""
    return choice.match(matching.LocaleIndex(locales), "zh-HK", "en")


def first_match() -> Figures:
    """Measure the first answer among new locales: the index is built, and nothing is kept."""
    figures: Figures = {}
    for size in SIZES:
        locales = available(size)
        figures[f"first match, {size} locales"] = (
            median(partial(first_answer, locales)),
            {},
        )
    return figures


def hostile_headers() -> Figures:
    """Measure 64 KiB of each kind; the peers are the same at 8 KiB, and Django at 64 KiB."""
    figures: Figures = {}
    negotiator = Negotiator(available(60))
    configure_django(available(60))
    for name, piece in HOSTILE.items():
        long, short = ((piece * (size // len(piece) + 1))[:size] for size in (65_536, 8_192))
        figures[name] = (
            median(partial(negotiator, long)),
            {
                "8 KiB": median(partial(negotiator, short)),
                "Django": median(partial(django_new, long)),
            },
        )
    return figures


def memory() -> Figures:
    """Measure what stays after distinct headers, in KiB: long ones, and ones that are kept."""
    figures: Figures = {}
    locales = available(60)
    for count, name, form in (
        (1_000, "1,000 of 64 KiB", "de-{0}," + "en-x-" * 13_000),
        (3_000, "3,000 of 64 KiB", "de-{0}," + "en-x-" * 13_000),
        (1_000, "1,000 of 150 characters", "tlh-x-{0}," + "de;q=0.5," * 15),
        (3_000, "3,000 of 150 characters", "tlh-x-{0}," + "de;q=0.5," * 15),
    ):
        others = {"Django": peers(locales, seen=True)["Django"], "langcodes": langcodes_of_header}
        figures[name] = (
            kept(Negotiator(locales), form, count),
            {peer: kept(answer, form, count) for peer, answer in others.items()},
        )
    return figures


def langcodes_of_header(header: str) -> object:
    """Match each tag of a header, as far as Django would read it."""
    for tag in header[:500].split(",")[:10]:
        tag = tag.partition(";")[0].strip()
        if langcodes.tag_is_valid(tag) and langcodes.closest_match(tag, ["en", "de"])[0] != "und":
            return tag
    return "en"


def kept(answer: Answer, form: str, count: int) -> float:
    """Return how many KiB more are held after so many distinct headers."""
    answer(form.format("x"))
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(count):
        answer(form.format(number))
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return max(0.0, (after - before) / 1024)


# What is measured, in which unit, with the targets of the design by peer.
GROUPS: tuple[tuple[str, Measure, float, str, dict[str, float]], ...] = (
    ("header seen before", seen_headers, 1e-6, "s", {"dict lookup": 2.5}),
    ("new header", new_headers, 1e-6, "s", {"Django": 0.5}),
    ("first match", first_match, 1e-6, "s", {}),
    ("64 KiB", hostile_headers, 1e-6, "s", {"8 KiB": 1.1}),
    ("kept after", memory, 1024, "B", {}),
)


def comparisons() -> list[Comparison]:
    """Measure everything of the negotiation."""
    return [
        Comparison(
            f"{title}: {name}",
            ours * scale,
            {peer: value * scale for peer, value in others.items()},
            targets,
            unit,
        )
        for title, measure, scale, unit, targets in GROUPS
        for name, (ours, others) in measure().items()
    ]
