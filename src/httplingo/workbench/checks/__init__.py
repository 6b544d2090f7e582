"""What can be wrong with a catalog: small named functions in one registry."""

from __future__ import annotations

# In the order in which `httplingo catalog check --list` shows them: importing registers.
from . import header, presence, markup, characters, punctuation, words, advice  # noqa: F401 # isort: skip
from .places import misplaced
from .registry import CHECKS, Check, Severity
from .running import Finding, run_checks
from .subject import Catalog, Text, catalog_of, load

__all__ = [
    "CHECKS",
    "Catalog",
    "Check",
    "Finding",
    "Severity",
    "Text",
    "catalog_of",
    "load",
    "misplaced",
    "run_checks",
]
