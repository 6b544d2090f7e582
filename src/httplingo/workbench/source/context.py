"""What a translator should know of a text: who reads it, where it stands, how long it may be.

It goes into the extracted comments, which Poedit, Weblate and every editor show beside the text.
The limits stand there in words and not in a flag such as ``#, max-length:60``, as GNU gettext
deletes the flags that it does not know, and Poedit with it.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from httplingo.workbench.po.keys import is_class, is_page_word, is_problem

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The widest phrase, in columns of which a wide letter takes two: it stands in a heading.
MAX_PHRASE = 60
#: The widest of a page's own words, which are labels and buttons, where its note has no limit.
MAX_LABEL = 40

_HEADING = {
    "class": "the heading of codes that have no texts of their own.",
    "code": "the heading, beside the number. Developers look it up.",
    "problem": "the heading where a site reports this problem.",
}
_CONTEXT = {
    "phrase": (
        "For everybody: {heading}",
        f"At most {MAX_PHRASE} characters, better 35; no full stop.",
    ),
    "description": (
        "For developers: what it means, in the page’s details and in APIs.",
        "One to three sentences, as strong as the English (must, should, may).",
    ),
    "advice": (
        "For visitors: what they can do now, below the heading.",
        "One or two sentences, no technical words.",
    ),
}
_WIDTH = 73
_LIMIT = re.compile(r"at most (about )?(\d+) characters")


def context(key: str) -> list[str]:
    """Return who reads a text, where it stands, and how long it may be: lines of a comment.

    >>> context("404.advice")[0]
    'For visitors: what they can do now, below the heading.'
    """
    name, _, field = key.partition(".")
    kind = "class" if is_class(name) else "problem" if is_problem(name) else "code"
    return [line.format(heading=_HEADING[kind]) for line in _CONTEXT[field]]


def lines_of(remark: str) -> list[str]:
    """Return a remark as lines of a comment, as wide as every tool leaves them.

    >>> lines_of("RFC 9110, Section 15.5.5")
    ['RFC 9110, Section 15.5.5']
    """
    return textwrap.wrap(remark, _WIDTH, break_long_words=False, break_on_hyphens=False)


def limit_of(key: str, english: str, comments: Iterable[str]) -> int:
    """Return the most columns that a text may have, or 0 where there is no limit.

    Where the comment says “about”, a third more is borne.

    Args:
        key: Its key.
        english: The English.
        comments: The lines of its extracted comment, which may name a limit.

    >>> limit_of("404.phrase", "Not Found", ()), limit_of("404.advice", "Go home.", ())
    (60, 0)
    >>> limit_of("page.back", "Go back", ("A command; at most about 15 characters.",))
    20
    """
    if key.endswith(".phrase"):
        return MAX_PHRASE
    if not is_page_word(key) or english.endswith("."):
        return 0
    found = _LIMIT.search(" ".join(comments))
    if found is None:
        return MAX_LABEL
    about, number = found[1], int(found[2])
    return number * 4 // 3 if about else number
