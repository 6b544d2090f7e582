"""What can go wrong: one root, and leaves that are the fitting built-in kind as well."""

from __future__ import annotations


class HttplingoError(Exception):
    """The root of every error that httplingo raises.

    >>> issubclass(UnknownStatusError, HttplingoError)
    True
    """


class UnknownStatusError(HttplingoError, LookupError):
    """A status code outside 100–599, the range of RFC 9110, Section 15.

    >>> issubclass(UnknownStatusError, LookupError)
    True
    """


class InvalidLocaleError(HttplingoError, ValueError):
    """A locale that is no well-formed BCP 47 tag or gettext locale name.

    >>> issubclass(InvalidLocaleError, ValueError)
    True
    """


class CatalogError(HttplingoError, ValueError):
    """A catalog or a source table that cannot be read; the message names file and line.

    >>> issubclass(CatalogError, ValueError)
    True
    """
