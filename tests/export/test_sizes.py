"""The smallest and the largest export that each server has to take."""

from __future__ import annotations

from pathlib import Path

import pytest

from httplingo.documents import render
from httplingo.export import SERVERS, Site, export
from httplingo.lingo import Lingo

from .servers import running
from .upstream import application

pytestmark = pytest.mark.system


@pytest.mark.parametrize("request_id", [False, True])
@pytest.mark.parametrize(("name", "media_type"), [("txt", "text/plain"), ("html", "text/html")])
@pytest.mark.parametrize("server", SERVERS)
def test_one_page_is_an_export(
    server: str, name: str, media_type: str, request_id: bool, readable: Path
) -> None:
    home = readable / f"{server}-{name}-{request_id}"
    folder = home / "exported"
    lingo = Lingo(default_locale="de")
    site = Site.of(
        lingo, folder, locales=["de"], codes=[423], formats=[name], request_id=request_id
    )
    export(server, site, folder)
    with application() as ports, running(server, folder, home, ports) as one:
        headers = {"Accept": "application/json", "Accept-Language": "fr", "X-Request-ID": "no-1"}
        answer = one.ask("/rare", headers)
        assert answer.status == 423
        assert answer.headers["Content-Language"] == "de"
        assert (
            "accept" not in (answer.headers["Vary"] or "").lower().replace("-encoding", "-").split()
        )
        document = render(423, "de", media_type, request_id="no-1" if request_id else None)
        assert answer.headers["Content-Type"] == document.header("Content-Type")
        assert answer.body.replace(b"&#10;", b" ").split() == document.body.split()
        assert one.ask("/bare", headers).body == b""


@pytest.mark.parametrize("server", SERVERS)
def test_every_registered_code_is_one_that_the_server_takes(server: str, readable: Path) -> None:
    home = readable / f"{server}-all"
    folder = home / "exported"
    export(server, Site.of(Lingo(), folder, locales=["de", "zh-TW"]), folder)
    with application() as ports, running(server, folder, home, ports) as one:
        assert one.ask("/rare", {"Accept-Language": "zh-HK"}).headers["Content-Language"] == "zh-TW"
