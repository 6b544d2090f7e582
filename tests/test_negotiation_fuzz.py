"""Any header, and what holds for all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from httplingo import tags
from httplingo._matching.header import qvalue, weight_of
from httplingo._matching.subtags import parse, parse_range
from httplingo.negotiation import explain, negotiate_locale, negotiate_media_type

NAMES = "en en_GB en_XA de fr es es_419 pt_PT zh_CN zh_TW sr_Latn sr_Cyrl hr bs nb ar ar_XB he hi"
AVAILABLE = st.lists(st.sampled_from(NAMES.split()), max_size=8, unique=True)
WORDS = (
    "en en-GB de de-AT fr es-MX pt zh zh-HK zh-Hant-TW zh-Hans-CN sr-Latn no iw und-TW x-a "
    "i-klingon * en- -de ../x q= ;q=0 ;q=1 ;q=0.5 ;q=0.333 ;q=-1 ;q=NaN ;q=٣ ;q=1e9 , ,, ; "
    '" \\ \0 \t é \ud800'
)
TAGS = "en en-GB en-XA de de-AT fr es-MX zh-HK zh-CN sr-Latn sh bs no iw ja uk *"
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
    chosen = [one.locale for one in explain(header, available) if one.reason.startswith("chosen")]
    assert chosen == [answer]
    assert negotiate_media_type(header, ["text/html", "text/plain"]) in {
        "text/html",
        "text/plain",
        None,
    }


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


@given(MEMBERS, AVAILABLE)
def test_a_pseudo_locale_is_for_those_who_name_it(members: list[str], available: list[str]) -> None:
    answer = negotiate_locale(",".join(members), available)
    assert not answer.endswith(("XA", "XB")) or any("-XA" in member for member in members)


@given(MEMBERS.map(lambda members: [one.partition(";")[0] for one in members]), AVAILABLE)
def test_a_sequence_is_answered_as_a_header_without_weights(
    locales: list[str], available: list[str]
) -> None:
    named = [one for one in locales if one != "*"]
    assert negotiate_locale(named, available) == negotiate_locale(",".join(named), available)


@given(st.text(alphabet="enzhHTW-_019x", max_size=20))
def test_a_headers_tag_is_read_as_any_other_tag(text: str) -> None:
    whole = parse(text)
    if whole is not None:
        assert parse_range(text.replace("_", "-").lower()) == whole[:3]


@given(st.text(max_size=8))
def test_a_weight_is_between_nothing_and_all(text: str) -> None:
    assert 0 <= qvalue(text) <= 1000
    assert 0 <= weight_of(f"q={text}") <= 1000
