"""Glossaries and the translation memory, read by the library that Weblate reads them with."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from translate.storage.tbx import tbxfile
from translate.storage.tmx import tmxfile

from .conftest import Command
from .test_catalog_verbs import catalog, edit


def test_terms_are_a_glossary_in_tbx_and_csv(command: Command, folder: Path) -> None:
    done = command("terms", "de", "--directory", folder)
    store: Any = tbxfile.parsestring(done.out.encode())  # type: ignore[no-untyped-call]
    found = {unit.source: unit.target for unit in store.units}
    assert found["gateway"] == "Gateway"
    rows = list(
        csv.DictReader(
            command("terms", "de", "--format", "csv", "--directory", folder).out.splitlines()
        )
    )
    assert {row["source"]: row["target"] for row in rows} == found
    assert all(row["explanation"] for row in rows if row["source"] in ("gateway", "page"))


def test_memory_holds_what_is_shown_in_every_language(command: Command, folder: Path) -> None:
    edit(catalog(folder, "ar"), "404.phrase", msgstr="")
    done = command("memory", "--directory", folder)
    store: Any = tmxfile.parsestring(done.out.encode())  # type: ignore[no-untyped-call]
    german = {unit.source: unit.gettarget("de") for unit in store.units if unit.gettarget("de")}
    assert german["Not Found"] == "Nicht gefunden"
    chinese = [unit.gettarget("zh-CN") for unit in store.units if unit.source == "Not Found"]
    assert chinese == ["未找到"]
