"""Which language a request is answered in.

Asked in this order, the first that says something wins: the framework's active locale, the
application's own selector (cookie, user, address), ``Accept-Language``, the default locale.

A `Selection` answers for one kind of request (an ASGI scope, a WSGI environ, a framework's own
request object); ``locales.LazyLocale`` calls it when a message is first asked for.
"""

from __future__ import annotations

from httplingo.errors import InvalidLocaleError
from httplingo.lingo import default_lingo
from httplingo.locales import LazyLocale, active, requested

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from httplingo.typing import LocaleLike, Requested

    #: Returns a locale in any spelling, or None where it has nothing to say.
    Selector = Callable[[Any], LocaleLike | None]
    #: Returns the value of ``Accept-Language``, or None.
    ReadHeader = Callable[[Any], str | None]


def negotiated(header: str | None) -> Requested | None:
    """Return the locale that an ``Accept-Language`` asks for; None for the default one.

    >>> negotiated("zh-HK,zh;q=0.8,en;q=0.5")
    'zh_TW'
    >>> negotiated(None) is None
    True
    """
    if not header:
        return None
    return default_lingo().negotiate_locale(header)


def scope_header(scope: Mapping[str, Any], name: bytes) -> str | None:
    """Return a header of an ASGI scope, several joined with commas; None if it is absent.

    Args:
        scope: An ASGI HTTP scope, whose names are in lower case; what is no header in it is
            passed over.
        name: In lower case.

    >>> scope_header({"headers": [(b"accept", b"a/b"), (b"accept", b"c/d")]}, b"accept")
    'a/b,c/d'
    """
    headers = scope.get("headers") or ()
    try:
        found = [value for key, value in headers if key == name]
        return b",".join(found).decode("latin-1") if found else None
    except (TypeError, ValueError):
        return list_header(headers, name)


def list_header(headers: Iterable[Any], name: bytes) -> str | None:
    """Return the value of a header in ASGI's list, several joined with commas.

    >>> list_header([(b"Vary", b"Origin"), b"no header"], b"vary")
    'Origin'
    """
    found = None
    for pair in headers:
        try:
            key, value = pair
            if key == name or key.lower() == name:
                text = value.decode("latin-1")
                found = text if found is None else f"{found},{text}"
        except (TypeError, ValueError, AttributeError):
            continue
    return found


def scope_language(scope: Mapping[str, Any]) -> str | None:
    """Return the ``Accept-Language`` of an ASGI scope.

    >>> scope_language({"headers": [(b"accept-language", b"de")]})
    'de'
    """
    return scope_header(scope, b"accept-language")


def environ_language(environ: Mapping[str, Any]) -> str | None:
    """Return the ``Accept-Language`` of a WSGI environ.

    >>> environ_language({"HTTP_ACCEPT_LANGUAGE": "de"})
    'de'
    """
    return environ.get("HTTP_ACCEPT_LANGUAGE")


def in_force(lazy: LazyLocale) -> Requested | None:
    """Return the locale of a request's answer: one that the application has set, or its own.

    Args:
        lazy: The request's own, which answers where no other one is active in this context.

    >>> in_force(LazyLocale(lambda request: "de", None))
    'de'
    """
    locale = active()
    return lazy.resolve() if locale is None else locale


class Selection:
    """Chooses the locale of a request.

    A selector that raises is logged and passed over, and so is one whose locale is malformed: it
    may come from a cookie.

    Args:
        read_header: Returns the ``Accept-Language`` of a request.
        *selectors: Asked in order: the framework's active locale first, then the application's.

    >>> choose = Selection(environ_language, lambda environ: environ.get("cookie"))
    >>> choose({"HTTP_ACCEPT_LANGUAGE": "fr"}), choose({"cookie": "zh-Hans-CN"})
    ('fr', 'zh_CN')
    """

    __slots__ = ("_read_header", "_selectors")

    def __init__(self, read_header: ReadHeader, *selectors: Selector | None) -> None:
        self._read_header = read_header
        self._selectors = tuple(filter(None, selectors))

    def __call__(self, request: Any) -> Requested | None:
        """Return the locale in canonical form; None for the default one. Nothing is raised."""
        for selector in self._selectors:
            try:
                locale = selector(request)
                if locale:
                    return requested(locale)
            except InvalidLocaleError:
                continue
            except Exception as error:
                from .log import report

                report("a locale selector failed", error)
        return negotiated(self._read_header(request))
