"""``httplingo catalog init``: a catalog of one more language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httplingo.cli.output import add_format, print_json

from .options import add_directory, project_of

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("init", help="start the catalog of a language")
    parser.add_argument("locale", metavar="LOCALE", help="such as nl or pt_PT")
    add_directory(parser)
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the catalog; print what CLDR knows of the language and what to do next."""
    options.directory.mkdir(parents=True, exist_ok=True)
    project = project_of(options)
    from httplingo.workbench.init import language_of, start

    language = language_of(options.locale)
    path = project.name(start(project, options.locale))
    if options.format == "json":
        print_json({"path": path, **language._asdict()})
        return 0
    print(f"{path}: new")
    print(f"  language      {language.name} ({language.native_name})")
    print(f"  direction     {'right to left' if language.direction == 'rtl' else 'left to right'}")
    print(f"  plural forms  {language.plural_forms}")
    directory = "" if str(options.directory) == "locale" else f" --directory {options.directory}"
    print("Translate the msgstr lines; these help:")
    for verb in ("preview", "check"):
        print(f"  httplingo catalog {verb} {language.locale}{directory}")
    return 0
