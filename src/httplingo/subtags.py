"""The parts of a locale: language, script, region, variants.

This is the plain core under `httplingo.tags`: nothing here raises, and nothing is kept.
"""

from __future__ import annotations

from httplingo import cldr

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class Subtags(NamedTuple):
        """Canonical subtags; ``""`` where the tag does not say."""

        language: str
        script: str
        region: str
        variants: str

else:
    from collections import namedtuple

    Subtags = namedtuple("Subtags", "language script region variants")

# RFC 5646, Section 4.4.1, asks for room for 35 characters; no name of a folder needs 128.
LONGEST = 128

# What gettext's @modifier says of the script (GNU gettext, Section 2.3.1, Locale Names).
MODIFIERS = {
    "arabic": "Arab",
    "cyrillic": "Cyrl",
    "devanagari": "Deva",
    "hebrew": "Hebr",
    "iqtelif": "Latn",
    "latin": "Latn",
}


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


LANGUAGE_ALIASES = _pairs(cldr.LANGUAGE_ALIASES)
TAG_ALIASES = _pairs(cldr.TAG_ALIASES)
REGION_ALIASES = _pairs(cldr.REGION_ALIASES)
LIKELY_WITH = _pairs(cldr.LIKELY_WITH)
_undetermined: dict[str, str] = {}


def group_of(table: str, key: str) -> str:
    """Return the name of the group that holds a key, in a table of `httplingo.cldr`."""
    at = table.find(f" {key} ")
    if at < 0:
        return ""
    start = table.rindex("=", 0, at) + 1
    return table[start : table.index(" ", start)]


def parse(text: str) -> Subtags | None:
    """Return the canonical subtags of a BCP 47 tag, ``_`` or ``-`` between them; None if malformed.

    Extensions and private use are dropped: they choose no text. A tag of private use alone has the
    language ``und``.

    >>> tuple(parse("zh-hans-cn"))
    ('zh', 'Hans', 'CN', '')
    >>> tuple(parse("I-KLINGON"))
    ('tlh', '', '', '')
    >>> parse("../../etc/passwd") is None
    True
    """
    if len(text) > LONGEST or not text.isascii():
        return None
    whole = text.replace("_", "-").lower()
    parts = whole.split("-")
    if len(parts) > 1:
        if whole in TAG_ALIASES:
            parts = TAG_ALIASES[whole].lower().split("_")
        elif "" in parts or max(map(len, parts)) > 8:
            return None
    if not "".join(parts).isalnum():
        return None
    return _ordered(parts)


def _ordered(parts: list[str]) -> Subtags | None:
    """Read the subtags in the order of RFC 5646, Section 2.1."""
    language, rest = parts[0], parts[1:]
    if language == "x" and rest:
        return Subtags("und", "", "", "")
    if not (2 <= len(language) <= 8 and language.isalpha()):
        return None
    if len(language) <= 3:
        for number in range(3):
            if not (rest and len(rest[0]) == 3 and rest[0].isalpha()):
                break
            extended = rest.pop(0)
            if number == 0:
                language = extended
    script = rest.pop(0).title() if rest and len(rest[0]) == 4 and rest[0].isalpha() else ""
    region = rest.pop(0).upper() if rest and _is_region(rest[0]) else ""
    variants = []
    while rest and (len(rest[0]) > 4 or (len(rest[0]) == 4 and rest[0][0].isdigit())):
        variants.append(rest.pop(0))
    if rest and not _are_extensions(rest):
        return None
    return _replaced(language, script, region, "_".join(one for one in variants if one != "posix"))


def _is_region(part: str) -> bool:
    return (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit())


def _are_extensions(parts: list[str]) -> bool:
    """Say whether subtags are extensions (``u-nu-latn``) and then perhaps private use (``x-…``)."""
    if "x" in parts:
        at = parts.index("x")
        if at == len(parts) - 1:
            return False
        parts = parts[:at]
    single = [len(part) == 1 for part in parts]
    pairs = zip(single, [*single[1:], True], strict=True)
    return not parts or (single[0] and not any(one and after for one, after in pairs))


