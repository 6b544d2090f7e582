"""``httplingo serve``: a default backend for reverse proxies and ingress controllers."""

from __future__ import annotations

import os
import sys
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from httplingo.serve import Settings

_HELP = {
    "host": "the address to listen at",
    "port": "the port to listen at; 0 for any that is free",
    "workers": "how many processes",
    "theme": "one of the package's themes, or the path of a folder",
    "locales": "the locales to choose from, with commas; all that there are if left out",
    "default_locale": "the locale where nothing matches",
    "catalogs": "a folder of the site's own texts; several as PATH has them, the last on top",
    "show": "what a page shows of a request: request-id, host, path",
    "log_format": "text or json",
    "home_url": "where the pages link to",
}

_EPILOG = """\
example:
  httplingo serve --port 8080 --theme card --show request-id,path
  curl -H 'Accept-Language: zh-HK' -H 'X-Code: 502' http://127.0.0.1:8080/

Each option is a variable of the environment as well: HTTPLINGO_PORT, HTTPLINGO_SHOW and so on.
SIGTERM answers what is in flight and stops; SIGHUP reads the catalogs anew.
"""


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    from argparse import RawDescriptionHelpFormatter

    parser = verbs.add_parser(
        "serve",
        help="answer for a proxy whose application cannot",
        description="Answer error pages in the visitor's language for a reverse proxy.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
    )
    for name, text in _HELP.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar="VALUE", help=text)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until a signal ends it."""
    try:
        from httplingo.serve.server import run as run_server
        from httplingo.serve.settings import Settings
    except ModuleNotFoundError as error:
        print(
            f"httplingo serve: {error.name} is missing: pip install 'httplingo[serve]'",
            file=sys.stderr,
        )
        return 2
    try:
        settings = _settings(options, Settings)
    except ValueError as error:
        print(f"httplingo serve: {error}", file=sys.stderr)
        return 2
    return run_server(settings)


def _settings(options: argparse.Namespace, kind: type[Settings]) -> Settings:
    """Return the settings of the environment, with those of the options over them."""
    environment = dict(os.environ)
    for one in fields(kind):
        given = getattr(options, one.name, None)
        if given is not None and (one.default is not MISSING or one.init):
            environment[f"HTTPLINGO_{one.name.upper()}"] = given
    return kind.of_environment(environment)
