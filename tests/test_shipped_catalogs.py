"""What every catalog must keep, finished or not, whoever saved it last.

What a release needs beyond that is in tests/release.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from httplingo._mo import read_mo
from httplingo.workbench.checks import Severity, load, run_checks
from httplingo.workbench.po.compile import mo_bytes
from httplingo.workbench.po.files import po_bytes, read_po
from httplingo.workbench.project import Project

from .conftest import ROOT

PROJECT = Project(ROOT / "locale")


@pytest.fixture(params=PROJECT.locales())
def locale(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.mark.system
def test_gnu_msgfmt_compiles_what_we_compile(locale: str, tmp_path: Path) -> None:
    target = tmp_path / "x.mo"
    command = ["msgfmt", "-o", str(target), str(PROJECT.catalog(locale))]
    subprocess.run(command, check=True, capture_output=True)
    ours = tmp_path / "ours.mo"
    ours.write_bytes(mo_bytes(PROJECT.catalog(locale)))
    theirs = dict(read_mo(str(target)))
    assert {key: text for key, text in theirs.items() if key} == {
        key: text for key, text in read_mo(str(ours)).items() if key
    }


def test_no_text_has_an_error(locale: str) -> None:
    findings = run_checks(load(PROJECT, locale))
    assert [str(item) for item in findings if item.severity is Severity.ERROR] == []


def test_every_key_is_one_that_is_asked_for(locale: str) -> None:
    template = {entry.msgctxt for entry in read_po(PROJECT.template)}
    catalog = read_po(PROJECT.catalog(locale))
    assert {entry.msgctxt for entry in catalog if not entry.obsolete} <= template


def test_nothing_of_a_catalog_is_lost_by_reading_and_writing_it(
    locale: str, tmp_path: Path
) -> None:
    file = read_po(PROJECT.catalog(locale))
    copy = tmp_path / "copy.po"
    copy.write_bytes(po_bytes(file))
    assert [str(entry) for entry in read_po(copy)] == [str(entry) for entry in file]