def _replaced(language: str, script: str, region: str, variants: str) -> Subtags:
    """Replace deprecated subtags (UTS #35, Part 1, Annex C: LocaleId Canonicalization)."""
    if language in LANGUAGE_ALIASES:
        language, _, more = LANGUAGE_ALIASES[language].partition("_")
        if len(more) == 4:
            script = script or more
        else:
            region = region or more
    if region in REGION_ALIASES:
        heirs = REGION_ALIASES[region].split(",")
        likely = maximize(language, script, "")[2] if len(heirs) > 1 else ""
        region = likely if likely in heirs else heirs[0]
    return Subtags(language, "Zinh" if script == "Qaai" else script, region, variants)


def read(locale: object) -> Subtags | None:
    """Return the canonical subtags of a locale in any spelling: BCP 47's, gettext's, POSIX's.

    >>> tuple(read("sr_RS.UTF-8@latin"))
    ('sr', 'Latn', 'RS', '')
    """
    if not isinstance(locale, str) or len(locale) > LONGEST:
        return None
    if locale.isalpha():
        # The messages of the C locale, in every program, are the untranslated ones.
        return parse("en" if locale in {"C", "POSIX"} else locale)
    name, at, modifier = locale.partition("@")
    name, dot, codeset = name.partition(".")
    codeset = codeset.replace("-", "").replace("_", "")
    if (at and not modifier.isalnum()) or (dot and not codeset.isalnum()):
        return None
    if not (modifier + codeset).isascii():
        return None
    subtags = parse("en" if name in {"C", "POSIX"} else name)
    if subtags is None or not at:
        return subtags
    language, script, region, variants = subtags
    script = script or MODIFIERS.get(modifier.lower(), "")
    if modifier.lower() == "valencia":
        variants = variants or "valencia"
    return Subtags(language, script, region, variants)


def likely(key: str) -> tuple[str, str]:
    """Return the likely script and region of a language (or ``language_Script``), or two ``""``."""
    value = LIKELY_WITH.get(key) or group_of(cldr.LIKELY, key)
    return value[:4], value[4:]


def maximize(language: str, script: str, region: str) -> tuple[str, str, str]:
    """Fill in what is likely (UTS #35, Part 1, Likely Subtags: Add Likely Subtags).

    >>> maximize("zh", "", "HK")
    ('zh', 'Hant', 'HK')
    >>> maximize("und", "Cyrl", "")
    ('ru', 'Cyrl', 'RU')
    """
    if script and region and language != "und":
        return language, script, region
    if language == "und":
        return _determined(script, region)
    known = ""
    if region:
        known = LIKELY_WITH.get(f"{language}_{region}", "")
    elif script:
        known = LIKELY_WITH.get(f"{language}_{script}", "")
    likely_script, likely_region = (known[:4], known[4:]) if known else likely(language)
    return language, script or likely_script, region or likely_region


def _determined(script: str, region: str) -> tuple[str, str, str]:
    """Find the likely language of a script, a region, or both."""
    if not _undetermined:
        _undetermined.update(_pairs(cldr.UNDETERMINED))
    for key in (f"{script}_{region}" if script and region else "", region, script):
        if key and key in _undetermined:
            language, likely_script, likely_region = _undetermined[key].split("_")
            return language, script or likely_script, region or likely_region
    return "und", script, region


def minimal(subtags: Subtags) -> Subtags:
    """Drop the script where it is the likely one of the language and region."""
    language, script, region, variants = subtags
    if script and language != "und" and maximize(language, "", region)[1] == script:
        return Subtags(language, "", region, variants)
    return subtags


def join(subtags: Subtags) -> str:
    """Write subtags in gettext's style: ``zh_Hant_TW``, ``ca_ES_valencia``."""
    return "_".join(filter(None, subtags))
