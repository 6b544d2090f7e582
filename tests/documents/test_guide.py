"""The guide to pages says what is there."""

from __future__ import annotations

import dataclasses
import re
import typing
from pathlib import Path

from httplingo.documents import BUILT_IN, Details, PageContext, page_context

GUIDE = Path(__file__).parents[2] / "docs" / "pages.md"


def test_the_guide_names_all_that_a_template_shows() -> None:
    named = set(re.findall(r"page\.([a-z_]+)", GUIDE.read_text("utf-8")))
    assert {field.name for field in dataclasses.fields(PageContext)} <= named
    words = re.findall(r"labels: (.*) \|", GUIDE.read_text("utf-8"))
    assert set(re.findall("`([a-z_]+)`", words[0])) == page_context(404, "en").words.keys()


def test_the_guide_names_every_detail_and_theme() -> None:
    text = GUIDE.read_text("utf-8")
    for name in typing.get_type_hints(Details):
        assert re.search(rf"\b{name}\b", text), name
    for name in BUILT_IN:
        assert f"`{name}`" in text
