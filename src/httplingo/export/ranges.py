"""Which locale each language range finds, as tables and as regular expressions for a server.

A server without Python cannot measure CLDR's distances. What they come to can be written down:
for each language that anybody finds an available locale with, by script and region. That is asked
of the matching itself, so it says what `negotiate_locale` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from string import ascii_lowercase, digits
from typing import NamedTuple, TypeAlias

from httplingo._matching.distance import REGION_GROUPS, SCRIPT_DISTANCES, LocaleIndex, index_of
from httplingo._matching.subtags import (
    LANGUAGE_ALIASES,
    LIKELY,
    LIKELY_WITH,
    TAG_ALIASES,
    maximize,
    parse_range,
    read,
)

#: Up to this distance no later member of a header can be nearer: one place costs as much.
NEAR = 5

#: Stands for every region that is not named by itself; CLDR gives it no meaning of its own.
OTHER = "zz"


class Found(NamedTuple):
    """A locale, and how far a range is from it."""

    distance: int
    locale: str


#: By region in lower case, ``""`` where the range has none; those that are as `OTHER` are not in.
Regions: TypeAlias = dict[str, Found | None]
#: By language, then by script, ``""`` where the range has none; all in lower case.
Ranges: TypeAlias = dict[str, dict[str, Regions]]
Wanted: TypeAlias = Callable[[Found], bool]


def find_ranges(locales: Sequence[str]) -> Ranges:
    """Return what each range finds among available locales; ranges that find nothing are not in.

    Regions by number (``en-840``) are those that CLDR groups languages by, such as 419; the old
    numbers of countries, which no browser sends, count as any other region.

    >>> ranges = find_ranges(["en", "zh_CN", "zh_TW"])
    >>> ranges["zh"][""]["hk"], ranges["zh"][""]["zz"], ranges["yue"]["hant"][""].locale
    (Found(distance=5, locale='zh_TW'), Found(distance=4, locale='zh_CN'), 'zh_TW')
    """
    index = index_of(locales)
    available = [maximize(*(read(locale) or ("und", "", "", ""))[:3]) for locale in locales]
    scripts = {script for _, script, _ in available}
    regions = {region for _, _, region in available} | {"UK"}
    found: Ranges = {}
    for word in sorted({*LIKELY, *LANGUAGE_ALIASES}):
        language = (parse_range(word) or ("und",))[0]
        if language == "und" or not index.is_near(language):
            continue
        here = regions | _regions_of(language)
        by_script = {
            script.lower(): _find_regions(index, f"{word}-{script}".rstrip("-"), here)
            for script in ["", *sorted(scripts | _scripts_near(language))]
        }
        by_script = {script: by for script, by in by_script.items() if any(by.values())}
        if by_script:
            found[word] = by_script
    for tag in TAG_ALIASES:
        one = _find(index, tag)
        if one is not None:
            found[tag] = {"": {"": one, OTHER: None}}
    return found


def _find(index: LocaleIndex, tag: str) -> Found | None:
    """Return what a tag finds, as `preference.findings` asks for it."""
    tag = tag.lower()
    exact = index.exact.get(tag)
    if exact is not None:
        return Found(0, exact.locale)
    subtags = parse_range(tag)
    nearest = subtags and index.nearest(*subtags)
    return Found(nearest[0], nearest[1].locale) if nearest else None


def _find_regions(index: LocaleIndex, start: str, regions: Iterable[str]) -> Regions:
    other = _find(index, f"{start}-{OTHER}")
    found: Regions = {"": _find(index, start), OTHER: other}
    for region in sorted(one.lower() for one in regions):
        one = _find(index, f"{start}-{region}")
        if one != other:
            found[region] = one
    return found


def _scripts_near(language: str) -> set[str]:
    """Return the scripts of a language that CLDR has something near."""
    return _SCRIPTS_NEAR.get(language, set())


def _regions_of(language: str) -> set[str]:
    """Return the regions that a language differs by: in its script, or in CLDR's groups."""
    return _REGIONS.get(language, set())


