"""`httplingo catalog review`: a sheet to read, a record of who read it, and when that is stale."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from .conftest import Command
from .test_catalog_verbs import catalog, count, edit, msgfmt


def test_a_review_goes_stale_when_the_text_or_its_english_changes(
    command: Command, folder: Path
) -> None:
    path = catalog(folder, "de")
    command("review", "de", "404", "--sign", "A. Editor", "--directory", folder)
    assert command("check", "de", "--only", "stale-review", "--directory", folder).status == 0
    edit(path, "404.phrase", msgstr="Unauffindbar")
    done = command("check", "de", "--only", "stale-review", "--directory", folder)
    assert "the text changed since A. Editor reviewed it on 20" in done.out
    edit(path, "404.advice", msgid="There is no page here.")
    done = command("check", "de", "--only", "stale-review", "--directory", folder)
    assert "404.advice: the English changed since" in done.out
    row = json.loads(command("stats", "de", "--directory", folder, "--format", "json").out)[0]
    assert (row["reviewed"], row["stale"]) == (1, 2)


@pytest.mark.system
def test_a_review_written_by_hand_is_sealed_with_the_english_that_was_read(
    command: Command, folder: Path
) -> None:
    path = catalog(folder, "de")
    edit(path, "410.phrase", tcomment="reviewed: A. Editor, 2026-11-22")
    table = folder / "source" / "status-codes.en.md"
    table.write_text(table.read_text("utf-8").replace("| Gone |", "| Gone Away |"), "utf-8")
    command("update", "--directory", folder)
    # The translator looks at it, lets the text stand, and takes the fuzzy mark away.
    subprocess.run(["msgattrib", "--clear-fuzzy", str(path), "-o", str(path)], check=True)
    done = command("check", "de", "--only", "stale-review", "--directory", folder)
    assert "410.phrase: the English changed since A. Editor reviewed it on 2026-11-22" in done.out


class Cells(HTMLParser):
    """Collects the rows of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = 0
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.rows += tag == "tr"
        assert not any(name.startswith("on") for name, _ in attrs)


def test_review_shows_english_translation_and_state_side_by_side(
    command: Command, folder: Path
) -> None:
    sheet = command("review", "de", "404", "--directory", folder).out
    assert "| 404.phrase | Not Found | Nicht gefunden | draft | RFC 9110, Section 15.5.5 |" in sheet
    edit(catalog(folder, "ar"), "404.phrase", msgstr="<script>alert(1)</script>")
    page = command("review", "ar", "--format", "html", "--directory", folder).out
    cells = Cells()
    cells.feed(page)
    assert cells.rows == count(folder) + 1
    assert "script" not in cells.tags
    assert 'lang="ar" dir="rtl"' in page
    assert len(
        json.loads(command("review", "ar", "--format", "json", "--directory", folder).out)
    ) == count(folder)


@pytest.mark.system
def test_review_records_who_and_when(command: Command, folder: Path) -> None:
    path = catalog(folder, "de")
    arguments = ["--date", "2026-11-22", "--directory", folder]
    assert command("review", "de", "404.phrase", "--sign", "A. Editor", *arguments).status == 0
    text = path.read_text("utf-8")
    assert "# reviewed: A. Editor, 2026-11-22\n# reviewed-as: " in text
    assert msgfmt(path) == ""
    assert command("review", "de", "299", "--sign", "A. Editor", *arguments).status == 2
    assert command("review", "de", "404", "--sign", "a\nb", *arguments).status == 2
    assert path.read_text("utf-8") == text


def test_what_was_approved_in_weblate_is_signed_in_the_file(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    units = (
        ('approved="yes"', "Not Found", "Nicht gefunden"),
        ('approved="no"', "Gone", "Nicht mehr vorhanden"),
        ('approved="yes"', "Forbidden", "Ein älterer Text"),
    )
    text = "".join(
        f'<trans-unit id="{number}" {state}><source>{english}</source><target>{german}</target>'
        "</trans-unit>"
        for number, (state, english, german) in enumerate(units)
    )
    path = tmp_path / "de.xlf"
    head = '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file><body>'
    path.write_text(f"{head}{text}</body></file></xliff>", "utf-8")
    arguments = ["--approved", path, "--sign", "A. Editor", "--directory", folder]
    assert command("review", "de", *arguments).err.endswith("1 texts reviewed\n")
    row = json.loads(command("stats", "de", "--directory", folder, "--format", "json").out)[0]
    assert row["reviewed"] == 1
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]><xliff/>', "utf-8")
    done = command("review", "de", *arguments)
    assert (done.status, "a document type" in done.err) == (2, True)
