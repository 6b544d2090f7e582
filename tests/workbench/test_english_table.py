from __future__ import annotations

from pathlib import Path

import pytest

from httplingo.workbench.faults import FaultsError
from httplingo.workbench.project import Project
from httplingo.workbench.source.english import STATUS_HEAD, WORDS_HEAD, read_english_table


def table(head: tuple[str, ...], *rows: str) -> str:
    rule = "|".join(["---"] * len(head))
    return "\n".join([f"| {' | '.join(head)} |", f"|{rule}|", *rows, "", ""])


GOOD = "| 404 | Not Found | Not there. | Go home. | RFC 9110 |  |  |"
WORDS = table(WORDS_HEAD, "| page.home | Home page | a link |")


def test_every_value_of_the_iana_registry_has_its_texts(shipped: Project) -> None:
    english = read_english_table(shipped.english_table, "en.md")
    codes = [int(name) for name in english.statuses if name.isdecimal()]
    assert len(codes) == 64
    assert {104, 208, 226, 418, 421, 422, 423, 424, 425, 451, 506, 507, 508, 510, 511} <= set(codes)
    assert {name for name in english.statuses if not name.isdecimal()} == {
        f"{digit}xx" for digit in range(1, 6)
    }
    assert codes == sorted(codes)
    phrases = {name: status.phrase for name, status in english.statuses.items()}
    assert phrases["413"] == "Content Too Large"
    assert phrases["422"] == "Unprocessable Content"
    assert phrases["306"] == phrases["418"] == "(Unused)"
    notes = {
        name: status.note.partition(",")[0]
        for name, status in english.statuses.items()
        if status.note
    }
    assert notes == {
        "104": "temporary",
        "305": "deprecated",
        "306": "unused",
        "418": "unused",
        "510": "obsoleted",
    }


def test_descriptions_and_advice_are_whole_short_sentences(shipped: Project) -> None:
    english = read_english_table(shipped.english_table, "en.md")
    for status in (*english.statuses.values(), *english.problems.values()):
        assert len(status.phrase) <= 40
        assert not status.phrase.endswith(".")
        assert status.description.endswith(".")
        assert len(status.description) <= 400
        assert status.advice == "" or status.advice.endswith(".")
        assert len(status.advice) <= 240
        for text in (status.phrase, status.description, status.advice):
            assert "  " not in text
            assert "\n" not in text
            assert not set(text) & set("<>*`_\"'")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("| 999 | x | y | z | RFC |  |  |", "not a status code"),
        ("| 6xx | x | y | z | RFC |  |  |", "not a status code"),
        ("| 405 |  | y | z | RFC |  |  |", "no phrase for 405"),
        ("| 405 | x | y |  | RFC |  |  |", "no advice for 405"),
        ("| 301 | x | y |  | RFC |  |  |", "no advice for 301"),
        ("| 200 | x | y | z | RFC |  |  |", "advice for 200: only 3xx, 4xx and 5xx have any"),
        ("| form-expired | x | y |  |  |  |  |", "no advice for form-expired"),
        ("| form-expired | x | y | z |  | old |  |", "a note or a former name for form-expired"),
        ("| 4xx | x | y | z | RFC | old |  |", "a note or a former name for 4xx"),
        ("| Form_Expired | x | y | z |  |  |  |", "not a status code from 100 to 599"),
        ("| page | x | y | z |  |  |  |", "not a status code from 100 to 599"),
        ("| 405 | x | y | z |  |  |  |", "no reference for 405"),
        ("| 405 | x | y | z | RFC |  | odd |", "unknown note 'odd'"),
        (GOOD, "404 stands already in line 3"),
        ("| 405 | x | y | z | RFC |", "5 cells where the head has 7"),
    ],
)
def test_a_faulty_row_is_named_with_its_line(tmp_path: Path, row: str, fault: str) -> None:
    path = tmp_path / "en.md"
    path.write_text(table(STATUS_HEAD, GOOD, row) + WORDS, "utf-8")
    with pytest.raises(FaultsError) as caught:
        read_english_table(path, "en.md")
    assert str(caught.value).startswith(f"en.md:4: {fault}")


def test_a_redirect_has_advice_and_a_problem_needs_no_specification(tmp_path: Path) -> None:
    path = tmp_path / "en.md"
    redirect = "| 301 | Moved | It is elsewhere. | Follow the link. | RFC 9110 |  |  |"
    problem = "| form-expired | Form Expired | Too old. | Open it again. |  |  |  |"
    path.write_text(table(STATUS_HEAD, redirect, problem, GOOD) + WORDS, "utf-8")
    english = read_english_table(path, "en.md")
    assert english.statuses["301"].advice == "Follow the link."
    assert list(english.statuses) == ["301", "404"]
    assert english.problems["form-expired"].phrase == "Form Expired"


def test_a_missing_table_and_a_faulty_word_are_named_together(tmp_path: Path) -> None:
    path = tmp_path / "en.md"
    path.write_text(table(WORDS_HEAD, "| home | Home |  |", "| page.x |  |  |"), "utf-8")
    with pytest.raises(FaultsError) as caught:
        read_english_table(path, "en.md")
    assert [str(fault).partition(",")[0] for fault in caught.value.faults] == [
        "en.md: no table with the columns Code",
        "en.md:3: not a key of the form page.word: 'home'",
        "en.md:4: no text for page.x",
    ]
