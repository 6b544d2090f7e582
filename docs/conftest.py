"""Runs every block of the pages: Python, doctests, files to save, and command lines.

A page is followed from its top in a folder of its own, as a reader would, without a network:

- ``python`` and ``pycon`` share one module a page;
- a ``code-block`` with a caption is saved under that name;
- ``console`` is run by a shell, and what it prints is compared (``...`` stands for anything);
  a command that ends with ``&`` runs until the page ends. Ports are replaced by free ones.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sybil import Document, Example, Region
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.evaluators.python import PythonEvaluator
from sybil.example import SybilFailure
from sybil.parsers.abstract.doctest import DocTestStringParser
from sybil.parsers.markdown.lexers import FencedCodeBlockLexer
from sybil.parsers.myst.lexers import DirectiveLexer

from httplingo.lingo import default_lingo
from httplingo.locales import set_locale

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
#: Sphinx's settings are no module to test; its extensions find each other as Sphinx has them.
collect_ignore = ["conf.py"]
sys.path.insert(0, str(Path(__file__).parent / "_ext"))
_PORT = re.compile(r"(?<=127\.0\.0\.1:)\d{4}|(?<=--port )\d{4}|(?<=_site\.py )\d{4}")
_LEXERS = (
    FencedCodeBlockLexer(r"[a-z]+", mapping={"language": "arguments", "source": "source"}),
    DirectiveLexer("code-block", "[a-z+]+"),
)


class Page:
    """What a page has made so far: its folder and files, its servers, the ports for its own."""

    def __init__(self) -> None:
        self.folder = TemporaryDirectory()
        self.ports: dict[str, str] = {}
        self.saved: dict[str, str] = {}
        self.servers: list[subprocess.Popen[str]] = []

    def with_ports(self, command: str) -> str:
        """Return a command with free ports in place of those that the page names."""

        def free(match: re.Match[str]) -> str:
            if match[0] not in self.ports:
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", 0))
                    self.ports[match[0]] = str(probe.getsockname()[1])
            return self.ports[match[0]]

        return _PORT.sub(free, command)

    def run(self, command: str) -> tuple[int, str]:
        """Run a command line; return its status and what it prints, with the page's ports."""
        command = self.with_ports(command)
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PYTHONWARNINGS": "",
            "COLUMNS": "80",
            "TERM": "dumb",
        }
        if command.endswith("&"):
            self._start(command[:-1], environment)
            return 0, ""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder.name,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        printed = done.stdout
        for page, real in self.ports.items():
            printed = printed.replace(real, page)
        return done.returncode, printed

    def _start(self, command: str, environment: dict[str, str]) -> None:
        # A server is told its port on the line, or by a file that the line names.
        words = shlex.split(command)
        files = [self.saved.get(word, "") for word in words]
        ports = [
            port
            for port in self.ports.values()
            if port in words or any(f"127.0.0.1:{port}" in file for file in files)
        ]
        server = subprocess.Popen(
            ["bash", "-c", f"exec {command}"],
            cwd=self.folder.name,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.servers.append(server)
        for port in ports or ["8000"]:
            _await(server, int(port))

    def close(self) -> None:
        """End what still runs."""
        for server in self.servers:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=30)
        self.folder.cleanup()


def _await(server: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert server.poll() is None, server.communicate()[1]
            assert time.monotonic() < deadline, f"nothing answers at {port}"
            time.sleep(0.05)
        else:
            return


def commands(block: str) -> Iterator[tuple[str, str]]:
    r"""Return the command lines of a block and what each prints.

    >>> list(commands("$ a \\\n  b\nc\n$ d\n"))
    [('a \\\n  b', 'c\n'), ('d', '')]
    """
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        end = next(n for n, line in enumerate(lines, 1) if not line.endswith("\\\n"))
        yield "".join(lines[:end]).rstrip("\n"), "".join(lines[end:])


def _run_console(example: Example) -> str | None:
    page: Page = example.namespace["_page"]
    checker = doctest.OutputChecker()
    for command, expected in commands(example.parsed):
        status, printed = page.run(command)
        fits = checker.check_output(expected, printed, FLAGS) if expected else status == 0
        if not fits:
            return f"$ {command}\nexpected:\n{expected}\nprinted ({status}):\n{printed}"
    return None


def _save(example: Example) -> None:
    page: Page = example.namespace["_page"]
    name = example.region.lexemes["options"]["caption"]
    path = Path(page.folder.name, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.saved[name] = page.with_ports(example.parsed)
    path.write_text(page.saved[name], encoding="utf-8")


_DOCTESTS = DocTestStringParser(DocTestEvaluator(FLAGS))
_EVALUATORS: dict[str, Any] = {"console": _run_console, "python": PythonEvaluator()}


def parse(document: Document) -> Iterable[Region]:
    """Return the blocks of a page; one that would not be run is an error."""
    for lexer in _LEXERS:
        for region in lexer(document):
            source = region.parsed = region.lexemes["source"]
            language = region.lexemes["arguments"]
            if "caption" in region.lexemes.get("options", {}):
                region.evaluator = _save
                yield region
            elif language == "pycon":
                for one in _DOCTESTS(source, document.path):
                    one.adjust(region, source)
                    yield one
            else:
                assert language in _EVALUATORS, f"{document.path}: a block of {language} is not run"
                region.evaluator = _EVALUATORS[language]
                yield region


class PageItem(pytest.Item):
    """A page from its top to its end: one test, as each block builds on those before."""

    def runtest(self) -> None:
        """Run the blocks in the page's own folder."""
        document = Document.parse(str(self.path), parse)
        page = document.namespace["_page"] = Page()
        document.namespace["__name__"] = "page"
        before = Path.cwd()
        os.chdir(page.folder.name)
        try:
            for example in document.examples():
                example.evaluate()
        finally:
            os.chdir(before)
            page.close()
            default_lingo().reset()
            set_locale(None)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Say which line of the page, and what was printed there."""
        if isinstance(excinfo.value, SybilFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the page is."""
        return self.path, 0, self.path.name


class PageFile(pytest.File):
    """A page of the documentation."""

    def collect(self) -> Iterator[PageItem]:
        """Return its one test; what asks by curl is marked, as that is no Python package."""
        item = PageItem.from_parent(self, name="page")
        if re.search(r"^\$ curl ", self.path.read_text("utf-8"), re.MULTILINE):
            item.add_marker("system")
        yield item


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PageFile | None:
    """Take each Markdown file for a page."""
    if file_path.suffix == ".md":
        return PageFile.from_parent(parent, path=file_path)
    return None
