"""What an application is about to send, and what is sent instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from httplingo.problem import Problem

#: Names and values of header fields, in order, always strings.
Headers: TypeAlias = list[tuple[str, str]]


@dataclass(slots=True)
class Answer:
    """An answer of the framework or the application, as its adapter sees it.

    Attributes:
        status: The status code.
        headers: Its header fields.
        body: The whole body before any compression; None where it is a stream or not known.
        default: Whether the adapter knows that it carries nothing of the application's own
            (True) or that it does (False); None where only the body tells.
        details: Keywords of `httplingo.documents.render` for what the application said of this
            occurrence, such as ``detail`` and ``errors``. They stand in the localized frame.
        shaped: Whether the body is the framework's own JSON for what the application said. Who
            gets the framework's shape then gets it as it is, in whatever language it is.

    >>> Answer(404, body=b"Not Found").header("Content-Type")
    ''
    """

    status: int
    headers: Headers = field(default_factory=list)
    body: bytes | None = b""
    default: bool | None = None
    details: dict[str, Any] = field(default_factory=dict)
    shaped: bool = False

    def header(self, name: str) -> str:
        """Return the value of a header field, empty if it is absent.

        >>> Answer(405, [("Allow", "GET")]).header("allow")
        'GET'
        """
        folded = name.lower()
        return next((value for key, value in self.headers if key.lower() == folded), "")


@dataclass(slots=True)
class Replacement:
    """What is sent in the place of an answer.

    Attributes:
        status: The status code.
        status_line: Code and registered reason phrase, in printable ASCII.
        headers: All header fields.
        body: The content; for HEAD, send the headers without it.
    """

    status: int
    status_line: str
    headers: Headers
    body: bytes
    _raw: list[tuple[bytes, bytes]] | None = None

    def copy(self) -> Replacement:
        """Return the same with headers of its own.

        >>> one = Replacement(404, "404 Not Found", [], b"")
        >>> one.copy() == one, one.copy().headers is one.headers
        (True, False)
        """
        self._raw = self._raw or self._as_bytes()
        return Replacement(self.status, self.status_line, [*self.headers], self.body, self._raw)

    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """Return the headers as ASGI wants them: bytes, names in lower case.

        >>> Replacement(404, "404 Not Found", [("Vary", "Accept")], b"").raw_headers()
        [(b'vary', b'Accept')]
        """
        return self._as_bytes() if self._raw is None else [*self._raw]

    def _as_bytes(self) -> list[tuple[bytes, bytes]]:
        return [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in self.headers
        ]


def answer_of(problem: Problem) -> Answer:
    """Return the answer that a problem of the site's own stands for.

    >>> from httplingo.problem import Problem
    >>> answer_of(Problem(409, "seat-taken")).status
    409
    """
    return Answer(problem.status, problem.headers, default=True, details={"problem": problem})


class Adapter(Protocol):
    """What the core has to know of a framework's requests.

    It is all that the core asks; where an adapter enters a request, looks at a response and puts
    another one in its place is between it and its framework. If the framework's locale is read
    from more than ``Accept-Language``, an attribute ``vary`` names those header fields.
    """

    def header(self, request: Any, name: str) -> str | None:
        """Return a header field of a request, several lines joined with commas; None if absent."""
        ...

    def path(self, request: Any) -> str:
        """Return the path of a request, as the site's own addresses have it."""
        ...

    def framework_locale(self, request: Any) -> Any:
        """Return the locale that the framework has chosen for a request, or None."""
        ...

    def endpoint(self, request: Any) -> Any:
        """Return the function or class that handles a request, or None where none does."""
        ...


class Shape(Protocol):
    """A framework's own JSON for errors, which its clients depend on."""

    def __call__(self, status: int, phrase: str, details: dict[str, Any], /) -> Any:
        """Return what is sent as JSON.

        Args:
            status: The status code.
            phrase: The localized phrase.
            details: As in `Answer.details`: ``detail`` where the application said something.
        """
        ...


def joined(values: Sequence[str]) -> str | None:
    """Return the lines of one header field as one list (RFC 9110, Section 5.3).

    >>> joined(["de", "fr;q=0.5"]), joined([])
    ('de, fr;q=0.5', None)
    """
    return ", ".join(values) if values else None
