"""git merges catalogs by key, with `httplingo catalog merge` as its driver."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from .conftest import ROOT
from .test_catalog_verbs import edit, msgfmt

pytestmark = pytest.mark.system
DRIVER = f"{sys.executable} -m httplingo catalog merge %O %A %B --name %P"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the German catalog and the driver, as the guide sets it up."""
    path = tmp_path / "locale" / "de" / "LC_MESSAGES" / "httplingo.po"
    path.parent.mkdir(parents=True)
    shutil.copy(ROOT / "locale" / "de" / "LC_MESSAGES" / "httplingo.po", path)
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "config", "merge.httplingo.driver", DRIVER)
    commit(tmp_path)
    git(tmp_path, "branch", "other")
    return tmp_path


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    settings = {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    done = git(folder, "commit", "-q", "-m", "change")
    assert done.returncode == 0, done.stderr


def po(repository: Path) -> Path:
    return repository / "locale" / "de" / "LC_MESSAGES" / "httplingo.po"


def save(path: Path, key: str, date: str, **values: str) -> None:
    """Change a text as Poedit does, with the date of the header."""
    edit(path, key, **values)
    file = polib.pofile(str(path), wrapwidth=0)
    file.metadata["PO-Revision-Date"] = date
    file.save()


def test_two_people_on_neighbouring_texts_do_not_conflict(repository: Path) -> None:
    path = po(repository)
    save(path, "404.phrase", "2027-01-01 10:00+0000", msgstr="Hier ist nichts")
    commit(repository)
    git(repository, "checkout", "-q", "other")
    save(path, "404.description", "2027-01-02 10:00+0000", msgstr="Nichts gefunden.")
    commit(repository)
    assert git(repository, "merge", "main", "-m", "x").returncode == 0
    entries = {entry.msgctxt: entry.msgstr for entry in polib.pofile(str(path))}
    assert entries["404.phrase"] == "Hier ist nichts"
    assert entries["404.description"] == "Nichts gefunden."
    assert polib.pofile(str(path)).metadata["PO-Revision-Date"] == "2027-01-02 10:00+0000"
    assert msgfmt(path) == ""


def test_changed_english_meets_a_translators_branch_and_two_signers_meet(repository: Path) -> None:
    path = po(repository)
    first = "reviewed: A. Editor, 2026-11-22\nreviewed-as: 1 2"
    edit(path, "404.phrase", tcomment=first)
    file = polib.pofile(str(path), wrapwidth=0)
    entry = next(entry for entry in file if entry.msgctxt == "410.phrase")
    entry.msgid, entry.previous_msgid = "Gone Away", "Gone"
    entry.flags.append("fuzzy")
    file.save()
    commit(repository)
    git(repository, "checkout", "-q", "other")
    second = "reviewed: B. Reader, 2026-11-23\nreviewed-as: 1 2"
    edit(path, "404.phrase", tcomment=second)
    edit(path, "410.phrase", msgstr="Für immer weg")
    commit(repository)
    assert git(repository, "merge", "main", "-m", "x").returncode == 0
    entries = {entry.msgctxt: entry for entry in polib.pofile(str(path))}
    assert entries["404.phrase"].tcomment == f"{second}\n{first}"
    gone = entries["410.phrase"]
    assert (gone.msgid, gone.msgstr, gone.fuzzy) == ("Gone Away", "Für immer weg", True)


def test_two_people_on_the_same_text_get_a_conflict_that_names_the_key(repository: Path) -> None:
    path = po(repository)
    edit(path, "404.phrase", msgstr="Hier ist nichts")
    commit(repository)
    git(repository, "checkout", "-q", "other")
    edit(path, "404.phrase", msgstr="Unauffindbar")
    edit(path, "503.phrase", msgstr="Überlastet")
    commit(repository)
    done = git(repository, "merge", "main", "-m", "x")
    assert done.returncode == 1
    assert "httplingo.po: 404.phrase: both sides changed this text" in done.stderr
    text = path.read_text("utf-8")
    marks = (
        '<<<<<<< ours\nmsgstr "Unauffindbar"\n=======\nmsgstr "Hier ist nichts"\n>>>>>>> theirs\n'
    )
    assert f'msgctxt "404.phrase"\nmsgid "Not Found"\n{marks}' in text
    assert text.count("<<<<<<<") == 1
    # Whoever solves it leaves a sound file.
    path.write_text(text.replace(marks, 'msgstr "Unauffindbar"\n'), "utf-8")
    assert msgfmt(path) == ""


def test_two_catalogs_of_the_same_new_language_meet(repository: Path) -> None:
    path = repository / "locale" / "nl" / "LC_MESSAGES" / "httplingo.po"
    for branch, key, text in (("main", "404.phrase", "Weg"), ("other", "410.phrase", "Weggegaan")):
        git(repository, "checkout", "-q", branch)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(po(repository), path)
        file = polib.pofile(str(path), wrapwidth=0)
        for entry in file:
            entry.msgstr = text if entry.msgctxt == key else ""
        file.save()
        commit(repository)
    assert git(repository, "merge", "main", "-m", "x").returncode == 0
    entries = {entry.msgctxt: entry.msgstr for entry in polib.pofile(str(path))}
    assert {key: text for key, text in entries.items() if text} == {
        "404.phrase": "Weg",
        "410.phrase": "Weggegaan",
    }
