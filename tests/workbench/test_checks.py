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
        terms=(
            Term(1, "gateway", "Gateway", ("Gateway",)),
            Term(2, "must", "muss", ("muss", "müssen")),
        ),
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


@pytest.mark.parametrize(
    ("locale", "term", "stems", "english", "text", "wrong"),
    [
        ("de", "neu laden", "Seite neu", "Try again.", "Laden Sie die Seite neu.", True),
        ("de", "neu laden", "Seite neu", "Open it again.", "Öffnen Sie die Seite neu.", False),
        ("ru", "обновить страницу", "обновит", "Try again.", "Обновите страницу.", True),
        ("ru", "обновить страницу", "обновит", "Update the browser.", "Обновите браузер.", False),
        ("ja", "再読み込みする", "再読み込み", "Try again.", "再読み込みしてください。", True),
        ("zh_CN", "刷新", "刷新", "Try again.", "请刷新此页。", True),
    ],
)
def test_reload_is_found_by_the_term_list_and_not_mistaken(
    tmp_path: Path, locale: str, term: str, stems: str, english: str, text: str, wrong: bool
) -> None:
    source = f'msgctxt "502.advice"\nmsgid "{english}"\nmsgstr "{text}"'
    catalog = catalog_of(
        write_catalog(tmp_path, locale, source),
        "x.po",
        locale,
        terms=(Term(1, "reload", term, (stems,)),),
    )
    assert bool(run_checks(catalog, ["reload"])) is wrong


@pytest.mark.parametrize(
    ("locale", "text", "wrong"),
    [
        ("ja", "一部分を確認してください。", False),
        ("ja", "数分後にもう一度お試しください。", True),
        ("zh_CN", "请在几分钟后重试。", True),
        ("zh_CN", "请稍后重试。", False),
        ("ko", "몇 분 뒤에 다시 시도하세요.", True),
        ("ru", "Повторите попытку через несколько минут.", True),
        ("fr", "Réessayez plus tard.", False),
        ("ar", "حاول مرة أخرى بعد بضع دقائق.", True),
        ("hi", "कुछ मिनट बाद फिर से कोशिश करें।", True),
    ],
)
def test_a_time_is_found_in_every_script(
    tmp_path: Path, locale: str, text: str, wrong: bool
) -> None:
    source = f'msgctxt "503.advice"\nmsgid "Try again later."\nmsgstr "{text}"'
    catalog = catalog_of(write_catalog(tmp_path, locale, source), "x.po", locale)
    assert bool(run_checks(catalog, ["waiting-time"])) is wrong
