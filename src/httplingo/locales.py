"""The locale that is active in this thread or task, and the default one.

The environment (``$LANG`` and its like) is never read: a server answers its visitor's
language, not its operator's.
"""

from __future__ import annotations

from contextvars import ContextVar

from . import tags
from .errors import InvalidLocaleError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextvars import Token
    from types import TracebackType
    from typing import Protocol

    class SupportsLanguage(Protocol):
        """A locale object such as `babel.Locale`, whose text form is a gettext name."""

        @property
        def language(self) -> str:
            """The language subtag."""
            ...

    LocaleLike = str | SupportsLanguage | Iterable[str | SupportsLanguage]
    Requested = str | tuple[str, ...]

_active: ContextVar[Requested | LazyLocale | None] = ContextVar("httplingo_locale", default=None)
_default: str = "en"
_listeners: list[Callable[[], None]] = []

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
    if type(locale) is str or locale is None:
        return locale
    return locale.resolve() if isinstance(locale, LazyLocale) else locale


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


class LazyLocale(tuple[object, ...]):
    """Stands for a locale that is worked out when a message is first asked for.

    An integration makes it the active locale while a request is handled, so that a request in
    which nobody asks pays nothing. The answer becomes the active locale of the context that
    asked.

    It is made of a pair, since a tuple costs half as much to make as another object:

    - ``choose`` returns a locale as `requested` does, or None for the default one. It is called
      while no locale is active; an error of its own is logged, and the default locale stands in.
    - What it is called with.

    >>> token = activate(LazyLocale((lambda request: request["lang"], {"lang": "de"})))
    >>> get_locale()
    'de'
    >>> deactivate(token)
    """

    __slots__ = ()

    def resolve(self) -> Requested | None:
        """Return the locale, None for the default one, and keep it for this context.

        >>> LazyLocale((lambda request: None, None)).resolve() is None
        True
        """
        # What chooses may ask for messages itself: those are in the default locale.
        token = _active.set(None)
        locale = self._ask()
        if token.old_value is self:
            _active.set(locale)
        else:
            _active.reset(token)
        return locale

    def _ask(self) -> Requested | None:
        choose, request = self
        try:
            locale: Requested | None = choose(request)  # type: ignore[operator]
        except Exception as error:  # whatever a selector does, a lookup goes on
            import logging

            logging.getLogger(__name__).error("no locale was chosen: %r", error)
            return None
        return locale


class LiveLocale(LazyLocale):
    """Is asked each time, since what it reads may change within a request.

    >>> token = activate(LiveLocale((lambda request: request["lang"], {"lang": "fr"})))
    >>> get_locale(), get_locale()
    ('fr', 'fr')
    >>> deactivate(token)
    """

    __slots__ = ()

    def resolve(self) -> Requested | None:
        """Return the locale of this moment, None for the default one.

        >>> LiveLocale((lambda request: "de", None)).resolve()
        'de'
        """
        token = _active.set(None)
        locale = self._ask()
        _active.reset(token)
        return locale


class use_locale:  # noqa: N801 - a context manager, named like the function that it stands for
    """Make a locale the active one within a ``with`` block, in this thread or task only.

    Args:
        locale: As for `requested`.

    Raises:
        InvalidLocaleError: The locale is malformed.

    >>> with use_locale("zh-CN"):
    ...     get_locale()
    'zh_CN'
    >>> get_locale()
    'en'
    """

    __slots__ = ("_locale", "_tokens")

    def __init__(self, locale: LocaleLike) -> None:
        self._locale = requested(locale)
        # A stack, so that one object can be entered again within itself.
        self._tokens: list[Token[Requested | LazyLocale | None]] = []

    def __enter__(self) -> None:
        self._tokens.append(_active.set(self._locale))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _active.reset(self._tokens.pop())


def set_locale(locale: LocaleLike | None) -> None:
    """Make a locale the active one in this thread or task; None goes back to the default.

    Args:
        locale: As for `requested`, or None.

    Raises:
        InvalidLocaleError: The locale is malformed.

    >>> set_locale("de")
    >>> get_locale()
    'de'
    >>> set_locale(None)
    """
    _active.set(None if locale is None else requested(locale))


def get_locale() -> str:
    """Return the active locale in gettext form, or the default one where none is active.

    It is the locale that was asked for, the first of several; which one answered is in
    ``Message.locale``.

    >>> get_locale()
    'en'
    """
    locale = active()
    if locale is None:
        return _default
    return locale if isinstance(locale, str) else locale[0]


def set_default_locale(locale: LocaleLike) -> None:
    """Set the locale of every thread and task that has no active one; at first ``en``.

    Args:
        locale: As for `requested`; of a sequence, the first counts.

    Raises:
        InvalidLocaleError: The locale is malformed.

    >>> set_default_locale("en")
    """
    global _default
    name = requested(locale)
    _default = name if isinstance(name, str) else name[0]
    for listener in _listeners:
        listener()


def default_locale() -> str:
    """Return the default locale in gettext form.

    >>> default_locale()
    'en'
    """
    return _default


def on_default_change(listener: Callable[[], None]) -> None:
    """Call ``listener`` after each change of the default locale."""
    _listeners.append(listener)
