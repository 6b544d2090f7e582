"""An error on its way through the ASGI middleware: what to send of it, without any I/O."""

from __future__ import annotations

from ._core import defaults
from ._core.locale import list_header
from ._core.log import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from httplingo.locales import LazyLocale

    from .asgi import LocalizedErrors, Message, Scope


class Exchange:
    """Holds the start of an error back until its body shows whether it is replaced."""

    __slots__ = ("_body", "_lazy", "_outer", "_scope", "_verdict", "start")

    def __init__(self, outer: LocalizedErrors, scope: Scope, lazy: LazyLocale) -> None:
        self._outer = outer
        self._scope = scope
        self._lazy = lazy
        #: The start of an answer that is held back.
        self.start: Message | None = None
        self._body: list[Message] = []
        self._verdict: bool | None = None

    def begin(self, message: Message) -> bool:
        """Take a start; say whether it is held back until the body is known."""
        try:
            policy = self._outer.policy
            headers = message.get("headers") or ()
            verdict = policy.replaces(self._scope, message["status"], headers)
            if message.get("trailers"):
                verdict = False
            if verdict is None and headers:
                holds = policy.may_be_default(
                    list_header(headers, b"content-type") or "",
                    list_header(headers, b"content-length") or "",
                    list_header(headers, b"content-encoding") or "",
                )
            else:
                holds = verdict is not False
        except Exception as error:  # a predicate's, or headers that are none
            report("it cannot be told whether an answer is replaced", error)
            return False
        if holds:
            self.start, self._verdict = message, verdict
        return holds

    def take(self, message: Message) -> Iterable[Message]:
        """Take what follows a start that is held back; return what to send now.

        As long as that is nothing, the start is still held.
        """
        start = self.start
        assert start is not None
        if message["type"] != "http.response.body":
            return [*self.release(), message]
        more = message.get("more_body", False)
        if self._verdict:
            # Replaced whatever it is: only its end is waited for.
            if more:
                return ()
        else:
            self._body.append(message)
            if not self._is_default(start):
                return self.release()
            if more:
                return ()
        answer = self.answer(start["status"], start.get("headers") or ())
        if answer is None:
            return [*self.release(), message] if self._verdict else self.release()
        self.start = None
        return answer

    def _is_default(self, start: Message) -> bool:
        """Say whether the body so far is empty or a framework's default, whole."""
        status, headers = start["status"], start.get("headers") or ()
        try:
            body = b"".join([message.get("body", b"") for message in self._body])
            if body:
                return defaults.is_default(
                    status, list_header(headers, b"content-type") or "", body
                )
            if headers and self._scope.get("method") == "HEAD":
                content_type = list_header(headers, b"content-type") or ""
                length = list_header(headers, b"content-length") or ""
                return defaults.is_default_length(status, content_type, length)
        except Exception as error:  # a body that is no bytes
            report("it cannot be told whether an answer is replaced", error)
            return False
        return True

    def answer(self, status: int, headers: Iterable[Any]) -> tuple[Message, Message] | None:
        """Return the localized answer; None where it cannot be made."""
        try:
            document, raw = self._outer.document(self._scope, status, headers, self._lazy)
        except Exception as error:  # whatever fails, the framework's own answer goes out
            report("an error page failed", error)
            return None
        body = b"" if self._scope.get("method") == "HEAD" else document.body
        return (
            {"type": "http.response.start", "status": status, "headers": raw},
            {"type": "http.response.body", "body": body},
        )

    def release(self) -> list[Message]:
        """Return what was held back as it was."""
        held, self.start = self.start, None
        return [] if held is None else [held, *self._body]
