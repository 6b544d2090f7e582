"""`httplingo catalog …` on copies of the real catalogs and on a site's folder."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from httplingo import add_catalogs, get_message
from httplingo.workbench.checks import CHECKS

from .conftest import Command


def catalog(folder: Path, locale: str) -> Path:
    return folder / locale / "LC_MESSAGES" / "httplingo.po"


def edit(path: Path, key: str, **values: str) -> None:
    file = polib.pofile(str(path), wrapwidth=0)
    entry = next(entry for entry in file if entry.msgctxt == key)
    for name, value in values.items():
        setattr(entry, name, value)
    file.save()


def count(folder: Path) -> int:
    """Return how many texts there are to translate."""
    return len(polib.pofile(str(folder / "httplingo.pot")))


def is_given(entry: polib.POEntry) -> bool:
    """Say whether an entry is the source's, word for word, and nobody has reviewed it."""
    lines = entry.tcomment.split("\n")
    said = next((line for line in lines if line.startswith("source: ")), None)
    text = "source: " + entry.msgstr.replace("\\", "\\\\").replace("\n", "\\n")
    return said == text and not any(line.startswith("reviewed: ") for line in lines)


def msgfmt(path: Path) -> str:
    done = subprocess.run(
        ["msgfmt", "-c", "--check-header", "-o", "/dev/null", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr


@pytest.mark.system
@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nl", ("Dutch", "Nederlands", "left to right", "nplurals=2; plural=(n != 1);")),
        ("he", ("Hebrew", "עברית", "right to left", "nplurals=")),
        ("cy", ("Welsh", "Cymraeg", "left to right", "nplurals=")),
    ],
)
def test_init_takes_name_direction_and_plural_forms_from_cldr(
    command: Command, folder: Path, locale: str, expected: tuple[str, ...]
) -> None:
    done = command("init", locale, "--directory", folder)
    assert done.status == 0
    assert all(part in done.out for part in expected)
    file = polib.pofile(str(catalog(folder, locale)))
    assert file.metadata["Language"] == locale
    assert len(file) == count(folder)
    assert not any(entry.msgstr for entry in file)
    assert msgfmt(catalog(folder, locale)) == ""
    assert command("update", "--check", "--directory", folder).status == 0


def test_init_never_touches_a_catalog_that_is_there(command: Command, folder: Path) -> None:
    before = catalog(folder, "de").read_bytes()
    done = command("init", "de", "--directory", folder)
    assert done.status == 2
    assert "is there already; `httplingo catalog update de`" in done.err
    assert catalog(folder, "de").read_bytes() == before


@pytest.mark.parametrize("locale", ["qzx", "../../etc", "no such", "x" * 200])
def test_init_refuses_what_is_no_language(command: Command, folder: Path, locale: str) -> None:
    done = command("init", locale, "--directory", folder)
    assert done.status == 2
    assert done.err.startswith("httplingo: ")
    assert len(list(folder.rglob("*.po"))) == 4


def test_update_changes_nothing_where_nothing_changed(command: Command, folder: Path) -> None:
    command("update", "--directory", folder)  # fewer languages in the table of coverage
    assert command("update", "--directory", folder) == (0, "0 of 7 files changed\n", "")


def test_update_brings_in_changed_english_and_keeps_the_translation(
    command: Command, folder: Path
) -> None:
    table = folder / "source" / "status-codes.en.md"
    table.write_text(table.read_text("utf-8").replace("| Gone |", "| Gone Away |"), "utf-8")
    assert command("update", "--check", "--directory", folder).status == 1
    assert command("update", "--directory", folder).status == 0
    file = polib.pofile(str(catalog(folder, "de")))
    entry = next(entry for entry in file if entry.msgctxt == "410.phrase")
    assert (entry.msgid, entry.previous_msgid, entry.fuzzy) == ("Gone Away", "Gone", True)
    done = command("check", "de", "--directory", folder)
    assert "warning: fuzzy: 410.phrase: is fuzzy and not shown; the English was: Gone" in done.out
    assert done.status == 0  # a contribution may leave it open
    done = command("check", "de", "--release", "--directory", folder)
    assert done.status == 1
    assert "error: fuzzy: 410.phrase: " in done.out


def test_stats_counts_source_draft_and_reviewed_apart(command: Command, folder: Path) -> None:
    done = command("stats", "--directory", folder, "--format", "json")
    rows = {row["locale"]: row for row in json.loads(done.out)}
    assert rows["en"]["source"] == count(folder)
    given = [entry for entry in polib.pofile(str(catalog(folder, "zh_CN"))) if is_given(entry)]
    assert rows["zh_CN"]["source"] == len(given)
    before = rows["de"]
    command("review", "de", "404", "--sign", "A. Editor", "--directory", folder)
    row = json.loads(command("stats", "de", "--directory", folder, "--format", "json").out)[0]
    moved = row["reviewed"] - before["reviewed"]
    assert moved == before["draft"] - row["draft"] <= 3
    assert row["reviewed"] >= 3
    assert str(row["draft"]) in command("stats", "de", "--directory", folder).out


