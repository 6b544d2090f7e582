"""The catalogs, default locale and memories of one site."""

from __future__ import annotations

import os
from _thread import RLock  # threading gives the same, for a third of all import time
from collections.abc import Iterable, Mapping, Sequence

from ._state import CODES, State, generations
from .catalogs import (
    BASE_LOCALE,
    DOMAIN,
    Catalogs,
    FolderLayer,
    MessagesLayer,
    package_layer,
    report,
)
from .errors import CatalogError, UnknownStatusError
from .locales import active, requested
from .message import LazyMessage, Message
from .typing import LocaleLike

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar, overload

    from .catalogs import Layer

    Default = TypeVar("Default")

#: Names a site's folders of catalogs for the default `Lingo`, the last on top, as PATH does.
FOLDERS_VARIABLE = "HTTPLINGO_CATALOGS"

_RAISE = object()  # stands for "no default was given"
# Held while one `Lingo` takes another state; nothing is read, logged or called under it.
_changing = RLock()


def _finish_imports() -> None:
    from . import _codes  # noqa: F401
    from ._matching import (  # noqa: F401
        distance,
        header,
        media,
        negotiator,
        preference,
        subtags,
    )


def _renew_lock() -> None:
    global _changing
    _changing = RLock()


if hasattr(os, "register_at_fork"):
    # Another thread of the parent may hold the lock, or be about to import a module for the first
    # message: in the child nobody is there to release the one or to finish the other.
    os.register_at_fork(before=_finish_imports, after_in_child=_renew_lock)


