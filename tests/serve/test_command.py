"""``httplingo serve`` as a process, under granian."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from socket import socket

import pytest

from httplingo.cli import main


def free_port() -> int:
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def get(port: int, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(
            "GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        response = connection.getresponse()
        return response.status, response.read(), dict(response.getheaders())
    finally:
        connection.close()


@contextmanager
def serving(*options: str, **variables: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "httplingo", "serve", "--port", str(port), *options],
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for(port, process)
        yield port, process
    finally:
        process.kill()
        process.communicate(timeout=20)


def wait_for(
    port: int, process: subprocess.Popen[str], ready: Callable[[], bool] = lambda: True
) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        assert process.poll() is None, process.stdout and process.stdout.read()
        try:
            if get(port, "/readyz")[0] == 200 and ready():
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError("it did not start")


def test_it_answers_a_proxy_and_stops_when_it_is_told() -> None:
    with serving("--show", "request-id", HTTPLINGO_LOG_FORMAT="json") as (port, process):
        status, body, headers = get(
            port, "/", X_Code="502", Accept_Language="zh-HK", X_Request_ID="R-1"
        )
        assert status == 502
        assert "閘道".encode() in body
        assert b"R-1" in body
        assert headers["content-language"] == "zh-TW"
        process.send_signal(signal.SIGHUP)
        # Another process counts from the start.
        wait_for(port, process, lambda: b'code="502"' not in get(port, "/metrics")[1])
        assert get(port, "/404.txt", Accept_Language="de")[1].startswith(b"404 Nicht gefunden")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stdout is not None
        assert '"code": 502' in process.stdout.read()


@pytest.mark.parametrize(
    ("options", "hint"),
    [(["--port", "http"], "HTTPLINGO_PORT"), (["--show", "cookies"], "request-id, host, path")],
)
def test_a_mistake_in_an_option_is_said_at_once(
    options: list[str], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", *options]) == 2
    assert hint in capsys.readouterr().err