def test_update_writes_the_table_of_coverage_into_the_guide(command: Command, folder: Path) -> None:
    command("init", "nl", "--directory", folder)
    edit(catalog(folder, "nl"), "404.phrase", msgstr="Niet gevonden")
    done = command("update", "--directory", folder)
    assert "README.md: coverage" in done.out
    texts = count(folder)
    row = f"| `nl` | Nederlands | {texts} | 0 | 1 | 0 | 0 | {texts - 1} |"
    guide = (folder / "README.md").read_text("utf-8")
    assert row in guide
    assert sum(line.startswith("| `") and line.endswith(" |") for line in guide.split("\n")) >= 5
    assert command("update", "--directory", folder).out.startswith("0 of ")


def test_a_guide_without_markers_stays_as_it_is(command: Command, folder: Path) -> None:
    (folder / "README.md").write_text("Ours.", "utf-8")
    assert command("update", "--directory", folder).status == 0
    done = command("stats", "--write", "--directory", folder)
    assert done.status == 2
    assert "README.md: no place for the table" in done.err
    assert (folder / "README.md").read_text("utf-8") == "Ours."


def test_compile_makes_what_is_read_at_run_time(command: Command, folder: Path) -> None:
    edit(catalog(folder, "de"), "404.phrase", msgstr="Unauffindbar")
    assert command("compile", "--directory", folder).status == 0
    add_catalogs(folder.parent / "src" / "httplingo" / "locale")
    assert get_message(404, "de").phrase == "Unauffindbar"


def test_compile_leaves_out_a_text_that_must_not_be_shown(command: Command, folder: Path) -> None:
    edit(catalog(folder, "de"), "404.phrase", msgstr="\u202eNicht gefunden")
    done = command("compile", "--directory", folder)
    assert done.status == 1
    assert "error: direction-controls: 404.phrase: U+202E" in done.err
    assert done.err.endswith("(left out)\n")
    add_catalogs(folder.parent / "src" / "httplingo" / "locale")
    assert get_message(404, "de").description.startswith("Der Ursprungsserver")
    compiled = folder.parent / "src" / "httplingo" / "locale" / "de" / "LC_MESSAGES"
    keys = {entry.msgctxt for entry in polib.mofile(str(compiled / "httplingo.mo"))}
    assert "404.phrase" not in keys
    assert "404.advice" in keys


def test_a_catalog_that_cannot_be_read_stops_no_other_one(command: Command, folder: Path) -> None:
    assert command("compile", "--directory", folder).status == 0
    compiled = folder.parent / "src" / "httplingo" / "locale"
    before = (compiled / "de" / "LC_MESSAGES" / "httplingo.mo").read_bytes()
    edit(catalog(folder, "ar"), "404.phrase", msgstr="لا شيء هنا")
    path = catalog(folder, "de")
    path.write_text(
        path.read_text("utf-8").replace('msgid "Not Found"', 'msgid "Not Found'), "utf-8"
    )
    done = command("compile", "--directory", folder)
    assert done.status == 2
    assert f"{path}:" in done.err
    assert done.err.endswith("1 of 4 not compiled\n")
    assert (compiled / "de" / "LC_MESSAGES" / "httplingo.mo").read_bytes() == before
    add_catalogs(compiled)
    assert get_message(404, "ar").phrase == "لا شيء هنا"


def test_check_gives_path_line_severity_name_and_key(command: Command, folder: Path) -> None:
    path = catalog(folder, "de")
    edit(path, "404.phrase", msgstr="Nicht  gefunden")
    line = next(
        number
        for number, text in enumerate(path.read_text("utf-8").split("\n"), 1)
        if text == 'msgstr "Nicht  gefunden"'
    )
    done = command("check", "de", "--directory", folder, "--only", "spaces")
    assert done.status == 1
    assert done.out == f"{path}:{line}: warning: spaces: 404.phrase: two spaces in a row\n"
    record = json.loads(
        command("check", "de", "--only", "spaces", "--directory", folder, "--format", "json").out
    )
    assert record[0]["line"] == line
    assert record[0]["severity"] == "warning"


def test_check_lists_and_explains_itself(command: Command) -> None:
    listed = command("check", "--list").out
    assert all(name in listed for name in CHECKS)
    assert "Bad, in de::" in command("check", "--explain", "spaces").out
    assert command("check", "--explain", "no-such").status == 2


