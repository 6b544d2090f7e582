"""`httplingo catalog extract`: from a site's code to its template, its catalogs and its answers."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract_from_file

from httplingo import Lingo, Problem

from .conftest import Command

CODE = """
from httplingo import Problem
from httplingo.integrations.flask import problem_response

def book(seat, name):
    if taken(seat):
        raise Problem(409, "seat-taken", seat=seat, headers={"Retry-After": "5"})
    if sold_out():
        return problem_response(409, "sold-out", detail="Nothing is left.")
    if name:
        raise Problem(400, name)
    raise Problem(404, "no-such-seat", title="No such seat")

def pay():
    raise OurProblem(402, "card-refused")
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "views.py").write_text(CODE, "utf-8")
    (tmp_path / "app" / "notes.txt").write_text('Problem(409, "not-python")', "utf-8")
    return tmp_path


def texts(path: Path) -> dict[str, polib.POEntry]:
    return {entry.msgctxt: entry for entry in polib.pofile(str(path))}


def test_problems_of_the_code_reach_catalogs_and_answers(site: Path, command: Command) -> None:
    folder = site / "texts"
    done = command("extract", str(site / "app"), "--directory", str(folder))
    assert done.status == 0, done
    assert "2 problems, changed" in done.out
    template = texts(folder / "httplingo.pot")
    assert template["seat-taken.phrase"].msgid == "Seat taken"
    assert template["seat-taken.phrase"].comment == "Placeholders: {seat}"
    assert "sold-out.phrase" in template
    assert "404.advice" in template
    assert not [key for key in template if key.startswith(("no-such-seat", "not-python", "card"))]

    file = polib.pofile(str(folder / "httplingo.pot"), wrapwidth=0)
    next(x for x in file if x.msgctxt == "seat-taken.phrase").msgid = "Seat {seat} is taken"
    file.save()
    assert command("init", "de", "--directory", str(folder)).status == 0
    path = folder / "de" / "LC_MESSAGES" / "httplingo.po"
    file = polib.pofile(str(path), wrapwidth=0)
    entry = next(entry for entry in file if entry.msgctxt == "seat-taken.phrase")
    entry.msgstr = "Platz {seat} ist belegt"
    file.save()
    assert command("compile", "--directory", str(folder)).status == 0
    lingo = Lingo(catalogs=[folder])
    details = Problem(409, "seat-taken", seat="12A").details(lingo, "de")
    assert details["title"] == "Platz 12A ist belegt"


def test_a_second_run_changes_nothing_and_check_says_what_lags(
    site: Path, command: Command
) -> None:
    arguments = ["extract", str(site / "app"), "--directory", str(site / "texts")]
    (site / "texts").mkdir()
    assert command(*arguments, "--check").status == 1
    assert not list((site / "texts").iterdir())
    command(*arguments)
    before = (site / "texts" / "httplingo.pot").read_bytes()
    assert command(*arguments, "--check").status == 0
    done = command(*arguments, "--format", "json")
    assert json.loads(done.out)["changed"] is False
    assert (site / "texts" / "httplingo.pot").read_bytes() == before


def test_english_that_somebody_wrote_stays_and_a_vanished_problem_goes(
    site: Path, command: Command
) -> None:
    folder = site / "texts"
    arguments = ["extract", str(site / "app"), "--directory", str(folder)]
    command(*arguments)
    path = folder / "httplingo.pot"
    file = polib.pofile(str(path), wrapwidth=0)
    next(x for x in file if x.msgctxt == "seat-taken.phrase").msgid = "Seat {seat} is taken"
    file.append(polib.POEntry(msgctxt="seat-taken.advice", msgid="Choose another seat."))
    file.save()
    command(*arguments)
    template = texts(path)
    assert template["seat-taken.phrase"].msgid == "Seat {seat} is taken"
    assert template["seat-taken.advice"].msgid == "Choose another seat."

    english = folder / "en" / "LC_MESSAGES" / "httplingo.po"
    command("init", "en", "--directory", str(folder))
    file = polib.pofile(str(english), wrapwidth=0)
    next(x for x in file if x.msgctxt == "seat-taken.advice").msgstr = "Pick another seat."
    next(x for x in file if x.msgctxt == "404.advice").msgstr = "Ask at the desk."
    file.save()
    command(*arguments)
    template = texts(path)
    assert template["seat-taken.advice"].msgid == "Pick another seat."
    assert template["404.advice"].msgid != "Ask at the desk.", "the package's English is the key"

    (site / "app" / "views.py").write_text("", "utf-8")
    command(*arguments)
    left = {key for key in texts(path) if key.startswith(("seat-taken", "sold-out"))}
    assert left == {"seat-taken.advice"}, "what a catalog says is never dropped"


def test_more_callables_and_what_is_wrong(site: Path, command: Command) -> None:
    folder = str(site / "texts")
    done = command(
        "extract", str(site / "app" / "views.py"), "-k", "OurProblem", "--directory", folder
    )
    assert "card-refused" in done.out
    done = command("extract", str(site / "nowhere"), "--directory", folder)
    assert (done.status, done.err.count("no such file or folder")) == (2, 1)
    (site / "app" / "broken.py").write_text("x = (\n", "utf-8")
    done = command("extract", str(site / "app"), "--directory", folder)
    assert done.status == 2
    assert "broken.py:1: " in done.err
    assert "Traceback" not in done.err


def test_the_projects_own_template_is_not_touched(site: Path, command: Command) -> None:
    done = command("extract", str(site / "app"))
    assert done.status == 2
    assert "--directory" in done.err


def test_pybabel_finds_the_extraction_method(site: Path) -> None:
    path = site / "app" / "views.py"
    rows = list(extract_from_file("httplingo-problems", path, options={"callables": "OurProblem"}))
    assert [row[3] for row in rows] == [
        "seat-taken.phrase",
        "sold-out.phrase",
        "card-refused.phrase",
    ]
