"""What translators met with their tools, done as they did it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from httplingo.workbench.po.header import plural_forms, plural_table

from .conftest import Command
from .test_catalog_verbs import catalog, edit

BIN = Path(sys.executable).parent


def tool(*arguments: object) -> None:
    subprocess.run([str(argument) for argument in arguments], check=True, capture_output=True)


def line_of(path: Path, text: str) -> int:
    return path.read_text("utf-8").split("\n").index(text) + 1


def test_xliff_of_the_toolkit_which_drops_the_keys_is_refused(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    path, xliff = catalog(folder, "de"), tmp_path / "de.xlf"
    tool(BIN / "po2xliff", "--progress=none", path, xliff)
    tool(BIN / "xliff2po", "--progress=none", xliff, path)
    before = path.read_bytes()
    done = command("update", "--directory", folder)
    assert done.status == 2
    assert "has a key (msgctxt): a program dropped them, as po2xliff and xliff2po do" in done.err
    assert path.read_bytes() == before


def test_pot2po_empties_the_language_and_update_fills_it_in(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    path, made = catalog(folder, "de"), tmp_path / "de.po"
    before = {entry.msgctxt: entry.msgstr for entry in polib.pofile(str(path))}
    template = folder / "httplingo.pot"
    tool(BIN / "pot2po", "--progress=none", f"--template={path}", template, made)
    path.write_bytes(made.read_bytes())
    assert "header filled in" in command("update", "--directory", folder).out
    file = polib.pofile(str(path))
    assert file.metadata["Language"] == "de"
    assert {entry.msgctxt: entry.msgstr for entry in file} == before


@pytest.mark.system
def test_what_msgmerge_guessed_from_another_text_is_called_a_guess(
    command: Command, folder: Path
) -> None:
    path = catalog(folder, "de")
    file = polib.pofile(str(path), wrapwidth=0)
    gone = next(entry for entry in file if entry.msgctxt == "413.description")
    file.remove(gone)
    file.save()
    tool("msgmerge", "-q", "--previous", "-U", "--backup=none", path, folder / "httplingo.pot")
    edit(path, "413.description", msgstr="geraten", previous_msgctxt="414.description")
    file = polib.pofile(str(path), wrapwidth=0)
    next(entry for entry in file if entry.msgctxt == "413.description").flags[:] = ["fuzzy"]
    file.save()
    done = command("check", "de", "--only", "fuzzy", "--directory", folder)
    assert "413.description: is fuzzy and not shown; guessed from 414.description" in done.out


def test_places_of_findings_in_the_header_and_at_the_end_are_theirs(
    command: Command, folder: Path
) -> None:
    path = catalog(folder, "de")
    text = path.read_text("utf-8").replace('"Language: de\\n"', '"Language: fr\\n"')
    text = text.replace('"Last-Translator: httplingo\\n"', '"Last-Translator: \\n"')
    text += '\n#~ msgctxt "299.phrase"\n#~ msgid "Fine"\n#~ msgstr "Gut"\n'
    path.write_text(text, "utf-8")
    out = command("check", "de", "--directory", folder).out
    language = line_of(path, '"Language: fr\\n"')
    assert f"{path}:{language}: warning: language: Language is fr, and the folder de" in out
    translator = line_of(path, '"Last-Translator: \\n"')
    assert f"{path}:{translator}: hint: header: Last-Translator is empty or missing" in out
    last = line_of(path, '#~ msgctxt "299.phrase"')
    assert f"{path}:{last}: warning: obsolete: 299.phrase is obsolete" in out


def test_a_spelling_of_the_language_is_no_other_language(command: Command, folder: Path) -> None:
    path = catalog(folder, "zh_CN")
    text = path.read_text("utf-8").replace('"Language: zh_CN\\n"', '"Language: zh-cn\\n"')
    path.write_text(text, "utf-8")
    assert command("check", "zh_CN", "--only", "language", "--directory", folder).out == ""
    assert "zh_CN/LC_MESSAGES/httplingo.po: header" in command("update", "--directory", folder).out
    assert '"Language: zh_CN\\n"' in path.read_text("utf-8")


def test_files_in_places_where_nothing_reads_them_are_named(command: Command, folder: Path) -> None:
    for place in ("nl.po", "fy/httplingo.po", "de/LC_MESSAGES/messages.po"):
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).write_bytes(catalog(folder, "de").read_bytes())
    done = command("check", "--directory", folder)
    for place in ("nl.po", "fy/httplingo.po", "de/LC_MESSAGES/messages.po"):
        assert f"{folder / place}:1: warning: place: is not read: " in done.out
    assert done.status == 1


def test_two_names_for_one_language_are_found_and_not_made(command: Command, folder: Path) -> None:
    done = command("init", "zh-Hans", "--directory", folder)
    assert done.status == 2
    assert "means the same as zh_CN, which is there already" in done.err
    other = catalog(folder, "zh_HANS_CN")
    other.parent.mkdir(parents=True)
    other.write_bytes(catalog(folder, "zh_CN").read_bytes())
    out = command("check", "--directory", folder).out
    assert f"{other}:1: warning: place: the folder's name is zh_Hans_CN" in out or (
        f"{other}:1: warning: place: the folder's name is zh_CN" in out
    )
    assert "zh_HANS_CN means the same as zh_CN" in out or "zh_CN means the same as" in out


@pytest.mark.parametrize("locale", ["hu", "tr", "he", "fa", "bn", "pt_PT", "ar", "hi", "id", "th"])
def test_init_writes_as_many_plural_forms_as_gettext_and_weblate_have(locale: str) -> None:
    forms = plural_table(plural_forms(locale))
    assert isinstance(forms, tuple)
    one = {"id": 1, "th": 1, "ar": 6, "he": forms[0]}
    assert forms[0] == one.get(locale, 2)


def test_a_straight_quotation_mark_within_a_text_is_explained(
    command: Command, folder: Path
) -> None:
    path = catalog(folder, "de")
    text = path.read_text("utf-8").replace('msgstr "Nicht gefunden"', 'msgstr "Nicht "gefunden""')
    path.write_text(text, "utf-8")
    done = command("check", "de", "--directory", folder)
    assert done.status == 2
    assert 'a quotation mark within a text is written \\"' in done.err


def test_a_day_that_there_is_not_is_named(command: Command, folder: Path) -> None:
    arguments = ["--sign", "A. Editor", "--date", "2026-11-31", "--directory", folder]
    done = command("review", "de", *arguments)
    assert done.status == 2
    assert "'2026-11-31' is no day of the form 2026-11-22" in done.err


def test_a_label_that_is_longer_than_its_comment_says_is_found(
    command: Command, folder: Path
) -> None:
    edit(catalog(folder, "de"), "page.home", msgstr="Zurück zur Startseite der Website")
    out = command("check", "de", "--only", "too-long", "--directory", folder).out
    assert "too-long: page.home: 33 columns wide; 26 are the most" in out  # “about 20”


def test_corrections_that_say_why_raise_no_hint_of_style(command: Command, folder: Path) -> None:
    path = catalog(folder, "zh_CN")
    before = command("check", "zh_CN", "--directory", folder).out
    keys = ["200.phrase", "300.phrase", "301.phrase", "304.phrase", "305.phrase"]
    for key in keys:
        edit(
            path,
            key,
            msgstr=f"改过的{key[:3]}".replace(key[:3], "文字" + "一二三四五"[keys.index(key)]),
        )
    out = command("check", "zh_CN", "--only", "correction", "--directory", folder).out
    assert len(out.splitlines()) == len(keys)
    assert "200.phrase: is not the source’s “请求成功”, and no # correction: says why" in out
    text = path.read_text("utf-8")
    for key in keys:
        text = re.sub(
            rf'(?m)^(# source: .*\n)((?:#.*\n)*msgctxt "{key}"\n)',
            r"\1# correction: 更通顺\n\2",
            text,
        )
    path.write_text(text, "utf-8")
    after = command("check", "zh_CN", "--directory", folder).out
    assert len(after.splitlines()) <= len(before.splitlines())


def test_several_people_sign_one_text_and_each_counts(command: Command, folder: Path) -> None:
    path = catalog(folder, "de")
    for name in ("A. Editor", "B. Reader", "A. Editor"):
        assert (
            command("review", "de", "404.phrase", "--sign", name, "--directory", folder).status == 0
        )
    entry = next(entry for entry in polib.pofile(str(path)) if entry.msgctxt == "404.phrase")
    lines = [line for line in entry.tcomment.split("\n") if line.startswith("reviewed: ")]
    assert [line.split(",")[0] for line in lines] == ["reviewed: B. Reader", "reviewed: A. Editor"]


def test_an_overlay_counts_what_it_means_to_say(command: Command, site: Path) -> None:
    for locale in ("de", "fr"):
        command("init", locale, "--directory", site)
    edit(catalog(site, "de"), "404.phrase", msgstr="Diese Seite gibt es nicht")
    with catalog(site, "de").open("a", encoding="utf-8") as file:
        file.write('\nmsgctxt "520.phrase"\nmsgid "Odd"\nmsgstr "Sonderbar"\n')
    rows = {
        row["locale"]: row
        for row in json.loads(command("stats", "--format", "json", "--directory", site).out)
    }
    assert (rows["de"]["texts"], rows["de"]["missing"]) == (2, 0)
    assert (rows["fr"]["texts"], rows["fr"]["missing"]) == (2, 2)
    # The other language gets the site's own text to translate.
    command("update", "--directory", site)
    entries = {entry.msgctxt: entry for entry in polib.pofile(str(catalog(site, "fr")))}
    assert (entries["520.phrase"].msgid, entries["520.phrase"].msgstr) == ("Odd", "")
    out = command("check", "fr", "--only", "missing", "--directory", site).out
    assert "missing: 520.phrase: no translation" in out
    assert len(out.splitlines()) == 1
