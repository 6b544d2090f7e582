"""``httplingo catalog compile``: the files that are read at run time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from httplingo.cli.output import add_format, print_json

from .options import add_directory, add_locales, project_of, show_progress

if TYPE_CHECKING:
    import argparse

    from httplingo.workbench.faults import Fault


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "compile",
        help="make what is read at run time: a .mo file beside each .po file of a site; "
        "in the project, all catalogs into the package",
    )
    add_locales(parser)
    add_directory(parser)
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compile what can be read; a text that has an error is left out, and the fallback shows."""
    project = project_of(options)
    from httplingo.workbench.checks import CHECKS, Severity, load, run_checks
    from httplingo.workbench.faults import FaultsError
    from httplingo.workbench.po.compile import compile_catalogs

    locales = project.choose(options.locale)
    without: dict[str, set[str]] = {}
    faults: list[Fault] = []
    template = project.entries()
    # What can keep a text out, and no more: the other checks take most of the time.
    names = [check.name for check in CHECKS.values() if check.severity is Severity.ERROR]
    for done, locale in enumerate(locales, 1):
        try:
            findings = run_checks(load(project, locale, template), names)
        except FaultsError as error:
            faults += error.faults
            continue
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        without[locale] = {finding.key for finding in errors}
        for finding in errors:
            print(f"{finding} (left out)", file=sys.stderr)
        show_progress(done, len(locales), locale)
    target = project.compiled if project.has_tables else project.folder
    compiled = compile_catalogs(project.folder, target, without)
    faults += compiled.faults
    for fault in dict.fromkeys(faults):
        print(fault, file=sys.stderr)
    paths = [project.name(path) for path in compiled.paths]
    if options.format == "json":
        print_json(paths)
    elif paths:
        print("\n".join(paths))
    if faults:
        print(f"{len(locales) - len(paths)} of {len(locales)} not compiled", file=sys.stderr)
        return 2
    return 1 if any(without.values()) else 0
