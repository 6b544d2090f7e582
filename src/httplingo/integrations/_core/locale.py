"""Which language a request is answered in.

Asked in this order, the first that says something wins: the framework's active locale, the
site's own selector (cookie, user, address), ``Accept-Language``, the default locale. A site can
have its selector asked first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from httplingo import Lingo
from httplingo.errors import InvalidLocaleError
from httplingo.locales import LazyLocale, activate, activated, deactivate, requested
from httplingo.typing import LocaleLike, Requested

from .answer import Adapter
from .log import report

#: Returns a locale in any spelling, or None where it has nothing to say. What it reads of a
#: request it may name in an attribute ``vary``; without that it is taken to read a cookie.
Selector = Callable[[Any], LocaleLike | None]


class Selection:
    """Chooses the locale of a request.

    A selector that raises is logged and passed over; one whose locale is malformed is passed
    over too, since that may come from a cookie.

    Args:
        adapter: Reads the request.
        lingo: Whose locales are there.
        selector: The site's own.
        first: Ask the selector before the framework.
    """

    def __init__(
        self, adapter: Adapter, lingo: Lingo, selector: Selector | None, *, first: bool = False
    ) -> None:
        self._header = adapter.header
        self._lingo = lingo
        asked: list[tuple[str, Callable[[Any], Any]]] = [
            ("the framework's locale", adapter.framework_locale)
        ]
        if selector is not None:
            asked.insert(0 if first else 1, ("a locale selector", selector))
        self._asked = asked
        #: The request's header fields that the language depends on, for ``Vary``.
        read = [*getattr(adapter, "vary", ()), *(() if selector is None else _read_by(selector))]
        self.vary = tuple(dict.fromkeys(["Accept-Language", *read]))

    def __call__(self, request: Any) -> Requested | None:
        """Return the locale in canonical form; None for the default one. Nothing is raised."""
        for name, ask in self._asked:
            try:
                locale = ask(request)
                if locale:
                    return requested(locale)
            except InvalidLocaleError:
                continue
            except Exception as error:
                report(f"{name} failed", error)
        header = self._header(request, "Accept-Language")
        return self._lingo.negotiate_locale(header) if header else None


def _read_by(selector: Selector) -> Iterable[str]:
    vary = getattr(selector, "vary", "Cookie")
    return (vary,) if isinstance(vary, str) else vary


def request_locale() -> LazyLocale | None:
    """Return the active locale if it is a request's own; None where the application set another.

    >>> request_locale() is None
    True
    """
    locale = activated()
    return locale if isinstance(locale, LazyLocale) else None


def effective_locale(lazy: LazyLocale) -> Requested | None:
    """Return the locale of a request's answer: one that the application has set, or its own.

    Args:
        lazy: The request's own, which answers where no other one is active in this context.

    >>> effective_locale(LazyLocale(lambda request: "de", None))
    'de'
    """
    locale = activated()
    if locale is None or isinstance(locale, LazyLocale):
        return lazy.resolve()
    return locale


class LocalizedSteps:
    """The steps of a body that the application makes, the locale active within each.

    >>> from httplingo import get_message
    >>> texts = (get_message(404).locale for _ in range(2))
    >>> list(LocalizedSteps(texts, LazyLocale(lambda request: "de", None)))
    ['de', 'de']
    """

    def __init__(self, body: Iterable[Any], lazy: LazyLocale) -> None:
        self._body = body
        self._steps = iter(body)
        self._lazy = lazy

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        token = activate(self._lazy)
        try:
            return next(self._steps)
        finally:
            deactivate(token)

    def close(self) -> None:
        """Close the body."""
        close = getattr(self._body, "close", None)
        if close is not None:
            close()
