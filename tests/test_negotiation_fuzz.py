"""Any header, and what holds for all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from httplingo import negotiation, tags
from httplingo._matching import distance as matching
from httplingo._matching import header as accept
from httplingo._matching import subtags
from httplingo.negotiation import explain, negotiate_locale, negotiate_media_type

NAMES = "en en_GB de fr es es_419 pt_PT zh_CN zh_TW sr_Latn sr_Cyrl nb ar he hi"
AVAILABLE = st.lists(st.sampled_from(NAMES.split()), max_size=8, unique=True)
WORDS = (
    "en en-GB de de-AT fr es-MX pt zh zh-HK zh-Hant-TW zh-Hans-CN sr-Latn no iw und-TW x-a "
    "i-klingon * en- -de ../x q= ;q=0 ;q=1 ;q=0.5 ;q=0.333 ;q=-1 ;q=NaN ;q=٣ ;q=1e9 , ,, ; "
    '" \\ \0 \t é \ud800'
)
TAGS = "en en-GB de de-AT fr es-MX zh-HK zh-CN sr-Latn no iw ja uk"
PIECES = st.lists(st.sampled_from([*WORDS.split(" "), " ", ","]), max_size=60).map("".join)
MEMBERS = st.lists(
    st.tuples(
        st.sampled_from(TAGS.split()),
        st.sampled_from(["", ";q=1", ";q=0.9", ";q=0.5", ";q=0.1", ";q=0"]),
    ).map("".join),
    max_size=6,
)


@given(st.one_of(PIECES, st.text(max_size=200), st.text(min_size=1_000, max_size=1_200)), AVAILABLE)
def test_any_header_is_answered_with_an_available_locale_or_the_default(
    header: str, available: list[str]
) -> None:
    answer = negotiate_locale(header, available)
    assert answer in {*available, "en"}
    assert negotiate_locale(header, available) == answer
    assert negotiate_locale(header, available, mode="lookup") in {*available, "en"}
    assert any(reason.locale == answer for reason in explain(header, available))
    assert negotiate_media_type(header, ["text/html", "text/plain"]) in {
        "text/html",
        "text/plain",
        None,
    }
    assert len(negotiation._others) <= negotiation.SETS
    assert len(matching._indexes) <= matching.INDEXES


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(header: bytes) -> None:
    assert negotiate_locale(header, ("de", "en")) in {"de", "en"}


@given(MEMBERS, AVAILABLE)
def test_an_unrelated_language_with_a_lower_weight_changes_nothing(
    members: list[str], available: list[str]
) -> None:
    header = ",".join(members)
    assert negotiate_locale(f"{header},tlh;q=0.01", available) == negotiate_locale(
        header, available
    )


@given(MEMBERS, AVAILABLE)
def test_case_separators_and_spaces_do_not_matter(members: list[str], available: list[str]) -> None:
    answer = negotiate_locale(",".join(members), available)
    assert negotiate_locale(" ,\t".join(members).upper(), available) == answer
    assert negotiate_locale(" , ".join(members).replace("-", "_"), available) == answer


@given(st.lists(st.sampled_from(NAMES.split()), min_size=1, max_size=4), AVAILABLE)
def test_a_header_without_weights_is_a_list_of_desired_locales(
    desired: list[str], available: list[str]
) -> None:
    header = ",".join(locale.replace("_", "-") for locale in desired)
    expected = tags.best_match(desired, available)
    assert negotiate_locale(header, available, default="x-none") == (expected or "x-none")


@given(st.text(alphabet="enzhHTW-_019x", max_size=20))
def test_a_headers_tag_is_read_as_any_other_tag(text: str) -> None:
    whole = subtags.parse(text)
    if whole is not None:
        assert subtags.parse_range(text.replace("_", "-").lower()) == whole[:3]


@given(st.text(max_size=8))
def test_a_weight_is_between_nothing_and_all(text: str) -> None:
    assert 0 <= accept.qvalue(text) <= 1000
    assert 0 <= accept.weight_of(f"q={text}") <= 1000
