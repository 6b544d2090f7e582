"""Names of locales: canonical spelling, parents, direction, and the best match among many.

A locale comes in as ``zh-Hans-CN``, ``zh_CN`` or ``zh_CN.UTF-8`` and goes out in gettext's style,
``zh_CN``. Importing this module loads no CLDR data; the first name that needs it does.
"""

from __future__ import annotations

from httplingo.errors import InvalidLocaleError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Literal

    from httplingo._matching.subtags import Subtags

# CLDR's character order; the scripts of Unicode whose letters run from right to left.
RIGHT_TO_LEFT = (
    "Adlm Arab Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero "
    "Narb Nbat Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sidt Sogd Sogo Syrc Thaa Yezi"
)


def _subtags(locale: object) -> Subtags:
    """Read a locale in any spelling, or raise `InvalidLocaleError`."""
    from httplingo._matching import subtags

    read = subtags.read(locale)
    if read is None:
        if not isinstance(locale, str):
            raise InvalidLocaleError(f"a locale is a string, not {type(locale).__name__}")
        more = "…" if len(locale) > 40 else ""
        raise InvalidLocaleError(f"not a locale: {locale[:40]!r}{more}")
    return read


def canonical(locale: str) -> str:
    """Return a locale's canonical name in gettext's style (RFC 5646, 4.5; UTS #35, Annex C).

    Deprecated subtags are replaced, the script is dropped where the language and region imply it,
    and so are character sets, extensions and private use, since they choose no text. ``C`` and
    ``POSIX`` are English, the language of untranslated programs. No file is looked for.

    Args:
        locale: BCP 47 (``zh-Hans-CN``), gettext (``sr@latin``) or POSIX (``zh_CN.UTF-8``).

    Raises:
        InvalidLocaleError: It is malformed, longer than 128 characters, or no string.

    >>> canonical("zh-Hans-CN"), canonical("zh_Hant_TW"), canonical("sr@latin"), canonical("iw")
    ('zh_CN', 'zh_TW', 'sr_Latn', 'he')
    >>> canonical("../../etc/passwd")
    Traceback (most recent call last):
    httplingo.errors.InvalidLocaleError: not a locale: '../../etc/passwd'
    """
    read = _subtags(locale)
    from httplingo._matching import subtags

    return subtags.join(subtags.minimal(read))


def language_tag(locale: str) -> str:
    """Return a locale's canonical BCP 47 tag, as ``lang`` and ``Content-Language`` want it.

    Raises:
        InvalidLocaleError: It is malformed.

    >>> language_tag("zh_CN"), language_tag("sr@latin")
    ('zh-CN', 'sr-Latn')
    """
    return canonical(locale).replace("_", "-")


def parents(locale: str) -> tuple[str, ...]:
    """Return the locales whose texts a locale may borrow, the nearest first, without the root.

    CLDR's parents (UTS #35, Part 1, Parent Locales) as far as they share the script: nobody who
    reads one alphabet is sent to another.

    Raises:
        InvalidLocaleError: It is malformed.

    >>> parents("es_MX"), parents("zh_HK"), parents("zh_CN"), parents("pt_AO")
    (('es_419', 'es'), ('zh_Hant',), ('zh',), ('pt_PT', 'pt'))
    """
    from httplingo._matching import data, subtags

    language, script, region, variants = _subtags(locale)
    here = subtags.maximize(language, script, region)[1]
    if here != subtags.maximize(language, "", "")[1]:
        script = here
    elif script == here:
        script = ""
    chain: list[str] = []
    while True:
        special = subtags.group_of(data.PARENTS, "_".join(filter(None, (language, script, region))))
        if variants:
            variants = ""
        elif special:
            language, script, region, variants = _subtags(special)
        elif region:
            region = ""
        elif script:
            script = ""
        else:
            break
        if subtags.maximize(language, script, region)[1] != here:
            break
        chain.append(subtags.join(subtags.minimal((language, script, region, ""))))
    return tuple(chain)


def direction(locale: str) -> Literal["ltr", "rtl"]:
    """Return the direction of a locale's script, as HTML's ``dir`` names it.

    Raises:
        InvalidLocaleError: It is malformed.

    >>> direction("ar"), direction("az_IR"), direction("uz_Latn"), direction("pa_PK")
    ('rtl', 'rtl', 'ltr', 'rtl')
    """
    from httplingo._matching import subtags

    language, script, region, _ = _subtags(locale)
    script = script or subtags.maximize(language, script, region)[1]
    return "rtl" if script and script in RIGHT_TO_LEFT else "ltr"


def best_match(desired: Iterable[str], available: Collection[str]) -> str | None:
    """Return the available locale that a reader of the desired ones is served best with.

    CLDR's language matching (UTS #35, Part 1, Language Matching): the smallest distance wins, where
    every place further down the list of desired locales costs as much as a region that is
    another's. Among equals the exact tag wins, then the likely region, then the order given.

    Args:
        desired: Locales in any spelling, the most wanted first; or one locale.
        available: The locales to choose from, in any spelling.

    Returns:
        An element of ``available`` as it stands there, or None where nothing is near enough.

    Raises:
        InvalidLocaleError: A locale on either side is malformed.

    >>> best_match(["zh-HK", "en"], ["en", "zh_CN", "zh_TW"])
    'zh_TW'
    >>> best_match(["sr-Latn"], ["en", "sr_Cyrl"]) is None
    True
    """
    from httplingo._matching.distance import index_of
    from httplingo._matching.preference import best

    wanted = [desired] if isinstance(desired, str) else desired
    return best(index_of(available), [(locale, _subtags(locale)) for locale in wanted])
