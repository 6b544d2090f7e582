"""Runs the checks over a catalog and leaves out what a translator has ignored with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .ignoring import ignored
from .registry import CHECKS, Severity
from .subject import is_exempt

if TYPE_CHECKING:
    from collections.abc import Collection

    from .subject import Catalog


class Finding(NamedTuple):
    """What a check found.

    >>> print(Finding("de.po", 7, Severity.HINT, "brackets", "404.phrase", "one ) too many"))
    de.po:7: hint: brackets: 404.phrase: one ) too many
    """

    path: str
    line: int
    severity: Severity
    check: str
    key: str
    message: str

    def __str__(self) -> str:
        severity = self.severity.name.lower()
        parts = [severity, self.check, self.key, self.message]
        return f"{self.path}:{self.line}: {': '.join(part for part in parts if part)}"

    def record(self) -> dict[str, object]:
        """Return the finding as plain values, for JSON."""
        return {**self._asdict(), "severity": self.severity.name.lower()}


def run_checks(catalog: Catalog, names: Collection[str] = ()) -> list[Finding]:
    """Return what the checks find in a catalog, by line.

    Args:
        catalog: The catalog.
        names: The checks to run; all by default.
    """
    findings: list[Finding] = []
    for check in CHECKS.values():
        if names and check.name not in names:
            continue
        for text, message in check.run(catalog):
            comment = text.entry.tcomment if text else catalog.file.header
            if check.name in ignored(comment):
                continue
            if text and check.style and is_exempt(text, catalog.locale):
                continue
            line, key = (text.line, text.key) if text else (1, "")
            findings.append(Finding(catalog.name, line, check.severity, check.name, key, message))
    return sorted(findings, key=lambda finding: (finding.line, -finding.severity))
