"""What readers of 48 languages, and of their neighbours, are served with."""

from __future__ import annotations

import pytest

from httplingo import tags
from httplingo.negotiation import explain, negotiate_locale

NAMES = (
    "ar de en es fr hi ja ko pt_BR ru zh_CN zh_TW it nl pl pt_PT sv da nb fi cs sk hu ro bg hr sr "
    "sl uk el tr he fa id ms vi th bn ur ta te mr ca lt lv et fil sw sr_Latn"
)
AVAILABLE = NAMES.split()

READERS = {
    "pt": "pt_BR",
    "pt-BR": "pt_BR",
    "pt-AO": "pt_PT",
    "pt-MZ": "pt_PT",
    "no": "nb",
    "nn": "nb",
    "nb-NO": "nb",
    "nn-NO": "nb",
    "da-GL": "da",
    "fo": "da",
    "sv-FI": "sv",
    "sr": "sr",
    "sr-RS": "sr",
    "sr-Cyrl": "sr",
    "sr-Latn": "sr_Latn",
    "sr-Latn-RS": "sr_Latn",
    "sh": "sr_Latn",
    "sr-ME": "sr_Latn",
    "hr-BA": "hr",
    "bs": "hr",
    "bs-BA": "hr",
    "bs-Cyrl": "sr",
    "in": "id",
    "id-ID": "id",
    "iw": "he",
    "iw-IL": "he",
    "tl": "fil",
    "tl-PH": "fil",
    "mo": "ro",
    "ro-MD": "ro",
    "zh-SG": "zh_CN",
    "zh-MY": "zh_CN",
    "zh-HK": "zh_TW",
    "zh-MO": "zh_TW",
    "zh-Hant-MY": "zh_TW",
    "yue": "zh_TW",
    "ca-valencia": "ca",
    "ca-ES-valencia": "ca",
    "ca-AD": "ca",
    "gl": "es",
    "fa-AF": "fa",
    "prs": "fa",
    "ur-IN": "ur",
    "ms-SG": "ms",
    "jv": "id",
    "cs": "cs",
    "sk": "sk",
    "uk": "uk",
    "gsw": "de",
    "lb": "de",
    "af": "nl",
    "nl-BE": "nl",
    "ltg": "lv",
    "vro": "et",
    "bn-IN": "bn",
    "ta-LK": "ta",
    "hi-Latn": "hi",
    "sw-KE": "sw",
    "el-CY": "el",
    "tr-CY": "tr",
    "be": "ru",
    "eu": "es",
    "is": "en",
    "mk": "en",
    "sq": "en",
}


@pytest.mark.parametrize(("header", "expected"), READERS.items())
def test_readers_of_neighbouring_languages_are_served(header: str, expected: str) -> None:
    assert negotiate_locale(header, AVAILABLE) == expected
    assert (tags.best_match(header, AVAILABLE) or "en") == expected


@pytest.mark.parametrize("locale", AVAILABLE)
def test_every_language_finds_itself(locale: str) -> None:
    tag = tags.language_tag(locale)
    assert negotiate_locale(tag, AVAILABLE, default="x-none") == locale
    assert negotiate_locale(f"{tag},en;q=0.1", AVAILABLE) == locale
    assert explain(tag, AVAILABLE)[0].distance == 0


@pytest.mark.parametrize(
    ("desired", "available"),
    [
        ("uk", "ru"),
        ("cs", "sk"),
        ("sk", "cs"),
        ("hr", "sr_Latn"),
        ("hr", "sr"),
        ("hr-BA", "sr_Latn"),
        ("sr-Latn", "hr"),
        ("sr-Latn", "sr"),
        ("sr", "hr"),
        ("ku", "tr"),
        ("bo", "zh_CN"),
        ("ug", "zh_CN"),
    ],
)
def test_no_reader_is_sent_to_the_language_of_a_rival_neighbour(
    desired: str, available: str
) -> None:
    assert tags.best_match(desired, [available]) is None
    assert negotiate_locale(desired, [available, "en"]) == "en"
    assert negotiate_locale(f"{desired},de;q=0.1", [available, "en", "de"]) == "de"
    # Who names it as well is served with it.
    assert negotiate_locale(f"{desired},{available};q=0.1", [available, "en"]) == available


def test_bosnian_stays_near_both_of_its_neighbours() -> None:
    assert tags.best_match("bs", ["sr_Latn", "en"]) == "sr_Latn"
    assert tags.best_match("bs", ["sr_Latn", "hr"]) == "hr"
    assert tags.best_match("hr", ["bs", "en"]) == "bs"
    assert tags.best_match("sr-Latn", ["bs", "en"]) == "bs"
