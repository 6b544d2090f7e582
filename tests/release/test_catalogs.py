"""What a release needs of every shipped catalog: `make release` runs it, and no contribution must.

The judges are those that translators and distributions use. What they may find and we keep stands
in one list each, with its reason.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import polib
import pytest

from httplingo.cli import main
from httplingo.workbench.po.comments import SOURCE, get_comment
from httplingo.workbench.project import Project
from httplingo.workbench.review.coverage import write_table
from httplingo.workbench.update import update
from tests.conftest import ROOT

PROJECT = Project(ROOT / "locale")
LOCALES = PROJECT.locales()
# Terms and register of the English are in locale/README.md.
TRANSLATIONS = [locale for locale in LOCALES if locale != "en"]
POFILTER = str(Path(sys.executable).with_name("pofilter"))

I18NSPECTOR_EXCEPTIONS = {
    "no-version-in-project-id-version": "a version in it would change every catalog at a release",
    "invalid-report-msgid-bugs-to": "the project has no public address yet, and invents none",
    "invalid-last-translator": "the team stands for a draft, not an invented person's address",
}
I18NSPECTOR_EXCEPTIONS_OF = {
    "fa": {"unusual-unused-plural-forms": "CLDR and gettext have two forms for Persian"},
    "sr_Latn": {
        "invalid-language": "it knows sr@latin alone; Babel, Weblate and BCP 47 name the script",
        "unable-to-determine-language": "for that reason",
    },
}


class Kept(NamedTuple):
    """A finding of pofilter that is kept: empty fields stand for any."""

    test: str
    reason: str
    locales: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    source_only: bool = False
    field: str = ""


CJK = frozenset({"ja", "zh_CN", "zh_TW"})
POFILTER_EXCEPTIONS = [
    Kept("sentencecount", "a translator cuts sentences as the language needs"),
    Kept("brackets", "an explanation in brackets; our own check finds one that is not closed"),
    Kept("startpunc", "a full-width bracket opens the phrase", CJK),
    Kept("startpunc", "the duration opens the sentence", keys=frozenset({"page.retry_after"})),
    Kept(
        "puncspacing",
        "the bracket of (IM) or a placeholder, not punctuation",
        keys=frozenset({"226.description", "431.advice", "page.retry_after"}),
    ),
    Kept("endpunc", "a sentence ends with a danda", frozenset({"hi"})),
    Kept(
        "acronyms",
        "OK and IM are translated by their meaning",
        keys=frozenset({"200.phrase", "226.phrase"}),
    ),
    Kept("simplecaps", "the English is all capitals", keys=frozenset({"200.phrase"})),
    Kept(
        "simplecaps",
        "HTTP is all capitals",
        frozenset({"pt_PT"}),
        frozenset({"page.request_id"}),
    ),
    Kept("simplecaps", "each word of a heading has a capital there", frozenset({"id"})),
    Kept("simplecaps", "a short text with URI, HTTP or XML in it", frozenset({"fil"})),
    Kept(
        "simplecaps",
        "one sentence has become two",
        frozenset({"et", "lv", "tr"}),
        field="description",
    ),
    *(
        Kept(test, "the duration opens the sentence", keys=frozenset({"page.retry_after"}))
        for test in ("simplecaps", "startcaps")
    ),
    Kept("doublewords", "pronouns may meet: vous vous, Sie sie", frozenset({"de", "fr"})),
    Kept(
        "doublewords",
        "a sentence begins with the last word of the one before",
        frozenset({"id", "ms", "nb", "sv", "vi"}),
        field="description",
    ),
    Kept(
        "doublewords",
        "a word said twice means each of many",
        frozenset({"ur"}),
        frozenset({"207.description"}),
    ),
    Kept("unchanged", "the same word there", frozenset({"de", "nl"}), frozenset({"page.details"})),
    Kept(
        "unchanged",
        "the same words there",
        frozenset({"fil", "hr", "it", "sr_Latn"}),
        frozenset({"page.home", "page.reference", "page.status"}),
    ),
    Kept("unchanged", "the established heading is the English one", field="phrase"),
    Kept(
        "unchanged",
        "the same word there",
        frozenset({"fr", "pt_BR", "pt_PT", "ro", "tr"}),
        frozenset({"page.host"}),
    ),
    Kept(
        "doublequoting",
        "a name is set in quotation marks",
        frozenset({"bn", "hi", "mr", "te"}),
        frozenset({"510.description"}),
    ),
    Kept("endpunc", "the source's words, without a full stop", source_only=True),
    Kept("short", "the source says less than the English", source_only=True),
    Kept("doublequoting", "the source's quotation", source_only=True),
    Kept("numbers", "the source refers to other codes", source_only=True),
]


pytestmark = [pytest.mark.release, pytest.mark.system]


@pytest.fixture(params=LOCALES)
def locale(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def test_gnu_msgfmt_has_nothing_to_say(locale: str, tmp_path: Path) -> None:
    target = tmp_path / "x.mo"
    command = ["msgfmt", "--check", "--check-header", "-o", str(target)]
    done = subprocess.run(
        [*command, str(PROJECT.catalog(locale))], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_i18nspector_has_nothing_to_say_beyond_the_exceptions(locale: str) -> None:
    done = subprocess.run(
        ["i18nspector", str(PROJECT.catalog(locale))], capture_output=True, text=True, check=False
    )
    tags = {line.split()[2] for line in done.stdout.splitlines() if line}
    assert done.stderr == ""
    kept = I18NSPECTOR_EXCEPTIONS | I18NSPECTOR_EXCEPTIONS_OF.get(locale, {})
    assert tags <= kept.keys(), done.stdout


@pytest.mark.parametrize("locale", TRANSLATIONS)
def test_pofilter_has_nothing_to_say_beyond_the_exceptions(locale: str, tmp_path: Path) -> None:
    target = tmp_path / "findings.po"
    command = [POFILTER, f"--language={locale}", "--progress=none"]
    done = subprocess.run(
        [*command, "-i", str(PROJECT.catalog(locale)), "-o", str(target)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    findings = [
        f"{entry.msgctxt}: {test}: {entry.msgstr}"
        for entry in (polib.pofile(str(target)) if target.exists() else ())
        for test in re.findall(r"\(pofilter\) ([a-z]+)", entry.tcomment)
        if not excepted(test, locale, entry)
    ]
    assert findings == []


def excepted(test: str, locale: str, entry: polib.POEntry) -> bool:
    from_source = get_comment(entry.tcomment, SOURCE) is not None
    return any(
        test == known.test
        and (not known.locales or locale in known.locales)
        and (not known.keys or entry.msgctxt in known.keys)
        and (not known.source_only or from_source)
        and entry.msgctxt.endswith(known.field)
        for known in POFILTER_EXCEPTIONS
    )


def test_check_release_has_nothing_to_say(locale: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "check", locale, "--release", "--severity", "warning"]) == 0
    assert capsys.readouterr().out == ""


def test_no_file_lags_behind_the_tables_or_the_form() -> None:
    changes, _ = update(PROJECT, write=False)
    assert changes == []
    assert not write_table(PROJECT, write=False)
