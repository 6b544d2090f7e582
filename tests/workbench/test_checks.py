"""Each check against the examples in its own docstring, and the registry as a whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from httplingo.workbench.checks import CHECKS, Check, Finding, catalog_of, run_checks
from httplingo.workbench.checks.registry import Example
from httplingo.workbench.faults import Fault
from httplingo.workbench.po.entry import Entry
from httplingo.workbench.po.files import po_bytes
from httplingo.workbench.po.header import catalog_header
from httplingo.workbench.terms import Term

EXAMPLES = [
    pytest.param(check, example, id=f"{check.name}-{'good' if example.good else 'bad'}-{number}")
    for check in CHECKS.values()
    for number, example in enumerate(check.examples)
]


def write_catalog(folder: Path, locale: str, source: str) -> Path:
    """Write a piece of a .po file as a whole one, with the header that it lacks."""
    import polib

    path = folder / f"{locale}.po"
    if not re.search(r'^msgid ""$', source, re.MULTILINE):
        file = polib.POFile()
        catalog_header(file, locale)
        source = po_bytes(file).decode() + "\n" + source
    path.write_text(source + "\n", encoding="utf-8")
    return path


def findings(folder: Path, locale: str, source: str, *names: str) -> list[Finding]:
    catalog = catalog_of(
        write_catalog(folder, locale, source),
        f"{locale}.po",
        locale,
        template=[Entry("404.phrase", "Not Found", (), 1)] if "404.phrase" in source else None,
        terms=(Term(1, "gateway", "Gateway", ("Gateway",)),),
        term_faults=[Fault("terms.md", 0, "no table")] if "without its table" in source else (),
    )
    return run_checks(catalog, names)


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_an_example_is_what_its_check_says(check: Check, example: Example, tmp_path: Path) -> None:
    found = findings(tmp_path, example.locale, example.source, check.name)
    assert bool(found) is not example.good, found
    assert {finding.check for finding in found} <= {check.name}


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.name)
def test_a_check_explains_itself_with_a_good_and_a_bad_example(check: Check) -> None:
    assert check.explanation.endswith(".")
    assert {example.good for example in check.examples} == {True, False}


def test_the_good_examples_have_no_error_of_another_kind(tmp_path: Path) -> None:
    for check in CHECKS.values():
        for example in check.examples:
            if example.good and "plural-forms" not in check.name:
                found = findings(tmp_path, example.locale, example.source)
                assert [item for item in found if item.severity.name == "ERROR"] == []
