"""A site that is exported for each server, and these servers running with it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from httplingo.export import Site, export
from httplingo.lingo import Lingo

from .servers import SERVERS, Running, running
from .upstream import application

# Enough for what the tests ask for: rendering all of them takes seconds.
CODES = (400, 401, 404, 405, 416, 423, 500, 502, 503, 504)


@pytest.fixture(scope="session")
def readable() -> Iterator[Path]:
    """A folder that a server may read which runs as somebody else."""
    folder = Path(tempfile.mkdtemp(prefix="httplingo-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def serve(name: str, folder: Path, *, request_id: bool = False) -> Iterator[Running]:
    home = folder / f"{name}-{'number' if request_id else 'plain'}"
    exported = home / "exported"
    # A number is put into a page in the same way in every language.
    locales = ("de", "en") if request_id else Lingo().available_locales()
    site = Site.of(
        Lingo(), exported, codes=CODES, locales=locales, home_url="/", request_id=request_id
    )
    export(name, site, exported)
    with application() as ports, running(name, exported, home, ports) as server:
        yield server


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, readable: Path) -> Iterator[Running]:
    """Each server, with pages that are the same for everybody."""
    yield from serve(request.param, readable)


@pytest.fixture(scope="module", params=SERVERS)
def numbered(request: pytest.FixtureRequest, readable: Path) -> Iterator[Running]:
    """Each server, with pages that show the number of the request."""
    yield from serve(request.param, readable, request_id=True)
