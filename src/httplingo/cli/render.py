"""``httplingo render``: a status as a document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from httplingo import UnknownStatusError, available_locales, find_code, get_message

from .output import print_json

if TYPE_CHECKING:
    import argparse

DETAILS = (
    *("title", "detail", "advice", "detail_locale"),
    *("request_id", "retry_after", "home_url", "retry_url", "host", "path", "instance"),
)
CHOICES = ("audience", "theme", "fragment")


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "render", help="render a status as a page, as problem details or as plain text"
    )
    parser.add_argument(
        "code",
        nargs="?",
        help="a code such as 404, or a name such as 'Not Found'; 404 for a gallery",
    )
    parser.add_argument(
        "--gallery", metavar="DIR", help="write pages of each theme into a folder, with an index"
    )
    parser.add_argument("--locale", metavar="LOCALE")
    parser.add_argument("--type", metavar="TYPE", default="text/html", help="the media type")
    parser.add_argument("--headers", action="store_true", help="with the headers, as HTTP has them")
    for name in DETAILS:
        parser.add_argument(f"--{name.replace('_', '-')}", metavar="TEXT")
    parser.add_argument("--problem-type", metavar="URI", help="the type of a problem")
    parser.add_argument("--audience", choices=("visitor", "developer"))
    parser.add_argument("--theme", metavar="THEME", help="one of the package's, or a folder")
    parser.add_argument("--fragment", action="store_true", help="the content of <main> alone")
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="text (default): the document itself; json: status, headers and body",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the document as it is, byte for byte."""
    from httplingo.documents import render

    if options.code is None and options.gallery is None:
        raise UnknownStatusError("render what? Give a code such as 404, or --gallery DIR")
    name = options.code or "404"
    code = int(name) if name.isdecimal() and len(name) < 10 else find_code(name)
    get_message(code)  # a number that is no status is wrong usage here, unlike in a server
    if options.gallery is not None:
        from .gallery import write_gallery

        locales = [options.locale] if options.locale else available_locales()
        print(*write_gallery(Path(options.gallery), [code], locales), sep="\n")
        return 0
    details = {name: getattr(options, name) for name in (*DETAILS, *CHOICES)}
    details["type"] = options.problem_type
    document = render(code, options.locale, options.type, **details)
    if options.format == "json":
        print_json(
            {
                "status": document.status,
                "locale": document.locale,
                "headers": [list(header) for header in document.headers],
                "body": document.body.decode("utf-8", "backslashreplace"),
            }
        )
        return 0
    if options.headers:
        for name, value in document.headers:
            print(f"{name}: {value}")
        print()
    sys.stdout.flush()
    sys.stdout.buffer.write(document.body)
    return 0
