from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from httplingo import tags
from httplingo._matching.subtags import LANGUAGE_ALIASES, TAG_ALIASES
from httplingo.errors import InvalidLocaleError

CANONICAL = {
    "zh-CN": "zh_CN",
    "zh_CN": "zh_CN",
    "zh-Hans-CN": "zh_CN",
    "zh_CN.UTF-8": "zh_CN",
    "zh_Hant_TW": "zh_TW",
    "ZH-hant": "zh_Hant",
    "zh-Hans": "zh",
    "zh-cmn-Hans-CN": "zh_CN",
    "zh-yue-HK": "yue_HK",
    "zh-min-nan": "nan",
    "sr-Latn": "sr_Latn",
    "sr@latin": "sr_Latn",
    "sr_RS.UTF-8@latin": "sr_Latn_RS",
    "sr-Latn-ME": "sr_ME",
    "pt_BR": "pt_BR",
    "iw": "he",
    "no": "nb",
    "no_NO": "nb_NO",
    "in": "id",
    "sh": "sr_Latn",
    "tl": "fil",
    "mo": "ro",
    "eng-840": "en_US",
    "hy-SU": "hy_AM",
    "prs": "fa_AF",
    "C": "en",
    "POSIX": "en",
    "C.UTF-8": "en",
    "en_US_POSIX": "en_US",
    "de_AT@euro": "de_AT",
    "ca_ES@valencia": "ca_ES_valencia",
    "de-1996": "de_1996",
    "sl-rozaj-biske-1994": "sl_rozaj_biske_1994",
    "de-DE-u-co-phonebk": "de_DE",
    "en-a-bbb-x-a-ccc": "en",
    "en-GB-oed": "en_GB_oxendict",
    "i-klingon": "tlh",
    "x-whatever": "und",
}

MALFORMED = [
    "../../etc/passwd",
    "/etc/passwd",
    "zh_CN\0",
    "zh_CN\n",
    "zh CN",
    "a" * 10_000,
    "en-" * 30_000,
    "",
    "-",
    "zh_",
    "_CN",
    "zh__CN",
    "a-DE",
    "a",
    "x",
    "i-nothing",
    "de-419-DE",
    "de-x",
    "de-u",
    "ar-a-aaa-b-",
    "en.",
    "en@",
    "en.UTF-8/..",
    "C.UTF-8\n",
    "(a+)+$",
    "٣٣",
    "дe",
    "\ud800",
    "\xff",
    "*",
    None,
    404,
    b"zh",
    ["zh"],
]


@pytest.mark.parametrize(("locale", "expected"), CANONICAL.items())
def test_every_spelling_has_one_canonical_name(locale: str, expected: str) -> None:
    assert tags.canonical(locale) == expected
    assert tags.canonical(expected) == expected
    assert tags.language_tag(locale) == expected.replace("_", "-")


@pytest.mark.parametrize("locale", MALFORMED, ids=lambda locale: ascii(locale)[:20])
def test_what_is_no_locale_is_refused_with_a_short_message(locale: object) -> None:
    for function in (tags.canonical, tags.parents, tags.direction, tags.language_tag):
        with pytest.raises(InvalidLocaleError) as caught:
            function(locale)  # type: ignore[arg-type]
        assert len(str(caught.value)) < 100


def test_every_locale_of_babel_is_read_in_its_own_spelling_and_as_a_tag() -> None:
    for identifier in locale_identifiers():
        name = tags.canonical(identifier)
        assert tags.canonical(identifier.replace("_", "-")) == name
        assert tags.canonical(str(Locale.parse(identifier))) == name
        assert tags.canonical(name.lower()) == name


def test_no_alias_leads_to_another() -> None:
    for alias in (*LANGUAGE_ALIASES, *TAG_ALIASES):
        name = tags.canonical(alias)
        assert tags.canonical(name) == name


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("es_MX", ("es_419", "es")),
        ("es_ES", ("es",)),
        ("en_GB", ("en_001", "en")),
        ("en_AT", ("en_150", "en_001", "en")),
        ("en_US", ("en",)),
        ("pt_AO", ("pt_PT", "pt")),
        ("pt_BR", ("pt",)),
        ("zh_CN", ("zh",)),
        ("zh_TW", ("zh_Hant",)),
        ("zh_HK", ("zh_Hant",)),
        ("zh_MO", ("zh_HK", "zh_Hant")),
        ("zh_Hans_HK", ("zh",)),
        ("zh_Hant", ()),
        ("sr_Latn", ()),
        ("sr_Latn_RS", ("sr_Latn",)),
        ("sr_ME", ("sr_Latn",)),
        ("sr_Cyrl_ME", ("sr",)),
        ("uz_AF", ("uz_Arab",)),
        ("nn", ("nb",)),
        ("nb", ()),
        ("no_NO", ("nb",)),
        ("hi_Latn", ("en_IN", "en_001", "en")),
        ("ca_ES@valencia", ("ca_ES", "ca")),
        ("en", ()),
        ("und", ()),
    ],
)
def test_parents_are_those_of_cldr_with_the_same_script(
    locale: str, expected: tuple[str, ...]
) -> None:
    assert tags.parents(locale) == expected


def test_parents_end_and_share_the_script_for_every_locale_of_babel() -> None:
    for identifier in locale_identifiers():
        chain = tags.parents(identifier)
        assert len(chain) == len(set(chain)) <= 4
        assert {tags.direction(parent) for parent in chain} <= {tags.direction(identifier)}


def test_directions_are_those_of_babel() -> None:
    for identifier in locale_identifiers():
        # HTML's dir knows no lines from top to bottom.
        expected = Locale.parse(identifier).text_direction.replace("ttb", "ltr")
        assert tags.direction(identifier) == expected, identifier


@given(st.text(max_size=40))
def test_canonicalizing_twice_is_canonicalizing_once(text: str) -> None:
    try:
        name = tags.canonical(text)
    except InvalidLocaleError:
        return
    assert tags.canonical(name) == name
    assert name.replace("_", "").isascii()
    assert name.replace("_", "").isalnum()


@given(st.from_regex(r"\A[a-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Z]{2}|[0-9]{3}))?\Z"))
def test_case_and_separators_do_not_matter(tag: str) -> None:
    name = tags.canonical(tag)
    assert tags.canonical(tag.upper()) == name
    assert tags.canonical(tag.lower().replace("-", "_")) == name
    assert tags.canonical(name) == name


def test_importing_tags_and_negotiation_loads_no_data() -> None:
    code = (
        "import sys; before = set(sys.modules); import httplingo.tags, httplingo.negotiation; "
        "print(*sorted(set(sys.modules) - before))"
    )
    source = pathlib.Path(tags.__file__).parents[1]
    loaded = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(source)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    matching = {name for name in loaded if name.startswith("httplingo._matching.")}
    assert matching == {"httplingo._matching.negotiator"}
