"""Which of a class-based view's parts `localized_errors` has decorated."""

from __future__ import annotations

from typing import Any

from .choices import CHOICES_OF_ENDPOINT


def endpoint_of(view: Any, method: str) -> Any:
    """Return the method of a class-based view that answers a request, if it is decorated itself.

    Args:
        view: A class with a method for each of HTTP's; any other endpoint is returned.
        method: The request's method, such as ``GET``.

    >>> from httplingo.integrations import localized_errors
    >>> class Books:
    ...     @localized_errors(False)
    ...     def get(self): ...
    ...     def post(self): ...
    >>> endpoint_of(Books, "GET") is Books.get, endpoint_of(Books, "POST") is Books
    (True, True)
    """
    handler = getattr(view, method.lower(), None) if isinstance(view, type) else None
    return handler if hasattr(handler, CHOICES_OF_ENDPOINT) else view