def _by_language(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for language, parts in pairs:
        found.setdefault(language, set()).update(parts)
    return found


_SCRIPTS_NEAR = _by_language(
    (pair.partition("_")[0], {pair[: pair.index(">")].partition("_")[2]})
    for pair in SCRIPT_DISTANCES
)
_REGIONS = _by_language(
    [
        *((group.partition("_")[0], regions) for group, regions in REGION_GROUPS.items()),
        *(
            (name.partition("_")[0], {name.partition("_")[2]})
            for name in LIKELY_WITH
            if len(name.partition("_")[2]) < 4
        ),
    ]
)


def tag_pattern(ranges: Ranges, wanted: Wanted) -> str:
    """Return a regular expression of the tags that find what is wanted.

    It needs what POSIX extended expressions, PCRE and RE2 have in common, reads lower case, and
    has no group that captures. A tag is read as far as its region; what follows may be anything.

    >>> import re
    >>> pattern = tag_pattern(find_ranges(["de", "en"]), lambda found: found.locale == "de")
    >>> [bool(re.fullmatch(pattern, tag)) for tag in ("de", "de-at", "gsw", "de-cyrl", "den")]
    [True, True, True, False, False]
    """
    forms: dict[tuple[tuple[str, _Form], ...], list[str]] = {}
    for word, by_script in ranges.items():
        form = tuple((s, one) for s, by in by_script.items() if (one := _form(by, wanted)))
        if form:
            forms.setdefault(form, []).append(word)
    whole, special = [], []
    for form, words in sorted(forms.items(), key=lambda pair: min(pair[1])):
        if all(one == _ANY for _, one in form):
            whole.append(_words(words) + _script([script for script, _ in form]))
        else:
            special.append(_words(words) + _scripts(form))
    # What most languages end with is written once: nginx reads no word of more than 4 KiB.
    start = [f"{_one_of(whole)}{_ANY_REGION}"] if whole else []
    return _one_of([*start, *special]) if start or special else ""


class _Form(NamedTuple):
    """Which regions are wanted: none named, any other, and the exceptions from that."""

    without: bool
    other: bool
    exceptions: frozenset[str]


def _form(regions: Regions, wanted: Wanted) -> _Form | None:
    yes = {region for region, found in regions.items() if found is not None and wanted(found)}
    if not yes:
        return None
    other = OTHER in yes
    named = {*regions} - {"", OTHER}
    return _Form("" in yes, other, frozenset(named - yes if other else yes - {"", OTHER}))


_ANY = _Form(without=True, other=True, exceptions=frozenset())

# The rest of a tag, after a region or after a variant (RFC 5646, Section 2.1).
_REST = "(?:[-_][0-9a-z]+)*"
_VARIANT = "[0-9a-z]|[0-9][0-9a-z]{3}|[0-9a-z]{5,8}"
_ANY_REGION = f"(?:[-_](?:[0-9a-z]{{1,2}}|[0-9][0-9a-z]{{2,3}}|[0-9a-z]{{5,8}}){_REST})?"


def _words(words: list[str]) -> str:
    """Return the languages, those of three letters also as an extended language (``zh-yue``)."""
    short = [word.replace("-", "[-_]") for word in words if len(word) != 3]
    long = [word for word in words if len(word) == 3]
    if long:
        short.append("(?:[a-z]{2,3}[-_])?" + _one_of(long))
    return _one_of(short)


def _script(scripts: list[str]) -> str:
    named = [script for script in scripts if script]
    script = f"[-_]{_one_of(named)}" if named else ""
    return f"(?:{script})?" if "" in scripts and script else script


def _scripts(form: tuple[tuple[str, _Form], ...]) -> str:
    by_regions: dict[_Form, list[str]] = {}
    for script, regions in form:
        by_regions.setdefault(regions, []).append(script)
    return _one_of([_script(scripts) + _regions(one) for one, scripts in by_regions.items()])


def _regions(form: _Form) -> str:
    if form == _ANY:
        return _ANY_REGION
    if form.other:
        letters = complement([one for one in form.exceptions if one.isalpha()], ascii_lowercase, 2)
        numbers = complement([one for one in form.exceptions if one.isdigit()], digits, 3)
        region = f"{letters}|{numbers}"
    else:
        region = "|".join(sorted(form.exceptions))
    parts = [f"[-_](?:{region}){_REST}"] if region else []
    if form.without:
        parts.append(f"[-_](?:{_VARIANT}){_REST}")
        return f"(?:{'|'.join(parts)})?"
    return _one_of(parts)


def _one_of(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def complement(words: Iterable[str], alphabet: str, length: int) -> str:
    """Return an expression of all words of a length but some.

    >>> complement([], "abc", 2), complement(["ab", "ca"], "abc", 2)
    ('[abc]{2}', 'b[abc]|a[ac]|c[bc]')
    """
    any_letter = {ascii_lowercase: "[a-z]", digits: "[0-9]"}.get(alphabet, f"[{alphabet}]")
    firsts: dict[str, list[str]] = {}
    for word in sorted(words):
        firsts.setdefault(word[0], []).append(word[1:])
    if not firsts:
        return any_letter + (f"{{{length}}}" if length > 1 else "")
    left = [letter for letter in alphabet if letter not in firsts]
    parts = []
    if left:
        one = left[0] if len(left) == 1 else f"[{''.join(left)}]"
        more = any_letter + (f"{{{length - 1}}}" if length > 2 else "") if length > 1 else ""
        parts.append(one + more)
    if length > 1:
        for first, rests in firsts.items():
            rest = complement(rests, alphabet, length - 1)
            if rest:
                parts.append(first + (f"(?:{rest})" if "|" in rest else rest))
    return "|".join(parts)
