"""HTTP status messages in the reader's language."""

from __future__ import annotations

from .errors import CatalogError, HttplingoError, InvalidLocaleError, UnknownStatusError
from .lingo import Lingo
from .locales import set_locale, use_locale
from .lookup import (
    add_catalogs,
    add_messages,
    available_locales,
    find_code,
    get_locale,
    get_message,
    lazy_message,
    negotiate_locale,
    set_default_locale,
)
from .message import LazyMessage, Message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .problem import Problem as Problem


def __getattr__(name: str) -> object:
    # Who raises no problem does not pay for the regular expressions that it needs.
    if name == "Problem":
        from .problem import Problem

        return Problem
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__version__ = "0.2.0"

__all__ = [
    "CatalogError",
    "HttplingoError",
    "InvalidLocaleError",
    "LazyMessage",
    "Lingo",
    "Message",
    "Problem",
    "UnknownStatusError",
    "add_catalogs",
    "add_messages",
    "available_locales",
    "find_code",
    "get_locale",
    "get_message",
    "lazy_message",
    "negotiate_locale",
    "set_default_locale",
    "set_locale",
    "use_locale",
]
