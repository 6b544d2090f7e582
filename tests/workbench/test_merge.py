"""A translator's edit is never overwritten: the merge rules, one by one and as properties."""

from __future__ import annotations

import polib
from hypothesis import given
from hypothesis import strategies as st

from httplingo.workbench.extract import same_entries
from httplingo.workbench.po.comments import SOURCE, get_comment
from httplingo.workbench.po.entry import Entry
from httplingo.workbench.po.files import po_bytes
from httplingo.workbench.po.keys import sort_key
from httplingo.workbench.po.merge import Changes, merge


def entry(key: str, text: str) -> Entry:
    return Entry(key, text, ("RFC 9110",), 7)


def run(
    catalog: polib.POFile, texts: dict[str, str], source: dict[str, str] | None = None
) -> tuple[polib.POFile, Changes]:
    entries = [entry(key, texts[key]) for key in sorted(texts, key=sort_key)]
    return merge(catalog, entries, source)


def only(catalog: polib.POFile, key: str) -> polib.POEntry:
    (found,) = [item for item in catalog if item.msgctxt == key]
    return found


def translated(texts: dict[str, str], translations: dict[str, str]) -> polib.POFile:
    catalog, _ = run(polib.POFile(), texts)
    for key, text in translations.items():
        only(catalog, key).msgstr = text
    return catalog


def test_a_new_key_is_added_without_a_text_and_in_its_place() -> None:
    catalog, changes = run(polib.POFile(), {"404.phrase": "Not Found"})
    catalog, changes = run(catalog, {"404.phrase": "Not Found", "200.phrase": "OK"})
    assert [item.msgctxt for item in catalog] == ["200.phrase", "404.phrase"]
    assert only(catalog, "200.phrase").msgstr == ""
    assert changes == Changes(added=("200.phrase",))


def test_changed_english_makes_a_translation_fuzzy_and_keeps_the_previous_english() -> None:
    catalog = translated({"413.phrase": "Payload Too Large"}, {"413.phrase": "Zu groß"})
    catalog, changes = run(catalog, {"413.phrase": "Content Too Large"})
    item = only(catalog, "413.phrase")
    assert (item.msgid, item.msgstr, item.fuzzy) == ("Content Too Large", "Zu groß", True)
    assert item.previous_msgid == "Payload Too Large"
    assert changes == Changes(made_fuzzy=("413.phrase",))
    # English that changes again before anyone looked: what was translated is still the first.
    catalog, _ = run(catalog, {"413.phrase": "Content Far Too Large"})
    assert only(catalog, "413.phrase").previous_msgid == "Payload Too Large"


def test_text_is_never_borrowed_from_another_code() -> None:
    catalog = translated({"404.phrase": "Not Found"}, {"404.phrase": "Nicht gefunden"})
    catalog, changes = run(catalog, {"410.phrase": "Not Found"})
    assert only(catalog, "410.phrase").msgstr == ""
    assert only(catalog, "404.phrase").obsolete
    assert changes == Changes(added=("410.phrase",), obsoleted=("404.phrase",))


def test_a_vanished_key_keeps_its_text_and_is_taken_up_again_when_it_returns() -> None:
    texts = {"404.phrase": "Not Found", "410.phrase": "Gone"}
    catalog = translated(texts, {"410.phrase": "Weg"})
    catalog, _ = run(catalog, {"404.phrase": "Not Found"})
    reread = polib.pofile(po_bytes(catalog).decode())
    assert only(reread, "410.phrase").obsolete
    catalog, changes = run(reread, texts)
    item = only(catalog, "410.phrase")
    assert (item.msgstr, item.obsolete, item.fuzzy) == ("Weg", False, False)
    assert changes == Changes(revived=("410.phrase",))


def test_a_changed_source_updates_an_untouched_text() -> None:
    texts = {"404.description": "Not there."}
    catalog, _ = run(polib.POFile(), texts, {"404.description": "旧"})
    assert only(catalog, "404.description").msgstr == "旧"
    catalog, changes = run(catalog, texts, {"404.description": "新"})
    item = only(catalog, "404.description")
    assert (item.msgstr, item.fuzzy) == ("新", False)
    assert get_comment(item.tcomment, SOURCE) == "新"
    assert changes == Changes(updated=("404.description",))


