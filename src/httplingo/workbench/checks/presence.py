"""Checks of which entries there are, and in which state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo.workbench.po.comments import CORRECTION, SOURCE, get_comment
from httplingo.workbench.po.files import key_of
from httplingo.workbench.po.keys import is_key
from httplingo.workbench.po.state import faulty_reviews, reviews_of

from .ignoring import ignored, without_reason
from .registry import CHECKS, Severity, catalog_check, text_check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .registry import Found
    from .subject import Catalog, Text


@catalog_check(Severity.WARNING, release=True)
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
            lack = f"no entry for {entry.key}; `httplingo catalog update` adds it"
            yield len(catalog.lines), lack


@catalog_check(Severity.WARNING, release=True)
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
    keys = {entry.text: entry.key for entry in catalog.template or ()}
    for text in catalog.texts:
        if not (text.entry.fuzzy and text.text):
            continue
        before, other = text.entry.previous_msgid, text.entry.previous_msgctxt
        other = other or keys.get(before or "")
        if other and other != text.key:
            # msgmerge and pot2po take a text with similar English.
            yield text, f"is fuzzy and not shown; guessed from {other}, and translated by nobody"
        elif before and before != text.english:
            yield text, f"is fuzzy and not shown; the English was: {before}"
        else:
            yield text, "is fuzzy and not shown"


@catalog_check(Severity.WARNING, release=True)
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
            yield entry.linenum or 1, f"{key_of(entry)} is obsolete"


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


@catalog_check(Severity.WARNING, release=True)
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


@catalog_check(Severity.WARNING, release=True)
def stale_review(catalog: Catalog) -> Found:
    """A reviewed entry whose English or whose text has changed since the last review.

    Read it again and sign it: ``httplingo catalog review LOCALE --sign NAME KEY``.

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
        reviews = reviews_of(text.entry)
        if reviews and all(review.changed for review in reviews):
            last = max(reviews, key=lambda review: review.date)
            changed = " and the ".join(last.changed)
            yield text, f"the {changed} changed since {last.name} reviewed it on {last.date}"


@text_check(Severity.WARNING)
def review_form(text: Text) -> Iterator[str]:
    """A review comment that counts for nothing: no name, no date, one to come, another spelling.

    Bad, in de::

        # reviewed: yes
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"

    Bad, in de::

        # Reviewed： A. Editor, 2026-11-22
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"

    Bad, in de::

        # reviewed: A. Editor, 2999-01-01
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"

    Good, in de::

        # reviewed: A. Editor, 2026-11-22
        # reviewed: B. Reader, 2026-11-23
        msgctxt "404.phrase"
        msgid "Not Found"
        msgstr "Nicht gefunden"
    """
    for line, fault in faulty_reviews(text.entry):
        yield f"{line!r} does not count: {fault}; the form is: # reviewed: NAME, YYYY-MM-DD"


@text_check(Severity.WARNING, release=True)
def correction(text: Text) -> Iterator[str]:
    """A given text that was changed without a word on what was wrong in it.

    The given words are not ours. What is wrong in them is corrected, and ``# correction:`` says
    what and why.

    Bad, in zh_CN::

        # source: 继续
        msgctxt "100.phrase"
        msgid "Continue"
        msgstr "请继续"

    Good, in zh_CN::

        # source: 继续
        # correction: 语气过于生硬
        msgctxt "100.phrase"
        msgid "Continue"
        msgstr "请继续"
    """
    comment = text.entry.tcomment
    source = get_comment(comment, SOURCE)
    if source not in (None, text.text) and not get_comment(comment, CORRECTION):
        yield f"is not the source’s “{source}”, and no # correction: says why"


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
