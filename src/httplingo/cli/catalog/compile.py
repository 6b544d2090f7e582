"""``httplingo catalog compile``: the files that are read at run time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from httplingo.cli.output import add_format, print_json

from .options import add_directory, add_locales, folder_of, show_progress

if TYPE_CHECKING:
    import argparse


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
    """Compile what has no error; nothing is written where something has."""
    folder = folder_of(options)
    from httplingo.workbench.checks import Finding, Severity, load, run_checks
    from httplingo.workbench.files import write_atomically
    from httplingo.workbench.po.compile import compile_package, mo_bytes

    locales = folder.choose(options.locale)
    errors: list[Finding] = []
    compiled = {}
    for done, locale in enumerate(locales, 1):
        path = folder.catalog(locale)
        findings = run_checks(load(folder, locale))
        errors += [finding for finding in findings if finding.severity is Severity.ERROR]
        compiled[path.with_suffix(".mo")] = mo_bytes(path, locale, folder.name(path))
        show_progress(done, len(locales), path.parents[1].name)
    if errors:
        print("\n".join(map(str, errors)), file=sys.stderr)
        print(f"nothing compiled: {len(errors)} errors", file=sys.stderr)
        return 1
    if folder.layout is not None:
        written = compile_package(folder.layout)
    else:
        for target, data in compiled.items():
            write_atomically(target, data)
        written = list(compiled)
    if options.format == "json":
        print_json([folder.name(path) for path in written])
        return 0
    for path in written:
        print(folder.name(path))
    return 0
