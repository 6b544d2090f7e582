"""What Flask and Quart have in common: Werkzeug's exceptions and requests."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from werkzeug.exceptions import BadRequestKeyError, HTTPException, default_exceptions

from httplingo import LazyMessage, Message
from httplingo.integrations.jinja2 import HttpStatus
from httplingo.json import default

from .answer import joined

#: How descriptions begin that Werkzeug and Flask give beside those of their classes.
_BY_THE_FRAMEWORK = (
    "Did not attempt to load JSON data because",
    "Failed to decode JSON object",
    "The browser (or proxy) sent a request that this server could not understand.",
)


def details_of(error: HTTPException) -> dict[str, Any]:
    """Return the application's own words of an exception; nothing where they are Werkzeug's.

    >>> from werkzeug.exceptions import NotFound
    >>> details_of(NotFound()), details_of(NotFound("No such book"))
    ({}, {'detail': 'No such book'})
    """
    description = error.description
    if description is None or isinstance(error, BadRequestKeyError):
        return {}
    kind = type(error)
    known = {getattr(default_exceptions.get(error.code or 500), "description", None)}
    if kind.__module__ == "werkzeug.exceptions":
        known.add(kind.description)
    text = str(description)
    if text in known or text.startswith(_BY_THE_FRAMEWORK):
        return {}
    return {"detail": description}


class RequestAdapter:
    """Reads a request of Flask or Quart.

    Args:
        view: Returns the view function of an endpoint.
        locale: Returns the locale of a translation extension, or None.
    """

    def __init__(
        self, view: Callable[[Any], Any], locale: Callable[[], Any] = lambda: None
    ) -> None:
        self._view = view
        self._locale = locale
        #: A translation extension chooses by what it likes, most often a cookie. Who uses it has
        #: imported it by now.
        self.vary = ("Cookie",) if "flask_babel" in sys.modules else ()

    def header(self, request: Any, name: str) -> str | None:
        """Return a header field, several lines joined."""
        return joined(request.headers.getlist(name))

    def path(self, request: Any) -> str:
        """Return the path, with that of the mount."""
        return f"{request.root_path}{request.path}" if request.root_path else str(request.path)

    def framework_locale(self, _: Any) -> Any:
        """Return the locale of the translation extension."""
        return self._locale()

    def endpoint(self, request: Any) -> Any:
        """Return the view function."""
        return self._view(request)


def add_to_json(app: Any) -> None:
    """Let Flask's or Quart's JSON provider encode messages."""
    others = app.json.default

    def encoded(value: Any) -> Any:
        return default(value) if isinstance(value, Message | LazyMessage) else others(value)

    app.json.default = encoded


def add_to_templates(app: Any) -> None:
    """Give the templates of a Flask or Quart application ``http_message`` and ``http_phrase``."""
    if "jinja_env" in app.__dict__:
        app.jinja_env.add_extension(HttpStatus)
    else:
        # The environment is made when it is first used, with all that is configured by then.
        extensions = [*app.jinja_options.get("extensions", ()), HttpStatus]
        app.jinja_options = {**app.jinja_options, "extensions": extensions}