def test_a_changed_source_makes_an_edited_text_fuzzy_and_keeps_it() -> None:
    texts = {"404.description": "Not there."}
    catalog, _ = run(polib.POFile(), texts, {"404.description": "旧"})
    only(catalog, "404.description").msgstr = "译者改过"
    catalog, changes = run(catalog, texts, {"404.description": "新"})
    item = only(catalog, "404.description")
    assert (item.msgstr, item.fuzzy) == ("译者改过", True)
    assert get_comment(item.tcomment, SOURCE) == "新"
    assert changes == Changes(made_fuzzy=("404.description",))


def test_a_source_of_several_lines_stays_one_comment_line() -> None:
    texts = {"431.description": "Too large."}
    catalog, _ = run(polib.POFile(), texts, {"431.description": "一\n二"})
    reread = polib.pofile(po_bytes(catalog).decode())
    item = only(reread, "431.description")
    assert get_comment(item.tcomment, SOURCE) == item.msgstr == "一\n二"
    again, changes = run(reread, texts, {"431.description": "一\n二"})
    assert changes == Changes()
    assert same_entries(reread, again)


def test_in_the_base_locale_the_english_is_the_text_until_someone_edits_it() -> None:
    def base(catalog: polib.POFile, text: str) -> polib.POEntry:
        merged, _ = merge(catalog, [entry("404.phrase", text)], base=True)
        catalog[:] = merged
        return only(catalog, "404.phrase")

    catalog = polib.POFile()
    assert base(catalog, "Not Found").msgstr == "Not Found"
    item = base(catalog, "Nothing Found")
    assert (item.msgstr, item.fuzzy) == ("Nothing Found", False)
    item.msgstr = "Edited"
    item = base(catalog, "Not Found")
    assert (item.msgstr, item.fuzzy, item.previous_msgid) == ("Edited", True, "Nothing Found")


def test_a_catalog_whose_msgids_are_keys_is_taken_over() -> None:
    catalog = polib.POFile()
    catalog.append(polib.POEntry(msgid="404.phrase", msgstr="Nicht gefunden"))
    merged, _ = run(catalog, {"404.phrase": "Not Found"})
    item = only(merged, "404.phrase")
    assert (item.msgid, item.msgstr, item.fuzzy) == ("Not Found", "Nicht gefunden", False)


KEYS = st.sampled_from(["200.phrase", "404.phrase", "404.description", "4xx.advice", "page.home"])
# polib ends a line at a separator in a string, as tests give it; in a file it does not.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20)
TEXTS = st.dictionaries(KEYS, TEXT)


@given(TEXTS, TEXTS, st.dictionaries(KEYS, TEXT), st.dictionaries(KEYS, TEXT))
def test_no_translation_is_ever_lost_or_moved(
    before: dict[str, str],
    after: dict[str, str],
    translations: dict[str, str],
    remarks: dict[str, str],
) -> None:
    translations = {key: text for key, text in translations.items() if key in before}
    catalog = translated(before, translations)
    for key in before.keys() & remarks.keys():
        only(catalog, key).tcomment = remarks[key]
    merged, _ = run(polib.pofile(po_bytes(catalog).decode()), after)
    merged = polib.pofile(po_bytes(merged).decode())
    assert {item.msgctxt for item in merged} == before.keys() | after.keys()
    for key, text in translations.items():
        item = only(merged, key)
        assert item.msgstr == text
        assert item.obsolete == (key not in after)
        if key in after:
            assert item.msgid == after[key]
            assert item.fuzzy == (before[key] != after[key])
    for key in before.keys() & remarks.keys():
        # A comment's outer spaces are not the comment's.
        assert only(merged, key).tcomment.strip() == remarks[key].strip()


# A cell's text has no outer space.
SOURCE_TEXT = TEXT.map(str.strip).filter(bool) | st.sampled_from(["a\nb", "a\\nb", "\\"])


@given(TEXTS, st.dictionaries(KEYS, SOURCE_TEXT))
def test_a_second_merge_changes_no_byte(texts: dict[str, str], source: dict[str, str]) -> None:
    source = {key: text for key, text in source.items() if key in texts}
    first, _ = run(polib.POFile(), texts, source)
    reread = polib.pofile(po_bytes(first).decode())
    second, changes = run(reread, texts, source)
    assert changes == Changes()
    assert po_bytes(second) == po_bytes(first)
