"""The access log: a line an answer, on standard output."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import TextIO

from .settings import LogFormat

#: How long lines wait for others to be written with, in seconds. To write each by itself takes
#: longer than to answer.
WAIT = 0.05


class AccessLog:
    """Writes answers as text or JSON.

    What a client has sent stands as JSON has it in either, so that it can neither end a line nor
    reach a terminal.

    Args:
        form: ``text`` or ``json``.
        stream: Where lines go; None for standard output.

    >>> log = AccessLog("text")
    >>> log.add({"code": 404, "path": "/a b"}); log.flush()
    code=404 path="/a b"
    """

    def __init__(self, form: LogFormat, stream: TextIO | None = None) -> None:
        self._json = form == "json"
        self._stream = stream
        self._lines: list[str] = []

    def add(self, fields: Mapping[str, object]) -> None:
        """Take an answer; it is written soon."""
        if self._json:
            line = json.dumps(fields)
        else:
            line = " ".join(
                [f"{name}={_shown(value)}" for name, value in fields.items() if value != ""]
            )
        self._lines.append(line)
        if len(self._lines) == 1:
            try:
                asyncio.get_running_loop().call_later(WAIT, self.flush)
            except RuntimeError:  # no loop: whoever has none flushes
                return

    def flush(self) -> None:
        """Write what has not been written."""
        lines, self._lines = self._lines, []
        if lines:
            stream = self._stream or sys.stdout
            stream.write("\n".join(lines) + "\n")
            stream.flush()


def _shown(value: object) -> str:
    return json.dumps(value) if isinstance(value, str) else str(value)