@pytest.mark.system
def test_diff_compares_by_key_whatever_the_order(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    old, new = catalog(folder, "de"), tmp_path / "new.po"
    subprocess.run(["msgcat", "--sort-output", "-w", "60", str(old), "-o", str(new)], check=True)
    assert command("diff", old, new) == (0, "", "")
    edit(new, "404.phrase", msgstr="Unauffindbar")
    done = command("diff", old, new)
    assert done.status == 1
    assert done.out == "404.phrase: text\n  - Nicht gefunden\n  + Unauffindbar\n"
    assert json.loads(command("diff", old, new, "--format", "json").out)[0]["new"] == "Unauffindbar"


def test_a_site_changes_one_text_and_adds_a_code_and_keeps_both_over_updates(
    command: Command, site: Path
) -> None:
    assert command("init", "de", "--directory", site).status == 0
    path = catalog(site, "de")
    assert "#. The package says: Nicht gefunden" in path.read_text("utf-8")
    edit(path, "404.phrase", msgstr="Diese Seite gibt es nicht")
    with path.open("a", encoding="utf-8") as file:
        file.write('\nmsgctxt "299.phrase"\nmsgid "Fine"\nmsgstr "Alles gut"\n')
    assert command("update", "--directory", site).status == 0
    assert command("update", "--directory", site).out == "0 of 1 files changed\n"
    done = command("check", "--directory", site)
    assert (done.status, done.out) == (0, "")
    assert command("compile", "--directory", site).status == 0
    add_catalogs(site)
    assert get_message(404, "de").phrase == "Diese Seite gibt es nicht"
    assert get_message(403, "de").phrase == "Zugriff verweigert"
    assert get_message(299, "de").phrase == "Alles gut"


def test_a_site_names_its_own_problems(command: Command, site: Path) -> None:
    command("init", "de", "--directory", site)
    path = catalog(site, "de")
    with path.open("a", encoding="utf-8") as file:
        for key in ("seat-taken.phrase", "seat-taken.advice", "Seat_Taken.phrase"):
            file.write(f'\nmsgctxt "{key}"\nmsgid "{key}"\nmsgstr "Platz belegt"\n')
    done = command("check", "--only", "unknown-key", "--directory", site)
    assert "warning: unknown-key: Seat_Taken.phrase: nothing asks for this key" in done.out
    assert len(done.out.splitlines()) == 1
    assert command("update", "--directory", site).status == 0
    assert command("compile", "--directory", site).status == 0
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    assert "seat-taken.phrase" in {entry.msgctxt or entry.msgid for entry in compiled}


def test_an_unknown_folder_or_locale_is_named(command: Command, folder: Path) -> None:
    done = command("stats", "--directory", "nowhere")
    assert (done.status, done.err) == (2, "httplingo: nowhere: no such folder\n")
    done = command("check", "nl", "--directory", folder)
    assert done.status == 2
    assert "`httplingo catalog init nl` makes one" in done.err


@pytest.mark.system
def test_pseudo_makes_two_languages_that_load(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "pseudo"
    assert command("pseudo", "--directory", folder, "--output", target).status == 0
    for locale in ("en_XA", "ar_XB"):
        assert msgfmt(catalog(target, locale)) == ""
    add_catalogs(target)
    english = get_message(404, "en")
    accented = get_message(404, "en-XA")
    assert (accented.locale, accented.phrase) == ("en_XA", "[Ñöţ Ƒöûñð öñé ţŵö]")
    assert len(accented.advice) > 1.35 * len(english.advice)
    mirrored = get_message(404, "ar-XB")
    assert mirrored.locale == "ar_XB"
    assert re.sub("[\u202c\u202e]", "", mirrored.advice) == english.advice
    assert get_message(404, "ar").phrase == "غير موجود" != mirrored.phrase


def test_init_brings_a_term_list_to_fill_in(command: Command, folder: Path) -> None:
    command("init", "nl", "--directory", folder)
    terms = folder / "nl" / "terms.md"
    assert "| sign in |  |  | Advice: give a user name and a password;" in terms.read_text("utf-8")
    assert command("check", "nl", "--only", "term", "--directory", folder).status == 0
    text = terms.read_text("utf-8").replace("| page |  |  |", "| page | pagina | pagina |")
    terms.write_text(text, "utf-8")
    edit(catalog(folder, "nl"), "404.advice", msgstr="Op dit adres staat niets.")
    done = command("check", "nl", "--only", "term", "--directory", folder)
    assert "hint: term: 404.advice: 'page' without pagina" in done.out
    assert done.status == 0


def test_many_missing_texts_are_one_line_among_the_findings(command: Command, folder: Path) -> None:
    command("init", "nl", "--directory", folder)
    edit(catalog(folder, "nl"), "404.phrase", msgstr="Niet  gevonden")
    lines = command("check", "nl", "--directory", folder).out.splitlines()
    more = count(folder) - 2
    assert len(lines) == 3
    assert lines[0].endswith(f"no translation, and {more} more (--only missing lists them)")
    assert "spaces: 404.phrase" in lines[1]
    assert "/terms.md:" in lines[2]
    every = command("check", "nl", "--only", "missing", "--directory", folder).out
    assert len(every.splitlines()) == count(folder) - 1


@pytest.mark.parametrize("module", ["polib", "babel", "markdown_it"])
def test_without_its_extra_the_group_says_what_to_install(module: str, folder: Path) -> None:
    code = (
        f"import sys; sys.modules[{module!r}] = None; from httplingo.cli import main; "
        f"sys.exit(main(['catalog', 'check', '--directory', {str(folder)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("httplingo: catalog check needs ")
    assert "pip install 'httplingo[catalog]'" in done.stderr
    assert "Traceback" not in done.stderr
