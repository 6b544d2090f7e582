"""The functions of the package: they act on the `Lingo` that is made for them."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence

from .lingo import _RAISE, default_lingo
from .locales import active
from .message import LazyMessage, Message
from .typing import LocaleLike

_lingo = default_lingo()

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar, overload

    from ._matching.negotiator import Negotiator

    Default = TypeVar("Default")

if TYPE_CHECKING:

    @overload
    def get_message(
        code: int, locale: LocaleLike | None = None, *, lenient: bool = False
    ) -> Message: ...
    @overload
    def get_message(
        code: int, locale: LocaleLike | None = None, *, default: Default, lenient: bool = False
    ) -> Message | Default: ...


def get_message(
    code: int,
    locale: LocaleLike | None = None,
    *,
    default: object = _RAISE,
    lenient: bool = False,
) -> object:
    """Return the localized texts of a status code, a `Message`.

    Texts fall back entry by entry: the matched locale, then its CLDR parents of the same
    script, then English. A code in 100–599 that no catalog knows takes its class's texts
    (RFC 9110, Section 15), and so does a text that a site's own code lacks.

    Args:
        code: A status code, 100–599; an `http.HTTPStatus` is one.
        locale: A tag in any spelling (``zh_CN``, ``zh-CN``, ``zh-Hans-CN``), a `babel.Locale`,
            or several in order of preference. None is the active locale, or else the default
            one, as is a well-formed locale that nothing matches.
        default: What to return for a code outside 100–599.
        lenient: Give a number outside 100–599 the texts of 5xx, as RFC 9110, Section 15, has a
            client treat it: for programs that show whatever a server sent.

    Raises:
        UnknownStatusError: The code is outside 100–599, and neither of these says what to do.
        InvalidLocaleError: The locale is malformed.
        CatalogError: A catalog of the package itself is missing or damaged.

    >>> get_message(404, locale="zh_CN").phrase
    '未找到'
    >>> str(get_message(404))
    '404 Not Found'
    >>> str(get_message(499))
    '499 Client Error'
    >>> str(get_message(999, lenient=True)), get_message(999, default=None)
    ('999 Server Error', None)
    """
    try:
        return _lingo._messages[active() if locale is None else locale][code]
    except (KeyError, TypeError):  # TypeError: a list is no key
        return _lingo._first_message(code, locale, default, lenient)


def lazy_message(code: int, locale: LocaleLike | None = None) -> LazyMessage:
    """Return a message that is looked up each time it is shown, not now.

    For texts that are named at import time and shown to many visitors.

    Args:
        code: A status code, 100–599; another one raises when shown.
        locale: As for `get_message`; None is the locale that is active when it is shown.

    >>> from httplingo import use_locale
    >>> missing = lazy_message(404)
    >>> with use_locale("zh_CN"):
    ...     str(missing)
    '404 未找到'
    >>> "Error: " + missing
    'Error: 404 Not Found'
    """
    return LazyMessage(code, locale, get_message)


def find_code(name: str) -> int:
    """Return the status code that has this name in any language, without regard to case.

    The current English names stand first, then former English ones and those of the source
    table, then the phrases of every other locale.

    Args:
        name: A reason phrase such as ``Not Found``, ``Request Time-out`` or ``未找到``.

    Raises:
        UnknownStatusError: No status has this name.

    >>> find_code("not found")
    404
    >>> find_code("Request Time-out")
    408
    >>> find_code("未找到")
    404
    """
    return _lingo.find_code(name)


def find_text(key: str, locale: str) -> tuple[str, str]:
    """Return the text of any key and the locale that gave it; see `Lingo.find_text`.

    >>> find_text("page.home", "en")
    ('Home page', 'en')
    """
    return _lingo.find_text(key, locale)


def get_locale() -> str:
    """Return the active locale in gettext form, or the default one where none is active.

    It is the locale that was asked for, the first of several; which one answered is in
    ``Message.locale``.

    >>> get_locale()
    'en'
    """
    locale = active()
    if locale is None:
        return _lingo.default_locale
    return locale if isinstance(locale, str) else locale[0]


def set_default_locale(locale: LocaleLike) -> None:
    """Set the locale of every thread and task that has no active one; at first ``en``.

    Args:
        locale: A locale in any spelling; of a sequence, the first counts.

    Raises:
        InvalidLocaleError: The locale is malformed.

    >>> set_default_locale("en")
    """
    _lingo.set_default_locale(locale)


def available_locales() -> tuple[str, ...]:
    """Return the locales that have a catalog, in gettext form, sorted.

    >>> "en" in available_locales()
    True
    """
    return _lingo.available_locales()


def add_catalogs(folder: str | os.PathLike[str]) -> None:
    """Lay a site's own texts over the package's, entry by entry; the last added is on top.

    The environment variable ``HTTPLINGO_CATALOGS`` names folders that are added by themselves,
    the last on top, as PATH does. While they are edited,
    ``httplingo.workbench.follow.follow`` adds a folder of ``.po`` files and follows changes.

    Args:
        folder: A folder with ``LOCALE/LC_MESSAGES/httplingo.mo`` files. An entry changes one
            text; a new key such as ``299.phrase`` adds a code; a new locale adds a language.

    Raises:
        CatalogError: The folder cannot be read, or holds no catalog.

    >>> add_catalogs("nowhere")
    Traceback (most recent call last):
    httplingo.errors.CatalogError: nowhere: cannot be read: No such file or directory
    """
    _lingo.add_catalogs(folder)


def add_messages(locale: LocaleLike, texts: Mapping[str, str]) -> None:
    """Lay a site's own texts of one locale over the package's, without files.

    Args:
        locale: The locale, in any spelling; of a sequence, the first.
        texts: Texts by key, such as ``404.phrase`` or ``page.home``.

    Raises:
        InvalidLocaleError: The locale is malformed.
        TypeError: A key or a text is no string.

    >>> add_messages("de", {})
    """
    _lingo.add_messages(locale, texts)


def negotiate_locale(
    header: str | bytes | Sequence[str] | None,
    available: Collection[str] | None = None,
    *,
    default: str | None = None,
) -> str:
    """Return the locale to answer a request with, for its ``Accept-Language`` (RFC 9110, 12.5.4).

    Languages are tried in the order of their weights, by CLDR's language matching (UTS #35, Part
    1): ``zh-HK`` finds ``zh_TW``, not ``zh_CN``. ``q=0`` excludes what it names, except what a
    more specific member wants; ``*`` stands for the default, or where a member names that, for the
    first locale that none names. A malformed member is skipped; a malformed weight counts as the
    lowest.

    Args:
        header: The header's value, several joined with commas; None if it is absent. A sequence of
            locales is understood as preferences in order, as `babel.negotiate_locale` takes them.
        available: The locales to choose from; None for the package's own. A site with its own makes
            a `Negotiator` at start-up, which remembers its answers.
        default: The answer where nothing matches; it need not be available. None for the default
            locale.

    Returns:
        An element of ``available`` as it stands there, or ``default``.

    Raises:
        InvalidLocaleError: An available locale is malformed. No header raises anything.
        TypeError: What was given is no header, and no sequence of locales.

    >>> negotiate_locale("zh-HK,zh;q=0.8,en;q=0.5", ["en", "zh_CN", "zh_TW"])
    'zh_TW'
    >>> negotiate_locale(["de_AT", "en"], ["en", "de"])
    'de'
    >>> negotiate_locale("../../etc/passwd;q=9e999", ["de", "en"])
    'en'
    """
    if available is None and default is None:
        return _lingo.negotiate_locale(header)
    return negotiator_of(available, default)(header)


def negotiator_of(available: Collection[str] | None, default: str | None) -> Negotiator:
    """Return what answers for a set of locales: the package's own, and its default, for None.

    >>> negotiator_of(["de", "en"], "en")("de-AT")
    'de'
    """
    from ._matching.negotiator import Negotiator  # read with the first header

    return Negotiator(
        available_locales() if available is None else available,
        default=_lingo.default_locale if default is None else default,
    )
