"""Error pages for web servers that run no Python: files, and a configuration that shows them.

Each server chooses language and format itself. One module a server says what its configuration
is, and where it can do no better than its own means allow.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from . import apache, caddy, haproxy, lighttpd, nginx
from .folder import write_folder
from .site import CODES, FORMATS, ExportError, Site, read_codes

#: What makes the files for each server.
SERVERS: dict[str, Callable[[Site], dict[str, bytes]]] = {
    "nginx": nginx.files,
    "apache": apache.files,
    "caddy": caddy.files,
    "haproxy": haproxy.files,
    "lighttpd": lighttpd.files,
}


def export(server: str, site: Site, folder: Path) -> bool:
    """Write the pages and the configuration for a server into a folder.

    Args:
        server: One of `SERVERS`.
        site: What is exported.
        folder: An empty folder, a missing one, or that of an earlier export.

    Returns:
        Whether anything changed there.

    Raises:
        ExportError: The theme fails, or the folder holds something else or cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from httplingo.lingo import Lingo
    >>> with TemporaryDirectory() as folder:
    ...     site = Site.of(Lingo(), Path(folder), locales=["de"], codes=[404], formats=["txt"])
    ...     first, second = (export("nginx", site, Path(folder)) for _ in range(2))
    ...     print(first, second, (Path(folder) / "pages/de/404.txt").read_text().splitlines()[0])
    True False 404 Nicht gefunden
    """
    return write_folder(folder, SERVERS[server](site))


__all__ = ["CODES", "FORMATS", "SERVERS", "ExportError", "Site", "export", "read_codes"]
