"""A message that is looked up when it is shown."""

from __future__ import annotations

from .lookup import get_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .locales import LocaleLike
    from .message import Message


class LazyMessage:
    """Stands for a `Message`; each use looks it up in the locale that is active then.

    Every attribute of `Message` can be read from it, and its text form is the message's.
    """

    __slots__ = ("_code", "_locale")

    def __init__(self, code: int, locale: LocaleLike | None) -> None:
        self._code = code
        self._locale = locale

    def resolve(self) -> Message:
        """Return the message in the locale that is active now."""
        return get_message(self._code, self._locale)

    @property
    def code(self) -> int:
        """The status code; known without a lookup."""
        return self._code

    @property
    def phrase(self) -> str:
        """The reason phrase, now."""
        return self.resolve().phrase

    @property
    def description(self) -> str:
        """What the status means in HTTP, now."""
        return self.resolve().description

    @property
    def advice(self) -> str:
        """What a visitor can do, now."""
        return self.resolve().advice

    @property
    def locale(self) -> str:
        """The locale that gives the phrase, now."""
        return self.resolve().locale

    @property
    def reference(self) -> str:
        """The specification."""
        return self.resolve().reference

    def __str__(self) -> str:
        return str(self.resolve())

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __repr__(self) -> str:
        return f"lazy_message({self._code!r}, {self._locale!r})"


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
    >>> str(missing)
    '404 Not Found'
    """
    return LazyMessage(code, locale)
