"""Faults of the error page itself: logged once each, so that they neither hide nor flood."""

from __future__ import annotations

import logging

#: How many kinds of fault are told apart; those beyond are logged each time.
MAX_KINDS = 64

_logger = logging.getLogger("httplingo.integrations")
_seen: set[tuple[str, str, str]] = set()


def report(what: str, error: BaseException) -> None:
    """Log a fault with its traceback, unless it was logged before.

    Args:
        what: What could not be done, in a few words.
        error: Why.

    >>> report("a doctest fails", ValueError("once"))
    >>> ("a doctest fails", "ValueError", "once") in _seen
    True
    """
    kind = (what, type(error).__name__, str(error)[:200])
    if kind in _seen:
        return
    if len(_seen) < MAX_KINDS:
        _seen.add(kind)
    _logger.error("%s: %r", what, error, exc_info=error)
