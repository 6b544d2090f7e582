"""Localized errors in Bottle.

>>> import bottle
>>> app = bottle.Bottle()
>>> _ = app.install(LocalizedErrorsPlugin(api="/api/"))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Unpack

import bottle

from httplingo.locales import LazyLocale, activated
from httplingo.problem import Problem

from . import wsgi
from ._core.answer import Answer
from ._core.choices import Choices
from ._core.site import Site

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


class RequestAdapter(wsgi.EnvironAdapter):
    """Reads a request of Bottle."""

    def header(self, request: Any, name: str) -> str | None:
        """Return a header field; the server has joined several already."""
        return super().header(request.environ, name)

    def path(self, request: Any) -> str:
        """Return the path, with that of the mount."""
        return super().path(request.environ)

    def endpoint(self, request: Any) -> Any:
        """Return the callback of the route."""
        return getattr(request.environ.get("bottle.route"), "callback", None)


class LocalizedErrorsPlugin:
    """A plugin that lets the errors of an application speak the visitor's language.

    It replaces Bottle's error page and empty answers. The words of ``abort(404, "No such book")``
    stand in the localized document. Handlers of ``@app.error``, the page in debug mode, bodies of
    the application's own and what Bottle logs stay.

    Args:
        **choices: The keywords of `Site`; its callables are called with ``bottle.request``.

    >>> import bottle
    >>> app = bottle.Bottle()
    >>> _ = app.install(LocalizedErrorsPlugin())
    >>> environ = {"PATH_INFO": "/", "REQUEST_METHOD": "GET", "HTTP_ACCEPT_LANGUAGE": "zh-CN"}
    >>> body, = app(environ, lambda status, headers, *_: print(status))
    404 Not Found
    >>> "未找到" in body.decode()
    True
    """

    name = "httplingo"
    api = 2

    def __init__(self, **choices: Unpack[Choices]) -> None:
        self._site = Site(RequestAdapter(), **choices)

    def setup(self, app: Any) -> None:
        """Set up an application; Bottle calls it."""
        default = app.default_error_handler

        def handle(error: Any) -> Any:
            return self._answer(error, default)

        app.default_error_handler = handle
        # It has the locale from the first hook to the last step of a body, and fills empty answers.
        app.wsgi = _InBottle(app.wsgi, self._site)

    def apply(self, callback: Callable[..., Any], _: object) -> Callable[..., Any]:
        """Let a route raise a problem, which Bottle would take for a failure."""

        def answered(*args: Any, **kwargs: Any) -> Any:
            try:
                return callback(*args, **kwargs)
            except Problem as problem:
                return _error_of(problem)

        return answered

    def _answer(self, error: Any, default: Callable[[Any], Any]) -> Any:
        """Answer an error for which the application has no handler."""
        response = bottle.response
        if bottle.DEBUG and error.exception:
            return default(error)
        answer = Answer(error.status_code, response.headerlist, default=True)
        problem = getattr(error, "problem", None)
        if problem is not None:
            answer.details = {"problem": problem}
        elif isinstance(error.body, str) and not _says_nothing(error.body):
            answer.details = {"detail": error.body}
        elif error.body and not isinstance(error.body, str):
            answer.default = False  # what Bottle cannot show as text it shows in its own way
        lazy = activated()
        replacement = self._site.replacement(
            bottle.request, answer, lazy if isinstance(lazy, LazyLocale) else None
        )
        if replacement is None:
            return default(error)
        # Cookies are apart from the headers, and stay.
        for name in list(response.headers):
            del response.headers[name]
        for name, value in replacement.headers:
            if name.lower() != "set-cookie":
                response.add_header(name, value)
        response.status = replacement.status_line
        return replacement.body


class _InBottle(wsgi.LocalizedErrorsMiddleware):
    """The WSGI middleware with Bottle's own request."""

    answer_exceptions = False

    def __init__(self, app: wsgi.App, site: Site) -> None:
        self.app = app
        self.site = site

    def request(self, environ: wsgi.Environ) -> Any:
        """Return Bottle's request of an environ."""
        return bottle.LocalRequest(environ)


def _says_nothing(body: str) -> bool:
    return not body or body in _OF_BOTTLE or body.startswith("Not found: '/")


def _error_of(problem: Problem) -> Any:
    error = bottle.HTTPError(problem.status, "")
    for name, value in problem.headers:
        error.add_header(name, value)
    error.problem = problem
    return error


def problem_response(*args: Any, **kwargs: Any) -> Any:
    """Return a problem as a response, for a callback that returns rather than raises.

    Args:
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.

    >>> problem_response(409, "seat-taken", seat="12A").status_code
    409
    """
    return _error_of(Problem(*args, **kwargs))
