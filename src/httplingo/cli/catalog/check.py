"""``httplingo catalog check``: what is wrong with catalogs, with path and line."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from httplingo.cli.output import add_format, print_json

from .options import add_directory, add_locales, project_of, show_progress

if TYPE_CHECKING:
    import argparse

    from httplingo.workbench.checks import Finding
    from httplingo.workbench.faults import Fault
    from httplingo.workbench.project import Project

#: So many missing texts are listed one by one; of more, the other findings would be lost.
MANY = 20


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("check", help="find what is wrong with catalogs")
    add_locales(parser)
    add_directory(parser)
    parser.add_argument(
        "--only", action="append", default=[], metavar="CHECK", help="run this check; repeatable"
    )
    parser.add_argument(
        "--severity",
        choices=("error", "warning", "hint"),
        default="hint",
        help="the least that is shown (default: hint)",
    )
    parser.add_argument(
        "--release",
        action="store_true",
        help="also fail where a release would: missing and fuzzy texts, unfinished term lists, …",
    )
    parser.add_argument("--list", action="store_true", help="list the checks and end")
    parser.add_argument("--explain", metavar="CHECK", help="explain a check and end")
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the findings; an error makes the exit status 1, and a warning unless it is a release's.

    What only a release needs is a warning or a hint, which a contribution may leave open;
    ``--release`` makes it an error.
    """
    from httplingo.workbench.checks import CHECKS

    unknown = [name for name in [*options.only, options.explain] if name and name not in CHECKS]
    if unknown:
        print(f"httplingo: no such check: {', '.join(unknown)}; see --list", file=sys.stderr)
        return 2
    if options.list or options.explain:
        return _explain([options.explain] if options.explain else list(CHECKS), options)
    from httplingo.workbench.checks import Severity

    project = project_of(options)
    locales = project.choose(options.locale)
    findings, unreadable = _findings(project, locales, options)
    least = Severity[options.severity.upper()]
    shown = [finding for finding in findings if finding.severity >= least]
    for fault in unreadable:
        print(f"httplingo: {fault}", file=sys.stderr)
    if options.format == "json":
        print_json([finding.record() for finding in shown])
    else:
        for line in _without_flood(shown, options.only):
            print(line)
        print(_summary(findings, len(locales)), file=sys.stderr)
    if unreadable:
        return 2
    return int(any(_counts(finding) for finding in findings))


def _findings(
    project: Project, locales: list[str], options: argparse.Namespace
) -> tuple[list[Finding], list[Fault]]:
    """Return what was found, and what kept some catalogs from being read."""
    from httplingo.workbench.checks import Finding, Severity, load, misplaced, run_checks
    from httplingo.workbench.faults import FaultsError

    findings: list[Finding] = []
    unreadable: list[Fault] = []
    if not options.locale and not options.only:
        for fault in misplaced(project):
            findings.append(Finding(fault.path, 1, Severity.WARNING, "place", "", fault.text))
    template = project.entries()
    for done, locale in enumerate(locales, 1):
        try:
            catalog = load(project, locale, template)
            findings += run_checks(catalog, options.only, release=options.release)
        except FaultsError as error:
            unreadable += [fault for fault in error.faults if fault not in unreadable]
        show_progress(done, len(locales), locale)
    return findings, unreadable


def _counts(finding: Finding) -> bool:
    from httplingo.workbench.checks import CHECKS, Severity

    if finding.severity is not Severity.WARNING:
        return finding.severity is Severity.ERROR
    check = CHECKS.get(finding.check)
    return check is None or not check.release


def _without_flood(findings: list[Finding], only: list[str]) -> list[str]:
    """Return the lines to print; of many missing texts of a catalog one line, or all on demand."""
    missing = Counter(finding.path for finding in findings if finding.check == "missing")
    shown: list[str] = []
    told: set[str] = set()
    for finding in findings:
        count = missing[finding.path]
        if finding.check != "missing" or count <= MANY or "missing" in only:
            shown.append(str(finding))
        elif finding.path not in told:
            told.add(finding.path)
            more = f"and {count - 1} more (--only missing lists them)"
            shown.append(f"{finding}, {more}")
    return shown


def _summary(findings: list[Finding], locales: int) -> str:
    counts = Counter(finding.severity.name.lower() for finding in findings)
    parts = [f"{counts[name]} {name}s" for name in ("error", "warning", "hint")]
    return f"{', '.join(parts)} in {locales} catalog{'s' if locales > 1 else ''}"


def _explain(names: list[str], options: argparse.Namespace) -> int:
    from httplingo.workbench.checks import CHECKS

    checks = [CHECKS[name] for name in names]
    if options.format == "json":
        print_json(
            [
                {
                    "name": check.name,
                    "severity": check.severity.name.lower(),
                    "explanation": check.explanation,
                }
                for check in checks
            ]
        )
        return 0
    for check in checks:
        if options.explain:
            print(f"{check.name} ({check.severity.name.lower()})\n\n{check.documentation}")
        else:
            first = check.explanation.partition("\n\n")[0].replace("\n", " ")
            print(f"{check.name:<22} {check.severity.name.lower():<8} {first}")
    return 0
