"""Localized errors in Bottle.

>>> import bottle
>>> app = bottle.Bottle()
>>> _ = app.install(LocalizedErrors(api="/api/"))
"""

from __future__ import annotations

import bottle

from httplingo.locales import activated

from . import wsgi
from ._core.answers import Answers
from ._core.headers import status_line
from ._core.locale import environ_language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Unpack

    from ._core.policy import Choices

#: What Bottle says of a request by itself.
_OF_BOTTLE = frozenset(
    [
        "Access denied",
        "Access denied.",
        "Error while parsing chunked transfer body.",
        "File does not exist.",
        "Internal Server Error",
        "Invalid JSON",
        "Method not allowed.",
        "Path has wrong format.",
        "Request entity too large",
        "Requested Range Not Satisfiable",
        "Unhandled exception",
        "Unknown Error.",
        "You do not have permission to access this file.",
    ]
)


class LocalizedErrors:
    """A plugin that lets the errors of an application speak the visitor's language.

    It replaces Bottle's error page where that says nothing of the application's own, and empty
    answers. ``abort(404, "No such book")``, handlers of ``@app.error``, the page in debug mode
    and what Bottle logs stay.

    Args:
        **choices: The keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
            with ``bottle.request``.

    >>> import bottle
    >>> app = bottle.Bottle()
    >>> _ = app.install(LocalizedErrors())
    >>> environ = {"PATH_INFO": "/", "REQUEST_METHOD": "GET", "HTTP_ACCEPT_LANGUAGE": "zh-CN"}
    >>> body, = app(environ, lambda status, headers, *_: print(status))
    404 Not Found
    >>> "未找到" in body.decode()
    True
    """

    name = "httplingo"
    api = 2

    def __init__(self, **choices: Unpack[Choices]) -> None:
        self._answers = Answers(_accept_language, **choices)
        self._choices = {**choices, **_with_request(choices)}

    def setup(self, app: Any) -> None:
        """Set up an application; Bottle calls it."""
        default = app.default_error_handler

        def handle(error: Any) -> Any:
            return self._answer(error, default)

        app.default_error_handler = handle
        # It has the locale from the first hook to the last step of a body, and fills empty answers.
        app.wsgi = wsgi.LocalizedErrors(app.wsgi, answer_exceptions=False, **self._choices)

    def apply(self, callback: Callable[..., Any], route: object) -> Callable[..., Any]:
        """Leave a route as it is; Bottle asks for each."""
        del route
        return callback

    def _answer(self, error: Any, default: Callable[[Any], Any]) -> Any:
        """Answer an error for which the application has no handler."""
        request, response = bottle.request, bottle.response
        if bottle.DEBUG and error.exception:
            return default(error)
        answer = self._answers.instead(
            request,
            error.status_code,
            response.headerlist,
            path=request.path,
            accept=request.environ.get("HTTP_ACCEPT"),
            bare=_says_nothing(error),
            locale=activated(),
        )
        if answer is None:
            return default(error)
        document, merged = answer
        # Cookies are apart from the headers, and stay.
        for name in list(response.headers):
            del response.headers[name]
        for name, value in merged:
            if name.lower() != "set-cookie":
                response.add_header(name, value)
        response.status = status_line(response.status_line, error.status_code)
        return document.body


def _says_nothing(error: Any) -> bool:
    body = error.body
    return not body or body in _OF_BOTTLE or str(body).startswith("Not found: '/")


def _with_request(choices: Choices) -> Any:
    """Return the site's callables as the middleware calls them, with Bottle's request."""

    def bound(one: Callable[..., Any]) -> Callable[..., Any]:
        return lambda _, *more: one(bottle.request, *more)

    names = ("selector", "replace", "details")
    return {name: bound(choices[name]) for name in names if callable(choices.get(name))}  # type: ignore[literal-required]


def _accept_language(request: Any) -> str | None:
    return environ_language(request.environ)
