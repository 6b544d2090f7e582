"""What an example site answers, with its one line and without it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

EXAMPLES = Path(__file__).parents[2] / "examples"
#: How an example marks what it would do without.
MARKS = ("# the one line", "- the one line", "# its line")


@dataclass(frozen=True)
class Answer:
    """An answer as far as a page shows it."""

    status: int
    content_type: str
    body: str


def without_the_line(source: str) -> str:
    r"""Return an example without the lines that are marked.

    >>> without_the_line("app = App()\ninstall(app)  # the one line\n")
    'app = App()\n'
    """
    lines = source.splitlines(keepends=True)
    kept = [line for line in lines if not any(mark in line for mark in MARKS)]
    assert len(kept) < len(lines), "no line is marked"
    return "".join(kept)


@contextmanager
def started(source: str) -> Iterator[int]:
    """Start a site; yield its port when it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with TemporaryDirectory() as folder:
        path = Path(folder, "example.py")
        # Templates of an example stand beside it.
        path.write_text(source.replace("Path(__file__).parent", f"Path({str(EXAMPLES)!r})"))
        command = [sys.executable, str(path), str(port)]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                deadline = time.monotonic() + 60
                while True:
                    try:
                        socket.create_connection(("127.0.0.1", port), 1).close()
                        break
                    except OSError:
                        if process.poll() is not None or time.monotonic() > deadline:
                            raise RuntimeError("an example did not start") from None
                        time.sleep(0.05)
                yield port
            finally:
                process.terminate()


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """Return what a site answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        with connection.getresponse() as answer:
            body = answer.read().decode()
            return Answer(answer.status, answer.getheader("Content-Type") or "", body)
    finally:
        connection.close()


def compared(name: str, asked: list[dict[str, str]]) -> list[tuple[Answer, Answer]]:
    """Return what a site answers before and after, to each of some requests."""
    source = (EXAMPLES / f"{name}_site.py").read_text("utf-8")

    def answers(source: str) -> list[Answer]:
        with started(source) as port:
            return [ask(port, **one) for one in asked]

    with ThreadPoolExecutor(2) as pool:
        before, after = pool.map(answers, (without_the_line(source), source))
    return list(zip(before, after, strict=True))
