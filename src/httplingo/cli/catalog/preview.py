"""``httplingo catalog preview``: the texts and the real error page, renewed at each save."""

from __future__ import annotations

import sys
import webbrowser
from typing import TYPE_CHECKING

from .options import add_directory, project_of

if TYPE_CHECKING:
    import argparse


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("preview", help="serve a page that shows a catalog while you edit it")
    parser.add_argument("locale", metavar="LOCALE")
    add_directory(parser)
    parser.add_argument("--port", type=int, default=8765, help="default: 8765; 0 takes a free one")
    parser.add_argument(
        "--host", default="127.0.0.1", help="default: 127.0.0.1, which only this machine reaches"
    )
    parser.add_argument("--open", action="store_true", help="open it in a browser")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    project = project_of(options)
    from httplingo.workbench.preview.live import Live
    from httplingo.workbench.preview.server import Server, is_loopback

    live = Live(project, project.choose([options.locale])[0])
    try:
        server = Server(live, options.host, options.port)
    except (OSError, OverflowError) as error:
        print(f"httplingo: {options.host}:{options.port}: {error}", file=sys.stderr)
        return 2
    with server, live.following():
        for fault, _ in live.state.faults:
            print(fault, file=sys.stderr)
        if not is_loopback(options.host):
            print("httplingo: everybody who reaches this machine sees the page", file=sys.stderr)
        print(f"{server.url}  (Ctrl+C ends it)", flush=True)
        if options.open:
            webbrowser.open(server.url)
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            print()
    return 0
