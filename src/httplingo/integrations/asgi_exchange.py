"""An error on its way through the ASGI middleware."""

from __future__ import annotations

from . import defaults
from .faults import report
from .selection import list_header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from httplingo.locales import LazyLocale

    from .asgi import LocalizedErrors, Message, Scope, Send


class Exchange:
    """Holds the start of an error back until its body shows whether it is replaced."""

    __slots__ = ("_begun", "_body", "_lazy", "_outer", "_scope", "_send", "_verdict", "start")

    def __init__(self, outer: LocalizedErrors, scope: Scope, send: Send, lazy: LazyLocale) -> None:
        self._outer = outer
        self._scope = scope
        self._send = send
        self._lazy = lazy
        #: The start of an answer that is held back.
        self.start: Message | None = None
        self._body: list[Message] = []
        self._verdict: bool | None = None
        self._begun = False

    def holds(self, message: Message) -> bool:
        """Say whether a start is held back until the body is known."""
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

    async def send(self, message: Message) -> bool:
        """Take what follows a start that is held back; say whether the rest passes."""
        if message["type"] != "http.response.body":
            await self.release()
            await self._send(message)
            return True
        body = self._body
        more = message.get("more_body", False)
        if self._verdict:
            # Replaced whatever it is: only its end is waited for.
            goes_on = more or await self._replace()
        else:
            body.append(message)
            goes_on = self._is_default() and (more or await self._replace())
        if not goes_on:
            await self.release()
            if self._verdict:
                await self._send(message)
        return self.start is None

    def _is_default(self) -> bool:
        """Say whether the body so far is empty or a framework's default, whole."""
        assert self.start is not None
        status, headers = self.start["status"], self.start.get("headers") or ()
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

    async def _replace(self) -> bool:
        """Send the localized answer; False where it cannot be made."""
        start = self.start
        assert start is not None
        return await self._answer(start["status"], start.get("headers") or ())

    async def _answer(self, status: int, headers: Iterable[Any]) -> bool:
        try:
            document, raw = self._outer.document(self._scope, status, headers, self._lazy)
        except Exception as error:  # whatever fails, the framework's own answer goes out
            report("an error page failed", error)
            return False
        self.start, self._begun = None, True
        body = b"" if self._scope.get("method") == "HEAD" else document.body
        await self._send({"type": "http.response.start", "status": status, "headers": raw})
        await self._send({"type": "http.response.body", "body": body})
        return True

    async def release(self) -> None:
        """Send what was held back as it was."""
        held, self.start, self._begun = self.start, None, True
        if held is not None:
            await self._send(held)
            for message in self._body:
                await self._send(message)

    async def fail(self, begun: bool) -> None:
        """Answer an exception, unless the response has begun."""
        try:
            if self.start is not None:
                await self.release()
            elif not (begun or self._begun):
                await self._answer(500, ())
        except Exception as error:  # a client that left: the application's exception counts
            report("no answer to an exception could be sent", error)
