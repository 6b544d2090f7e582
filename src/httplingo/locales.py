"""The locale that is active in this thread or task.

The environment (``$LANG`` and its like) is never read: a server answers its visitor's
language, not its operator's.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from . import tags
from .errors import InvalidLocaleError
from .typing import LocaleLike, Requested

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, TypeVar

    Function = TypeVar("Function", bound=Callable[..., Any])

_active: ContextVar[Requested | LazyLocale | None] = ContextVar("httplingo_locale", default=None)
#: What was active before each `use_locale` that this context is in, the innermost last.
_outer: ContextVar[tuple[Requested | LazyLocale | None, ...]] = ContextVar(
    "httplingo_outer", default=()
)

#: Makes a locale or a `LazyLocale` the active one, and takes that back by the token returned.
activate, deactivate = _active.set, _active.reset
#: Returns what was made the active one, without asking a `LazyLocale`.
activated = _active.get


def active() -> Requested | None:
    """Return the active locale as it was asked for, or None; a `LazyLocale` is asked now.

    >>> with use_locale(["zh-HK", "en"]):
    ...     active()
    ('zh_HK', 'en')
    """
    locale = _active.get()
    if isinstance(locale, LazyLocale):
        locale.used = True
        return locale.resolve()
    return locale


def requested(locale: LocaleLike) -> Requested:
    """Return a locale argument in canonical gettext form.

    Args:
        locale: A tag in any spelling (``zh_CN``, ``zh-CN``, ``zh-Hans-CN``), a `babel.Locale`,
            or several of them in order of preference.

    Returns:
        One name, or a tuple of names where several were given.

    Raises:
        InvalidLocaleError: It is malformed (BCP 47, RFC 5646, Section 2.1), or a sequence
            without a locale in it.

    >>> requested("zh-Hans-CN")
    'zh_CN'
    >>> requested(["zh-HK", "en"])
    ('zh_HK', 'en')
    """
    if isinstance(locale, str):
        return tags.canonical(locale)
    if hasattr(locale, "language"):
        return tags.canonical(str(locale))
    try:
        members = list(locale)
    except TypeError:
        raise InvalidLocaleError(f"not a locale: {locale!r:.60}") from None
    if not members:
        raise InvalidLocaleError("no locale in an empty sequence")
    return tuple(tags.canonical(str(member)) for member in members)


_NOT_CHOSEN: Any = object()  # stands for a locale that nobody has asked for


class LazyLocale:
    """Stands for a locale that is worked out when a message is first asked for.

    An integration makes it the active locale while a request is handled: a request in which
    nobody asks pays nothing, and afterwards ``used`` says whether a message in the active locale
    was asked for, so that the answer depends on the language.

    Args:
        choose: Returns a locale as `requested` does, or None for the default one. It is called
            while no locale is active; an error of its own is logged, and the default locale
            stands in.
        request: What ``choose`` is called with.
        live: Ask each time, since what ``choose`` reads may change within a request.

    >>> token = activate(LazyLocale(lambda request: request["lang"], {"lang": "de"}))
    >>> active()
    'de'
    >>> deactivate(token)
    """

    __slots__ = ("_choose", "_live", "_locale", "_request", "used")

    def __init__(
        self, choose: Callable[[Any], Requested | None], request: object, *, live: bool = False
    ) -> None:
        self._choose = choose
        self._request = request
        self._live = live
        self._locale: Requested | None = _NOT_CHOSEN
        #: Whether a message in the active locale was asked for.
        self.used = False

    def resolve(self) -> Requested | None:
        """Return the locale, None for the default one.

        >>> LazyLocale(lambda request: None, None).resolve() is None
        True
        """
        if self._locale is not _NOT_CHOSEN and not self._live:
            return self._locale
        # What chooses may ask for messages itself: those are in the default locale.
        token = _active.set(None)
        locale = None
        try:
            locale = self._choose(self._request)
        except Exception as error:  # whatever a selector does, a lookup goes on
            import logging

            logging.getLogger(__name__).error("no locale was chosen: %r", error)
        finally:
            _active.reset(token)
        self._locale = locale
        return locale


class use_locale:  # noqa: N801 - a context manager, named like the function that it stands for
    """Make a locale the active one within a ``with`` block or a function.

    It holds in this thread or task only. One object may be shared and entered by several.

    Args:
        locale: A tag in any spelling, a `babel.Locale`, or several in order of preference. None
            is as if nothing were active, so that the default locale counts.

    Raises:
        InvalidLocaleError: The locale is malformed.

    >>> from httplingo import get_message
    >>> with use_locale("zh-CN"):
    ...     print(get_message(404))
    404 未找到
    >>> @use_locale("de")
    ... def subject():
    ...     return get_message(404).locale
    >>> subject(), get_message(404).locale
    ('de', 'en')
    """

    __slots__ = ("_locale",)

    def __init__(self, locale: LocaleLike | None) -> None:
        self._locale = None if locale is None else requested(locale)

    def __enter__(self) -> None:
        # Kept in the context, not in this object, which other threads and tasks may enter too.
        _outer.set((*_outer.get(), _active.get()))
        _active.set(self._locale)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        *outer, before = _outer.get()
        _outer.set(tuple(outer))
        _active.set(before)

    def __call__(self, function: Function) -> Function:
        """Decorate a function or coroutine function; a generator needs a ``with`` block."""
        from functools import wraps
        from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction

        if isgeneratorfunction(function) or isasyncgenfunction(function):
            raise TypeError("a generator runs in its caller's context: use a with block in it")
        if iscoroutinefunction(function):

            @wraps(function)
            async def decorated(*args: Any, **kwargs: Any) -> Any:
                with self:
                    return await function(*args, **kwargs)
        else:

            @wraps(function)
            def decorated(*args: Any, **kwargs: Any) -> Any:
                with self:
                    return function(*args, **kwargs)

        return decorated  # type: ignore[return-value]


def set_locale(locale: LocaleLike | None) -> None:
    """Make a locale the active one in this thread or task; None goes back to the default.

    Args:
        locale: As for `use_locale`.

    Raises:
        InvalidLocaleError: The locale is malformed.

    >>> set_locale("de")
    >>> active()
    'de'
    >>> set_locale(None)
    """
    _active.set(None if locale is None else requested(locale))