class Lingo:
    """The catalogs, default locale and memories of one site.

    The functions of the package act on one that is made for them, as those of `random` do. A
    second site in the same process, with words of its own, makes another.

    Args:
        catalogs: Folders as for `add_catalogs`, the last on top.
        default_locale: As for `set_default_locale`.

    Raises:
        CatalogError: A folder cannot be read, or holds no catalog.
        InvalidLocaleError: The default locale is malformed.

    Attributes:
        generation: A number that no other `Lingo` has, and another one after each change. What
            remembers something that follows from texts keeps this number beside it.

    >>> site = Lingo(default_locale="de")
    >>> before = site.generation
    >>> site.add_messages("de", {"404.phrase": "Seite nicht gefunden"})
    >>> site.get_message(404).phrase, site.generation == before
    ('Seite nicht gefunden', False)
    """

    def __init__(
        self,
        catalogs: Iterable[str | os.PathLike[str]] = (),
        *,
        default_locale: LocaleLike = BASE_LOCALE,
    ) -> None:
        self._added: list[Layer] = [_site_layer(folder) for folder in catalogs]
        # What is read of every spelling but this one waits for the first message.
        english = default_locale == BASE_LOCALE
        self._first_default = BASE_LOCALE if english else _first(requested(default_locale))
        self._read_environment = False
        self._state: State | None = None
        self.generation = next(generations)
        # That of the state, one step nearer. An empty one answers nothing, so a state is made.
        self._messages: dict[object, dict[int, Message]] = {}

    # What there is

    def _current(self) -> State:
        """Return the state; the folders are looked at when it is first asked for."""
        state = self._state
        if state is None:
            below = _environment_layers() if self._read_environment else []
            layers = [package_layer(), *below, *self._added]
            made = State(Catalogs(layers), self._first_default, self.generation)
            with _changing:
                state = self._state or made
                self._put(state)
        return state

    def _put(self, state: State) -> None:
        self._state = state
        self._messages = state.messages
        # Last: who reads the new number finds what goes with it.
        self.generation = state.generation

    def _change(self, *, layer: Layer | None = None, default_locale: str | None = None) -> None:
        self._current()
        with _changing:
            # Another thread may have changed it since.
            state = self._state
            assert state is not None
            layers = state.catalogs.layers
            self._put(
                State(
                    Catalogs([*layers, layer]) if layer else state.catalogs,
                    default_locale or state.default_locale,
                )
            )

    @property
    def default_locale(self) -> str:
        """The locale where none is active or asked for, in gettext form.

        >>> Lingo(default_locale="zh-Hans-CN").default_locale
        'zh_CN'
        """
        return self._current().default_locale

    def available_locales(self) -> tuple[str, ...]:
        """Return the locales that have a catalog, in gettext form, sorted.

        >>> "en" in Lingo().available_locales()
        True
        """
        return self._current().catalogs.available

    def texts(self, locale: str) -> Mapping[str, str]:
        """Return the texts that one locale has itself, by key, all layers in one.

        Args:
            locale: One of `available_locales`; another one has none.

        >>> Lingo().texts("zh_CN")["404.phrase"]
        '未找到'
        """
        return self._current().catalogs.texts(locale)

    # Changes

    def add_catalogs(self, folder: str | os.PathLike[str]) -> None:
        """Lay a site's own texts over those there are, entry by entry; the last added is on top.

        Args:
            folder: A folder with ``LOCALE/LC_MESSAGES/httplingo.mo`` files. An entry changes one
                text; a new key such as ``299.phrase`` adds a code; a new locale adds a language.

        Raises:
            CatalogError: The folder cannot be read, or holds no catalog.

        >>> Lingo().add_catalogs("nowhere")
        Traceback (most recent call last):
        httplingo.errors.CatalogError: nowhere: cannot be read: No such file or directory
        """
        self._change(layer=_site_layer(folder))

    def add_messages(self, locale: LocaleLike, texts: Mapping[str, str]) -> None:
        """Lay a site's own texts of one locale over those there are, without files.

        Args:
            locale: The locale, in any spelling; of a sequence, the first.
            texts: Texts by key, such as ``404.phrase`` or ``page.home``.

        Raises:
            InvalidLocaleError: The locale is malformed.
            TypeError: A key or a text is no string.

        >>> site = Lingo()
        >>> site.add_messages("de", {"404.phrase": "Seite nicht gefunden"})
        >>> site.get_message(404, "de").phrase, site.get_message(404, "fr").locale
        ('Seite nicht gefunden', 'fr')
        """
        strangers = [pair for pair in texts.items() if not all(isinstance(x, str) for x in pair)]
        if strangers:
            raise TypeError(f"a key and its text are strings: {strangers[0]!r:.80}")
        self._change(layer=MessagesLayer(_first(requested(locale)), texts))

    def set_default_locale(self, locale: LocaleLike) -> None:
        """Set the locale of every thread and task that has no active one; at first ``en``.

        Args:
            locale: A locale in any spelling; of a sequence, the first counts.

        Raises:
            InvalidLocaleError: The locale is malformed.

        >>> site = Lingo()
        >>> site.set_default_locale("de")
        >>> site.get_message(404, "tlh").locale
        'de'
        """
        self._change(default_locale=_first(requested(locale)))

    def reset(self) -> None:
        """Take every change back, and read what is asked for again. For tests.

        >>> site = Lingo()
        >>> site.set_default_locale("de")
        >>> site.reset()
        >>> site.default_locale
        'en'
        """
        with _changing:
            self._state = None
            self._messages = {}
            self.generation = next(generations)

    def uses(self, folder: str | os.PathLike[str]) -> bool:
        """Say whether a folder of catalogs has been added and not taken back.

        >>> Lingo().uses("nowhere")
        False
        """
        path = os.path.abspath(os.fspath(folder))
        layers = self._current().catalogs.layers
        return any(isinstance(layer, FolderLayer) and layer.folder == path for layer in layers)

    def refresh(self) -> None:
        """Read the folders in use anew, because a file in them has changed.

        >>> Lingo().refresh()
        """
        state = self._current()
        layers: list[Layer] = [
            type(layer)(layer.folder) if isinstance(layer, FolderLayer) else layer
            for layer in state.catalogs.layers
        ]
        with _changing:
            added = (self._state or state).catalogs.layers[len(layers) :]
            self._put(State(Catalogs([*layers, *added]), (self._state or state).default_locale))

    # Lookup

    if TYPE_CHECKING:

        @overload
        def get_message(
            self, code: int, locale: LocaleLike | None = None, *, lenient: bool = False
        ) -> Message: ...
        @overload
        def get_message(
            self,
            code: int,
            locale: LocaleLike | None = None,
            *,
            default: Default,
            lenient: bool = False,
        ) -> Message | Default: ...

    def get_message(
        self,
        code: int,
        locale: LocaleLike | None = None,
        *,
        default: object = _RAISE,
        lenient: bool = False,
    ) -> object:
        """Return the localized texts of a status code; see `httplingo.get_message`.

        >>> Lingo().get_message(404, "zh_CN").phrase
        '未找到'
        """
        try:
            return self._messages[active() if locale is None else locale][code]
        except (KeyError, TypeError):  # TypeError: a list is no key
            return self._first_message(code, locale, default, lenient)

    def _first_message(
        self, code: int, locale: LocaleLike | None, default: object, lenient: bool
    ) -> object:
        if code in CODES:
            return self._current().first_message(code, locale)
        if lenient and isinstance(code, int):
            return self._current().invalid_message(code, locale)
        if default is _RAISE:
            raise UnknownStatusError(f"not a status code from 100 to 599: {code!r:.60}")
        return default

    def lazy_message(self, code: int, locale: LocaleLike | None = None) -> LazyMessage:
        """Return a message that is looked up when it is shown; see `httplingo.lazy_message`.

        >>> str(Lingo(default_locale="zh_CN").lazy_message(404))
        '404 未找到'
        """
        return LazyMessage(code, locale, self.get_message)

    def find_text(self, key: str, locale: str) -> tuple[str, str]:
        """Return the text of any key and the locale that gave it, both empty where none has it.

        It looks in the locale, then in its CLDR parents of the same script, then in English.

        Args:
            key: Such as ``404.advice``, or one of a page's own words such as ``page.home``.
            locale: A canonical name, such as ``Message.locale``.

        >>> Lingo().find_text("page.home", "en"), Lingo().find_text("page.nothing", "en")
        (('Home page', 'en'), ('', ''))
        """
        return self._current().catalogs.find(key, locale)

    def match_locale(self, locale: LocaleLike | None) -> str:
        """Return the available locale that answers for a locale.

        Args:
            locale: As for `get_message`; None is the active locale, or else the default one.

        Raises:
            InvalidLocaleError: The locale is malformed.

        >>> Lingo().match_locale("zh-HK"), Lingo(default_locale="de").match_locale("tlh")
        ('zh_TW', 'de')
        """
        return self._current().match(active() if locale is None else locale)

    def find_code(self, name: str) -> int:
        """Return the code of a status by its name in any language; see `httplingo.find_code`.

        >>> Lingo().find_code("Request Time-out")
        408
        """
        return self._current().find_code(name)

    def negotiate_locale(self, header: str | bytes | Sequence[str] | None) -> str:
        """Return the locale to answer an ``Accept-Language`` with, or the default one.

        >>> Lingo().negotiate_locale("zh-HK,zh;q=0.8,en;q=0.5")
        'zh_TW'
        """
        state = self._state or self._current()
        return (state.negotiator or state.first_negotiator())(header)


def _site_layer(folder: str | os.PathLike[str]) -> FolderLayer:
    path = os.fspath(folder)
    layer = FolderLayer(path)
    if not layer.locales:
        raise CatalogError(f"{path}: no LOCALE/LC_MESSAGES/{DOMAIN}.mo in it")
    return layer


def _environment_layers() -> list[Layer]:
    """Return the folders that the environment names; one that is none is reported."""
    layers: list[Layer] = []
    for path in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep):
        try:
            if path:
                layers.append(_site_layer(path))
        except CatalogError as error:
            report(error)
    return layers


def _first(locale: str | tuple[str, ...]) -> str:
    return locale if isinstance(locale, str) else locale[0]


_default = Lingo()
_default._read_environment = True


def default_lingo() -> Lingo:
    """Return what the functions of the package act on.

    Its lowest layer is the package's own catalogs; then come the folders that the environment
    variable ``HTTPLINGO_CATALOGS`` names. One of these that is no folder of catalogs is
    reported to the log and passed over.

    >>> "zh_CN" in default_lingo().available_locales()
    True
    """
    return _default
