"""Runs the checks over a catalog and leaves out what a translator has ignored with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from httplingo.workbench.faults import Fault, visible

from .ignoring import ignored
from .registry import CHECKS, Severity
from .subject import is_exempt

if TYPE_CHECKING:
    from collections.abc import Collection

    from .registry import Check, Place
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
        return visible(f"{self.path}:{self.line}: {': '.join(part for part in parts if part)}")

    def record(self) -> dict[str, object]:
        """Return the finding as plain values, for JSON."""
        return {**self._asdict(), "severity": self.severity.name.lower()}


def run_checks(
    catalog: Catalog, names: Collection[str] = (), *, release: bool = False
) -> list[Finding]:
    """Return what the checks find in a catalog, by line.

    In one that is made from another, errors alone: whatever else there is to say stands there.

    Args:
        catalog: The catalog.
        names: The checks to run; all by default.
        release: Whether what only a release needs is an error.
    """
    findings: list[Finding] = []
    for check in CHECKS.values():
        if names and check.name not in names:
            continue
        if catalog.made and check.severity is not Severity.ERROR:
            continue
        severity = Severity.ERROR if release and check.release else check.severity
        for place, message in check.run(catalog):
            if not _is_ignored(check, place, catalog):
                name, line, key = _where(place, catalog)
                findings.append(Finding(name, line, severity, check.name, key, message))
    return sorted(findings, key=lambda finding: (finding.path, finding.line, -finding.severity))


def _is_ignored(check: Check, place: Place, catalog: Catalog) -> bool:
    if isinstance(place, int | Fault):
        return check.name in ignored(catalog.file.header)
    if check.style and is_exempt(place, catalog.locale):
        return True
    return check.name in ignored(place.entry.tcomment)


def _where(place: Place, catalog: Catalog) -> tuple[str, int, str]:
    if isinstance(place, Fault):
        return place.path, place.line, ""
    if isinstance(place, int):
        return catalog.name, place, ""
    return catalog.name, place.line, place.key
