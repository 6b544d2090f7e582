"""The translator comment that turns a check off for one entry: ``# ignore: CHECK - REASON``."""

from __future__ import annotations

import re

from httplingo.workbench.po.comments import IGNORE, get_comments

_IGNORE = re.compile(r"(?P<check>[a-z][a-z0-9-]*?)\s+[-–—]+\s+(?P<reason>\S.*)")


def ignored(comment: str) -> dict[str, str]:
    """Return the checks that a translator comment turns off, with the reasons.

    >>> ignored("ignore: untranslated - the word is the same in French")
    {'untranslated': 'the word is the same in French'}
    """
    found = (_IGNORE.fullmatch(value.strip()) for value in get_comments(comment, IGNORE))
    return {match["check"]: match["reason"] for match in found if match}


def without_reason(comment: str) -> list[str]:
    """Return the ignore comments that are not of that form.

    >>> without_reason("ignore: brackets")
    ['brackets']
    """
    return [
        value for value in get_comments(comment, IGNORE) if not _IGNORE.fullmatch(value.strip())
    ]
