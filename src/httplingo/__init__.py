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

__version__ = "0.2.0.dev0"

__all__ = [
    "CatalogError",
    "HttplingoError",
    "InvalidLocaleError",
    "LazyMessage",
    "Lingo",
    "Message",
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
