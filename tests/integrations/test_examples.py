"""The example sites, each started as a program and asked over a socket."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from httplingo import get_message

ROOT = Path(__file__).resolve().parents[2]
SITES = sorted(path.stem for path in (ROOT / "examples").glob("*_site.py"))
BROWSER = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "zh-HK"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def started(site: str, python: str | Path = sys.executable) -> Iterator[int]:
    """Start an example; yield its port when it answers."""
    port = free_port()
    command = [str(python), str(ROOT / "examples" / f"{site}.py"), str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    assert process.poll() is None, f"{site} has ended"
                    time.sleep(0.1)
            yield port
        finally:
            process.terminate()


@pytest.fixture(scope="module", params=SITES)
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    with started(request.param) as port:
        yield port


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(
            method, path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        with connection.getresponse() as answer:
            return answer, answer.read()
    finally:
        connection.close()


def test_a_browser_gets_a_page_and_a_program_problem_details(port: int) -> None:
    page, body = ask(port, "/none", Accept="text/html", Accept_Language="zh-HK")
    assert (page.status, page.reason.isascii()) == (404, True)
    assert page.getheader("Content-Language") == "zh-TW"
    assert "Accept-Language" in (page.getheader("Vary") or "")
    assert get_message(404, "zh_TW").phrase in body.decode()
    problem, body = ask(port, "/none", Accept="application/problem+json", Accept_Language="zh-HK")
    assert problem.getheader("Content-Type") == "application/problem+json"
    assert json.loads(body)["title"] == get_message(404, "zh_TW").phrase


def test_what_the_site_says_stands_in_the_page(port: int) -> None:
    page, body = ask(port, "/books/101", Accept="text/html", Accept_Language="de")
    assert page.getheader("Content-Type") == "text/html; charset=utf-8"
    assert get_message(404, "de").phrase in body.decode()
    assert "Book 101 was never written" in body.decode()


def test_the_fastapi_site_has_words_and_problems_of_its_own() -> None:
    with started("fastapi_site") as port:
        _, body = ask(port, "/books/9", Accept_Language="de")
        assert json.loads(body)["title"] == "Momo ist ausverkauft"
        _, body = ask(port, "/books/101", Accept="text/html", Accept_Language="de")
        assert "Book 101 was never written" in body.decode()
        _, body = ask(port, "/books/x", Accept_Language="de")
        assert json.loads(body)["errors"][0]["pointer"] == "/path/number"
        _, body = ask(port, "/openapi.json")
        assert "HTTPValidationError" not in body.decode()


def test_a_page_of_its_own_speaks_the_language_too(port: int) -> None:
    _, body = ask(port, "/", Accept_Language="de")
    assert get_message(404, "de").phrase in body.decode()


def test_head_has_no_body_and_the_connection_stays_in_step(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    for method in ("HEAD", "GET", "HEAD", "GET"):
        connection.request(method, "/none", headers={"Accept-Language": "de"})
        with connection.getresponse() as answer:
            assert answer.status == 404
            assert answer.getheader("Content-Language") == "de"
            assert bool(answer.read()) is (method == "GET")
    connection.close()


def test_bad_requests_leave_the_server_up(port: int) -> None:
    page, body = ask(port, "/%3Cscript%3Ealert(1)%3C/script%3E", Accept="text/html")
    assert page.status == 404
    assert b"script" not in body.lower()
    for header in ("x" * 4096, "\xff", ";q=;", "de," * 1000):
        assert ask(port, "/none", Accept_Language=header)[0].status == 404
    with socket.create_connection(("127.0.0.1", port), 5) as leaving:
        leaving.sendall(b"GET /none HTTP/1.1\r\nHost: x\r\n\r\n")
    with socket.create_connection(("127.0.0.1", port), 5) as large:
        large.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nAccept-Language: " + b"de," * 21845)
        large.sendall(b"\r\nConnection: close\r\n\r\n")
        # Some servers answer a head of 64 KiB, others hang up.
        assert large.recv(64)[:7] in (b"HTTP/1.", b"")
    assert ask(port, "/none")[0].status == 404


@pytest.mark.parametrize("site", SITES)
def test_an_example_is_short(site: str) -> None:
    assert len((ROOT / "examples" / f"{site}.py").read_text("utf-8").splitlines()) < 64


def test_the_django_site_has_a_layout_and_an_api_of_its_own() -> None:
    with started("django_site") as port:
        _, body = ask(port, "/books/7", Accept="text/html", Accept_Language="zh-HK")
        page = body.decode()
        assert '<nav><a href="/">Books</a></nav>' in page
        assert f"<h1>{get_message(404, 'zh_TW').phrase}</h1>" in page
        assert "Book 7 was never written" in page
        answer, body = ask(port, "/api/books", Accept_Language="hi")
        assert json.loads(body) == {"detail": get_message(404, "hi").phrase}
        assert answer.getheader("Content-Language") == "hi"
        answer, body = ask(port, "/api/books", "POST", Accept_Language="hi")
        assert json.loads(body) == {"title": ["Too short"]}
        assert answer.getheader("Content-Language") is None


def test_the_flask_site_follows_flask_babel_and_gives_htmx_a_fragment() -> None:
    with started("flask_site") as port:
        browser = {"Accept": "text/html", "Accept-Language": "fr"}
        page, body = ask(port, "/users/ab", **browser, Cookie="lang=de")
        assert page.getheader("Content-Language") == "de"
        assert "Cookie" in (page.getheader("Vary") or "")
        assert b"There is no user of 2 letters." in body
        assert b"Nicht gefunden" in body
        part, fragment = ask(port, "/users/ab", **browser, **{"HX-Request": "true"})
        assert part.getheader("Content-Language") == "fr"
        assert b"<html" in body
        assert b"<html" not in fragment
        assert b"There is no user of 2 letters." in fragment
