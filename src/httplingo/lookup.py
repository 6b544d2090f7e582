"""From a status code and a locale to a message."""

from __future__ import annotations

from _thread import allocate_lock  # threading gives the same, for a third of all import time

from . import catalogs, tags
from .errors import CatalogError, UnknownStatusError
from .locales import active, default_locale, on_default_change, requested
from .message import Message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar, overload

    from .locales import LocaleLike

    Default = TypeVar("Default")

#: The status codes that a response can have (RFC 9110, Section 15).
CODES = range(100, 600)

#: How many spellings of locales are remembered; one beyond that is matched again each time
#: until the memory starts anew.
MAX_SPELLINGS = 512

#: The longest sequence of locales that is remembered.
MAX_PREFERENCES = 16

_RAISE = object()  # stands for "no default was given"

#: A locale as it was asked for → its messages by code. A warm lookup is these two steps.
_messages: dict[object, dict[int, Message]] = {}
#: The locale that answers → the same messages, which all its spellings share.
_by_match: dict[str, dict[int, Message]] = {}
_lock = allocate_lock()

if TYPE_CHECKING:

    @overload
    def get_message(code: int, locale: LocaleLike | None = None) -> Message: ...
    @overload
    def get_message(
        code: int, locale: LocaleLike | None = None, *, default: Default
    ) -> Message | Default: ...


def get_message(code: int, locale: LocaleLike | None = None, *, default: object = _RAISE) -> object:
    """Return the localized texts of a status code.

    Texts fall back entry by entry: the matched locale, then its CLDR parents of the same
    script, then English. A code in 100–599 that no catalog knows takes its class's texts
    (RFC 9110, Section 15).

    Args:
        code: A status code, 100–599; an `http.HTTPStatus` is one.
        locale: A tag in any spelling (``zh_CN``, ``zh-CN``, ``zh-Hans-CN``), a `babel.Locale`,
            or several in order of preference. None is the active locale, or else the default
            one. A well-formed locale that nothing matches gives English.
        default: What to return for a code outside 100–599.

    Raises:
        UnknownStatusError: The code is outside 100–599, and no default was given.
        InvalidLocaleError: The locale is malformed.
        CatalogError: A catalog of the package itself is missing or damaged.

    >>> get_message(404, locale="zh_CN").phrase
    '未找到'
    >>> str(get_message(404))
    '404 Not Found'
    >>> str(get_message(499))
    '499 Client Error'
    >>> get_message(999, default=None) is None
    True
    """
    try:
        return _messages[active() if locale is None else locale][code]
    except (KeyError, TypeError):  # TypeError: a list is no key
        return _first_message(code, locale, default)


def _first_message(code: int, locale: LocaleLike | None, default: object) -> object:
    if code not in CODES:
        if default is _RAISE:
            raise UnknownStatusError(f"not a status code from 100 to 599: {code!r:.60}")
        return default
    if locale is None:
        locale = active()
    with _lock:
        match = _match(default_locale() if locale is None else locale)
        messages = _by_match.setdefault(match, {})
        message = messages.get(code)
        if message is None:
            # int(): 404.0 and HTTPStatus.NOT_FOUND are keys equal to 404, and no code to show.
            message = messages[int(code)] = _build(int(code), match)
        _remember(locale, messages)
    return message


def _match(locale: LocaleLike) -> str:
    available = catalogs.available_locales()
    if isinstance(locale, str) and locale in available:
        return locale
    wanted = requested(locale)
    if isinstance(wanted, str):
        wanted = (wanted,)
    return tags.best_match(wanted, available) or catalogs.BASE_LOCALE


def _remember(locale: object, messages: dict[int, Message]) -> None:
    # A babel.Locale is dear to hash, and what a caller's own class does with it is unknown.
    if isinstance(locale, tuple):
        if len(locale) > MAX_PREFERENCES or not all(isinstance(tag, str) for tag in locale):
            return
    elif not isinstance(locale, str | None):
        return
    if len(_messages) >= MAX_SPELLINGS:
        _messages.clear()
    _messages[locale] = messages


def find_text(key: str, locale: str) -> tuple[str, str]:
    """Return the text of any key and the locale that gave it, both empty where none has it.

    It looks in the locale, then in its CLDR parents of the same script, then in English.

    Args:
        key: Such as ``404.advice``, or one of a page's own words such as ``page.home``.
        locale: A canonical name, such as ``Message.locale``.

    >>> find_text("page.home", "en")
    ('Home page', 'en')
    >>> find_text("page.nothing", "en")
    ('', '')
    """
    current = catalogs.current()
    for source in current.chain(locale):
        text = current.texts(source).get(key)
        if text:
            return text, source
    return "", ""


def _build(code: int, match: str) -> Message:
    from ._codes import REFERENCES  # read with the first message, not with the package

    name = str(code)
    phrase, locale = find_text(f"{name}.phrase", match)
    if not phrase:
        name = f"{code // 100}xx"
        phrase, locale = find_text(f"{name}.phrase", match)
    if not phrase:
        raise CatalogError(
            f"{catalogs.PACKAGE_FOLDER}: no catalog has {name}.phrase; "
            "in a checkout, `make setup` compiles them"
        )
    return Message(
        code=code,
        phrase=phrase,
        description=find_text(f"{name}.description", match)[0],
        advice=find_text(f"{name}.advice", match)[0],
        locale=locale,
        reference=REFERENCES.get(name, ""),
    )


def _forget() -> None:
    with _lock:
        _messages.clear()
        _by_match.clear()


catalogs.on_change(_forget)
on_default_change(_forget)
