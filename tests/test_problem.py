"""A problem of a site's own: its texts, what it carries, and what it refuses."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from httplingo import Lingo, Problem, UnknownStatusError, lazy_message, use_locale
from httplingo.problem import filled_in


@pytest.fixture
def site() -> Lingo:
    lingo = Lingo()
    lingo.add_messages("en", {"seat-taken.phrase": "Seat {seat} is taken"})
    lingo.add_messages("de", {"seat-taken.advice": "Wählen Sie einen anderen Platz."})
    return lingo


def test_texts_come_from_the_catalogs_and_say_their_language(site: Lingo) -> None:
    problem = Problem(409, "seat-taken", seat="12A")
    english = problem.details(site, "en")
    assert english["title"] == "Seat 12A is taken"
    assert "detail_locale" not in english
    german = problem.details(site, "de")
    assert german["advice"] == "Wählen Sie einen anderen Platz."
    assert (german["title"], german["detail_locale"]) == ("Seat 12A is taken", "en")
    assert german["extensions"] == {"code": "seat-taken"}
    assert german["type"] == "urn:problem-type:seat-taken"


def test_words_given_win_and_lazy_ones_are_asked_when_they_are_shown(site: Lingo) -> None:
    problem = Problem(409, "seat-taken", title="Taken", detail=lazy_message(404), type="/p/1")
    with use_locale("de"):
        shown = problem.details(site, None)
    assert (shown["title"], shown["detail"]) == ("Taken", "404 Nicht gefunden")
    assert shown["type"] == "/p/1"


class Hostile:
    secret = "secret"

    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("text", "values", "shown"),
    [
        ("{seat} {none}", {"seat": "12A"}, "12A {none}"),
        ("{a.secret} {a[0]} {a!r} {a:>5} {0} {}", {"a": Hostile()}, None),
        ("{a}", {"a": Hostile()}, None),
        ("{a}", {"a": "{b}", "b": "no"}, "{b}"),
    ],
)
def test_a_placeholder_is_a_name_and_no_more(
    text: str, values: dict[str, Any], shown: str | None
) -> None:
    assert filled_in(text, values) == (text if shown is None else shown)


@given(st.text(max_size=60), st.dictionaries(st.text(max_size=5), st.text(max_size=10)))
def test_no_text_and_no_value_is_an_error(text: str, values: dict[str, str]) -> None:
    assert isinstance(filled_in(text, values), str)


@pytest.mark.parametrize("status", [200, 302, 99, 600, "x"])
def test_a_status_that_is_no_error_is_refused(status: Any) -> None:
    with pytest.raises(UnknownStatusError):
        Problem(status)


@pytest.mark.parametrize("name", ["Seat", "seat_taken", "-seat", "404 ", "seat--taken"])
def test_a_name_is_in_lower_case_and_hyphens(name: str) -> None:
    with pytest.raises(ValueError, match="seat-taken"):
        Problem(409, name)


def test_it_arrives_whole_in_another_process() -> None:
    problem = Problem(
        409, "seat-taken", detail="x", headers={"Retry-After": "5"}, members={"a": 1}, seat="12A"
    )
    arrived = pickle.loads(pickle.dumps(problem))
    assert vars(arrived) == vars(problem)
    assert arrived.args == problem.args
    assert str(arrived) == str(problem)
