"""Localized errors in web frameworks, each with one line.

`asgi` and `wsgi` wrap any application and know no framework; the other modules are one thin
file for each framework, in its own idiom. An integration imports its own framework only.

What they share is in ``_core``: `Site` holds a site's choices, decides and makes the answer; an
adapter says how its framework reads a header and a path, looks at a response, and takes another
one. While a request is handled, the active locale is a `httplingo.locales.LazyLocale`.
"""

from __future__ import annotations

from ._core.choices import localized_errors

__all__ = ["localized_errors"]
