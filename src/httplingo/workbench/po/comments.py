"""Labelled lines in a translator comment: what the source said, corrections, reviews.

Translator comments are the one place that Poedit, Weblate, polib and `msgmerge` all keep, so
what has to stay with a translation stands there, a line each: ``# source: …``.
"""

from __future__ import annotations

import re

SOURCE = "source"
CORRECTION = "correction"
REVIEWED = "reviewed"
IGNORE = "ignore"

_ESCAPE = re.compile(r"\\(n|\\)")


def get_comment(comment: str, label: str) -> str | None:
    r"""Return the value of a labelled line, or None where there is no such line.

    >>> get_comment("source: 未找到\nreviewed: A. Editor, 2026-11-22", "reviewed")
    'A. Editor, 2026-11-22'
    >>> get_comment("a remark", "source") is None
    True
    """
    found = _line(label).search(comment)
    return _ESCAPE.sub(_unescaped, found[1]) if found else None


def get_comments(comment: str, label: str) -> list[str]:
    r"""Return the values of all lines with a label.

    >>> get_comments("ignore: brackets - a smiley\nignore: terms - a pun", "ignore")
    ['brackets - a smiley', 'terms - a pun']
    """
    return [_ESCAPE.sub(_unescaped, found[1]) for found in _line(label).finditer(comment)]


def set_comment(comment: str, label: str, value: str) -> str:
    r"""Return the comment with a labelled line in place of an earlier one, or before the others.

    >>> print(set_comment("source: 旧\na remark", "source", "新"))
    source: 新
    a remark
    """
    # A value is one line: a line break in it is written as gettext writes one.
    line = f"{label}: " + value.replace("\\", "\\\\").replace("\n", "\\n")
    if _line(label).search(comment):
        return _line(label).sub(lambda _: line, comment, count=1)
    return f"{line}\n{comment}" if comment else line


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] == "n" else "\\"


def _line(label: str) -> re.Pattern[str]:
    return re.compile(rf"^{label}: ?(.*)$", re.MULTILINE)
