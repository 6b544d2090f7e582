"""Checks of which entries there are, and in which state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo.workbench.po.comments import REVIEWED, get_comment
from httplingo.workbench.po.keys import is_key
from httplingo.workbench.po.state import review_of

from .ignoring import ignored, without_reason
from .registry import CHECKS, Severity, catalog_check, text_check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .registry import Found
    from .subject import Catalog, Text


@catalog_check(Severity.WARNING)
def missing(catalog: Catalog) -> Found:
    """A text that is not there, or is empty: the visitor reads English in its place.

    In a site's catalog the package's text shows, so only what neither has is missing.

    Bad, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr ""

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    present = {text.key: text for text in catalog.texts}
    for text in catalog.texts:
        if not text.text and text.key not in catalog.shipped:
            yield text, "no translation"
    for entry in catalog.template or ():
        if entry.key not in present and entry.key not in catalog.shipped:
            yield None, f"no entry for {entry.key}; `httplingo catalog update` adds it"


@catalog_check(Severity.WARNING)
def fuzzy(catalog: Catalog) -> Found:
    """A text that is marked fuzzy, most often because the English has changed: it is not shown.

    Compare it with the English, correct it, and take the mark away.

    Bad, in de::

        #, fuzzy
        #| msgid "Not here"
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht hier"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    for text in catalog.texts:
        if text.entry.fuzzy and text.text:
            before = text.entry.previous_msgid
            more = f"; the English was: {before}" if before and before != text.english else ""
            yield text, f"is fuzzy and not shown{more}"


@catalog_check(Severity.WARNING)
def obsolete(catalog: Catalog) -> Found:
    """An entry whose key is gone, which gettext keeps at the end of the file.

    Delete it once nothing in it is of use any more.

    Bad, in de::

        #~ msgctxt "299.phrase"
        #~ msgid "Miscellaneous"
        #~ msgstr "Verschiedenes"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    for entry in catalog.file:
        if entry.obsolete:
            yield None, f"{entry.msgctxt or entry.msgid} in line {entry.linenum} is obsolete"


@catalog_check(Severity.ERROR)
def duplicate_key(catalog: Catalog) -> Found:
    """A key that stands twice: which of the texts is shown would be chance.

    Bad, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Unauffindbar"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    first: dict[str, int] = {}
    for text in catalog.texts:
        if text.key in first:
            yield text, f"stands already in line {first[text.key]}"
        first.setdefault(text.key, text.line)


@catalog_check(Severity.WARNING)
def unknown_key(catalog: Catalog) -> Found:
    """A key that nothing asks for: a slip in the number or the word.

    The project's catalogs have the template's keys; a site's may have any code from 100 to 599
    and any word of a page.

    Bad, in de::

        msgctxt "404.title"
        msgid "Not Found"
        msgstr "Nicht gefunden"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    known = {entry.key for entry in catalog.template or ()}
    for text in catalog.texts:
        if text.key not in known and not (catalog.own_keys and is_key(text.key)):
            yield text, "nothing asks for this key"


@catalog_check(Severity.WARNING)
def outdated(catalog: Catalog) -> Found:
    """An entry whose English is not the template's any more; an update brings it in.

    Bad, in de::

        msgctxt "404.phrase"
        msgid "Not Here"
        msgstr "Nicht hier"

    Good, in de::

        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    english = {entry.key: entry.text for entry in catalog.template or ()}
    for text in catalog.texts:
        now = english.get(text.key, text.english)
        if text.english not in (now, text.key):
            yield text, f"the English is now: {now}; `httplingo catalog update` brings it in"


@catalog_check(Severity.WARNING)
def stale_review(catalog: Catalog) -> Found:
    """A reviewed entry whose English or whose text has changed since the review.

    Read it again and write today's date: ``httplingo catalog review LOCALE --sign NAME KEY``.

    Bad, in de::

        # reviewed: A. Editor, 2026-11-22
        # reviewed-as: 00000000 cc3e0bf3
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"

    Good, in de::

        # reviewed: A. Editor, 2026-11-22
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    for text in catalog.texts:
        review = review_of(text.entry)
        if review and review.changed:
            changed = " and the ".join(review.changed)
            yield text, f"the {changed} changed since {review.name} reviewed it on {review.date}"


@text_check(Severity.WARNING)
def review_form(text: Text) -> Iterator[str]:
    """A review comment without a name or a date, which counts as none.

    Bad, in de::

        # reviewed: yes
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"

    Good, in de::

        # reviewed: A. Editor, 2026-11-22
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    value = get_comment(text.entry.tcomment, REVIEWED)
    if value is not None and review_of(text.entry) is None:
        yield f"not a name and a date: {value!r}; the form is: # reviewed: NAME, YYYY-MM-DD"


@text_check(Severity.WARNING)
def ignore_form(text: Text) -> Iterator[str]:
    """An ignore comment without a reason, or for a check that does not exist.

    Bad, in de::

        # ignore: final-punctuation
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden."

    Good, in de::

        # ignore: final-punctuation - quotes the sign at the entrance
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden."
    """
    for value in without_reason(text.entry.tcomment):
        yield f"{value!r} gives no reason; the form is: # ignore: CHECK - REASON"
    for name in ignored(text.entry.tcomment):
        if name not in CHECKS:
            yield f"there is no check {name!r}"


@catalog_check(Severity.HINT)
def idle_ignore(catalog: Catalog) -> Found:
    """An ignore comment of a check that finds nothing there any more: it can go.

    Bad, in de::

        # ignore: final-punctuation - quotes the sign at the entrance
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"

    Good, in de::

        # ignore: final-punctuation - quotes the sign at the entrance
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden."
    """
    found: dict[str, set[int]] = {}
    for text in catalog.texts:
        for name in ignored(text.entry.tcomment):
            check = CHECKS.get(name)
            if check is None or name == "idle-ignore":
                continue
            if name not in found:
                found[name] = {id(other) for other, _ in check.run(catalog)}
            if id(text) not in found[name]:
                yield text, f"{name} finds nothing here any more"
