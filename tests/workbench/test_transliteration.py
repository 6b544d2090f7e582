from __future__ import annotations

from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from httplingo.workbench.checks import load, run_checks
from httplingo.workbench.faults import FaultsError
from httplingo.workbench.init import start
from httplingo.workbench.po.files import key_of, read_po
from httplingo.workbench.project import Project
from httplingo.workbench.review.sign import record
from httplingo.workbench.transliteration import serbian_latin
from httplingo.workbench.update import update

LETTERS = "абвгдђежзијклљмнњопрстћуфхцчџш"
BACK = {serbian_latin(letter): letter for letter in LETTERS}


def cyrillic(latin: str) -> str:
    """Read Latin letters as a Serbian does: two that are one letter first."""
    text = ""
    while latin:
        size = 2 if latin[:2] in BACK else 1
        text, latin = text + BACK[latin[:size]], latin[size:]
    return text


def translate(project: Project, locale: str, key: str, text: str, **changes: object) -> None:
    file = read_po(project.catalog(locale))
    entry = next(entry for entry in file if key_of(entry) == key)
    entry.msgstr = text
    for name, value in changes.items():
        setattr(entry, name, value)
    file.save(str(project.catalog(locale)))


def entry_of(project: Project, locale: str, key: str) -> polib.POEntry:
    return next(entry for entry in read_po(project.catalog(locale)) if key_of(entry) == key)


@pytest.fixture
def serbian(project: Project) -> Project:
    start(project, "sr")
    translate(project, "sr", "404.phrase", "Није пронађено")
    update(project)
    return project


@given(
    st.text(LETTERS, max_size=30).filter(lambda text: not {"нј", "лј", "дж"} & set(_pairs(text)))
)
def test_a_reader_reads_the_same_letters(text: str) -> None:
    assert cyrillic(serbian_latin(text)) == text


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text))]


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Његов УРИ, {code}: „HTTP“", "Njegov URI, {code}: „HTTP“"),
        ("ЊЕГОШ", "NJEGOŠ"),
        ("Џ", "Dž"),
        ("ђак, чаша, ћуп, жаба, Ђак", "đak, čaša, ćup, žaba, Đak"),
    ],
)
def test_capitals_and_other_letters(cyrillic: str, latin: str) -> None:
    assert serbian_latin(cyrillic) == latin


def test_an_update_makes_the_catalog(serbian: Project) -> None:
    assert entry_of(serbian, "sr_Latn", "404.phrase").msgstr == "Nije pronađeno"
    header = read_po(serbian.catalog("sr_Latn")).metadata
    assert (header["Language"], header["Plural-Forms"]) == (
        "sr_Latn",
        read_po(serbian.catalog("sr")).metadata["Plural-Forms"],
    )
    assert update(serbian)[0] == []


def test_the_catalog_follows_every_change(serbian: Project) -> None:
    translate(
        serbian, "sr", "404.phrase", "Нема", tcomment="ignore: term - кратко", flags=["fuzzy"]
    )
    changes, _ = update(serbian, ["sr"], write=False)
    assert [(change.path, change.summary) for change in changes] == [
        (serbian.catalog("sr_Latn"), "1 updated")
    ]
    assert changes[0].drift
    update(serbian, ["sr"])
    made = entry_of(serbian, "sr_Latn", "404.phrase")
    assert (made.msgstr, made.fuzzy, made.tcomment) == ("Nema", True, "")


def test_what_somebody_writes_into_it_is_drift(serbian: Project) -> None:
    translate(serbian, "sr_Latn", "404.phrase", "Nema ga")
    changes, _ = update(serbian, write=False)
    assert [(change.path, change.drift) for change in changes] == [
        (serbian.catalog("sr_Latn"), True)
    ]


def test_a_review_stays_with_what_was_read(serbian: Project) -> None:
    record(serbian, "sr", ["404.phrase"], "A. Reader", "2026-11-22")
    update(serbian)
    assert entry_of(serbian, "sr_Latn", "404.phrase").tcomment == ""


def test_nobody_signs_or_starts_it(serbian: Project) -> None:
    with pytest.raises(FaultsError, match=r"sr_Latn.*: is made from sr by each update"):
        record(serbian, "sr_Latn", [], "A. Reader", "2026-11-22")
    with pytest.raises(FaultsError, match="is made from sr by each update"):
        start(serbian, "sr-Latn")


def test_a_site_translates_it_like_any_other(tmp_path: Path) -> None:
    site = Project(tmp_path)
    start(site, "sr")
    start(site, "sr_Latn")
    translate(site, "sr", "404.phrase", "Нема")
    update(site)
    assert entry_of(site, "sr_Latn", "404.phrase").msgstr == ""


def test_checks_complain_where_a_translator_can_mend_it(serbian: Project) -> None:
    translate(serbian, "sr", "404.phrase", "Није  пронађено")
    translate(serbian, "sr", "page.retry_after", "Покушајте {време}.")
    update(serbian)
    found = {
        locale: {finding.check for finding in run_checks(load(serbian, locale))}
        for locale in ("sr", "sr_Latn")
    }
    assert {"spaces", "placeholders"} <= found["sr"]
    assert found["sr_Latn"] == {"placeholders"}
