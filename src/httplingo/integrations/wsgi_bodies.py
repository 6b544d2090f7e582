"""The bodies that the WSGI middleware hands to the server in the place of the application's."""

from __future__ import annotations

from httplingo.locales import activate, deactivate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from httplingo.locales import LazyLocale


class Steps:
    """The steps of a body, the locale active within each."""

    __slots__ = ("_iterator", "_lazy")

    def __init__(self, body: Iterable[bytes], lazy: LazyLocale) -> None:
        self._iterator = iter(body)
        self._lazy = lazy

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        token = activate(self._lazy)
        try:
            return next(self._iterator)
        finally:
            deactivate(token)


class Late:
    """A body whose answer starts with its first step."""

    __slots__ = ("_lazy", "_settle", "_settled", "_steps")

    def __init__(
        self,
        settle: Callable[[Iterable[bytes]], Iterable[bytes]],
        steps: Steps,
        lazy: LazyLocale,
    ) -> None:
        self._settle = settle
        self._steps = steps
        self._lazy = lazy
        self._settled: Iterator[bytes] | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._settled is None:
            token = activate(self._lazy)
            try:
                self._settled = iter(self._settle(self._steps))
            finally:
                deactivate(token)
        return next(self._settled)


class Body:
    """A body that is closed as the application's own would be."""

    __slots__ = ("_body", "_iterator")

    def __init__(self, iterator: Iterator[bytes], body: Iterable[bytes]) -> None:
        self._iterator = iterator
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return self._iterator

    def close(self) -> None:
        """Close the application's body."""
        close = getattr(self._body, "close", None)
        if close is not None:
            close()


class Raising:
    """An answer to an exception, after which the exception goes on to the server."""

    __slots__ = ("_body", "_error")

    def __init__(self, body: list[bytes], error: Exception) -> None:
        # One step at least, since a server sends the headers with the first.
        self._body = body or [b""]
        self._error = error

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._body:
            return self._body.pop()
        raise self._error
