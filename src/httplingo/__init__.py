"""HTTP status messages in the reader's language."""

from __future__ import annotations

from .catalogs import add_catalogs, available_locales
from .errors import CatalogError, HttplingoError, InvalidLocaleError, UnknownStatusError
from .lazy import LazyMessage, lazy_message
from .locales import get_locale, set_default_locale, set_locale, use_locale
from .lookup import get_message
from .message import Message
from .names import find_code
from .negotiation import negotiate_locale

__all__ = [
    "CatalogError",
    "HttplingoError",
    "InvalidLocaleError",
    "LazyMessage",
    "Message",
    "UnknownStatusError",
    "add_catalogs",
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
