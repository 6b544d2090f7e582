"""``httplingo export``: error pages and a configuration for a web server without Python."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

SERVERS = ("nginx", "apache", "caddy", "haproxy", "lighttpd")


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "export",
        help="write error pages and a configuration for a web server",
        description="Write a page for each locale and code, and a configuration that shows them "
        "in the reader's language. A folder that holds something else is left alone.",
    )
    parser.add_argument("server", choices=SERVERS)
    parser.add_argument("folder", metavar="DIR", type=Path, help="where the files go")
    parser.add_argument(
        "--locales", metavar="LOC[,LOC…]", default="", help="default: all there are"
    )
    parser.add_argument(
        "--codes",
        metavar="CODE[,CODE…]",
        default="",
        help="such as 404,500-504 or 4xx; default: all",
    )
    parser.add_argument(
        "--formats", metavar="NAME[,NAME…]", default="", help="of html, json, txt; default: all"
    )
    parser.add_argument("--theme", metavar="THEME", help="one of the package's, or a folder")
    parser.add_argument("--home-url", metavar="URL", default="", help="a link below the advice")
    parser.add_argument(
        "--request-id", action="store_true", help="show the number of the request on the page"
    )
    parser.add_argument(
        "--catalogs",
        metavar="DIR",
        action="append",
        default=[],
        help="the site's own compiled texts",
    )
    parser.add_argument(
        "--root", metavar="DIR", type=Path, help="where the files will stand on the server"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the folder, and say where its configuration is."""
    from httplingo.documents import Theme
    from httplingo.export import Site, export, read_codes
    from httplingo.lingo import default_lingo

    lingo = default_lingo()
    for folder in options.catalogs:
        lingo.add_catalogs(folder)
    site = Site.of(
        lingo,
        options.root or Path(os.path.realpath(options.folder)),
        locales=_names(options.locales),
        codes=read_codes(options.codes),
        formats=_names(options.formats),
        theme=Theme(options.theme) if options.theme else None,
        home_url=options.home_url,
        request_id=options.request_id,
    )
    changed = export(options.server, site, options.folder)
    print(f"{options.folder}: {'written' if changed else 'already as it should be'}")
    return 0


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
