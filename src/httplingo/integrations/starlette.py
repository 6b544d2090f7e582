"""Localized errors in Starlette.

>>> from starlette.applications import Starlette
>>> app = Starlette()
>>> install(app, api="/api/")
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Unpack

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from httplingo.locales import LazyLocale, activated
from httplingo.message import LazyMessage, Message
from httplingo.problem import Problem

from . import asgi
from ._core import defaults
from ._core.answer import Answer, joined
from ._core.choices import Choices
from ._core.defaults import Default
from ._core.formats import TEXT_FIRST
from ._core.site import Site

__all__ = ["LocalizedErrorsMiddleware", "install", "problem_response"]

#: Where a scope keeps the site, and the application that it is a site of.
SITE = "httplingo.site"


class StarletteAdapter:
    """Reads a request of Starlette."""

    def header(self, request: Request, name: str) -> str | None:
        """Return a header field, several lines joined."""
        return joined(request.headers.getlist(name))

    def path(self, request: Request) -> str:
        """Return the path, with that of the mount."""
        path: str = request.scope["path"]
        return path

    def framework_locale(self, request: Request) -> Any:
        """Return ``request.state.locale``, where a middleware of the application may put one."""
        return getattr(request.state, "locale", None)

    def endpoint(self, request: Request) -> Any:
        """Return the endpoint of the route."""
        return request.scope.get("endpoint")


def make_site(**choices: Unpack[Choices]) -> Site:
    """Return a site that answers in the order of Starlette: in plain text first."""
    return Site(StarletteAdapter(), framework_formats=TEXT_FIRST, **choices)


class LocalizedErrorsMiddleware(asgi.LocalizedErrorsMiddleware):
    """The ASGI middleware, which knows requests of Starlette and follows ``request.state.locale``.

    `install` adds it. By itself, it replaces what looks like Starlette's own answers: it cannot
    know which of the application's handlers has answered, nor what an exception said.

    Args:
        app: The application.
        **choices: The keywords of `Site`; its callables are called with Starlette's request.

    >>> from starlette.applications import Starlette
    >>> from starlette.middleware import Middleware
    >>> app = Starlette(middleware=[Middleware(LocalizedErrorsMiddleware, api="/api/")])
    """

    live = True

    def __init__(
        self, app: asgi.App, *, site: Site | None = None, **choices: Unpack[Choices]
    ) -> None:
        super().__init__(app, site=site or make_site(**choices))

    def request(self, scope: Any) -> Request:
        """Return what the site's callables get."""
        scope[SITE] = self.site, scope.get("app")
        return Request(scope)

    def known_defaults(self, scope: Any, status: int) -> Collection[Default]:
        """Return Starlette's own bodies, where no handler of the application's own answers."""
        handlers = getattr(scope.get("app"), "exception_handlers", {})
        handler = handlers.get(status) or handlers.get(HTTPException)
        if handler is None or isinstance(getattr(handler, "__self__", None), Handlers):
            return tuple(defaults.starlette(status))
        return ()

    def answers_exceptions(self, scope: Any) -> bool:
        """Leave to Starlette what its debug page or a handler of the application's own answers."""
        app = scope.get("app")
        handlers = getattr(app, "exception_handlers", {})
        return not (getattr(app, "debug", False) or 500 in handlers or Exception in handlers)


class Handlers:
    """Exception handlers that answer as a site wants it.

    Args:
        site: One for the application, which its middleware has too.
    """

    def __init__(self, site: Site) -> None:
        self.site = site

    async def http_exception(self, request: Request, error: Exception) -> Response:
        """Answer an ``HTTPException``; its words stand in the localized document."""
        assert isinstance(error, HTTPException)
        detail = as_text(error.detail)
        if error.status_code in {204, 304}:
            return Response(status_code=error.status_code, headers=error.headers)
        response = PlainTextResponse(detail, error.status_code, error.headers)
        answer = answer_to(response)
        if detail and detail not in defaults.texts("starlette", answer.status):
            answer.details["detail"] = detail
        return localized(self.site, request, response, answer)

    async def problem(self, request: Request, error: Exception) -> Response:
        """Answer a problem of the site's own."""
        assert isinstance(error, Problem)
        response = _ProblemResponse(error)
        return localized(self.site, request, response, answer_to(response, problem=error))


def as_text(detail: Any) -> Any:
    """Return a message of this package as its text; anything else as it is."""
    return str(detail) if isinstance(detail, LazyMessage | Message) else detail


def answer_to(response: Response, **details: Any) -> Answer:
    """Return a response of the framework as the core looks at it."""
    headers = list(response.headers.items())
    return Answer(
        response.status_code, headers, bytes(response.body), default=True, details=details
    )


def localized(site: Site, request: Request, response: Response, answer: Answer) -> Response:
    """Return what is sent in the place of a response; that, where it stays.

    Args:
        site: The site.
        request: The request, or a WebSocket, whose answers stay.
        response: What the framework would answer.
        answer: The same, as the core looks at it.
    """
    if request.scope["type"] != "http":
        return response
    request.scope[asgi.DECIDED] = True
    lazy = activated()
    lazy = lazy if isinstance(lazy, LazyLocale) else None
    replacement = site.replacement(request, answer, lazy)
    if replacement is None:
        return response
    made = Response(replacement.body, replacement.status, background=response.background)
    made.raw_headers = replacement.raw_headers()
    return made


class _ProblemResponse(Response):
    """Stands for a problem until it is sent, when the request is known."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(status_code=problem.status)
        self.raw_headers += [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in problem.headers
        ]
        self.problem = problem

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        site, _ = scope.get(SITE, (None, None))
        response: Response = self
        if site is not None:
            answer = answer_to(self, problem=self.problem)
            response = localized(site, Request(scope), self, answer)
        sending = super().__call__ if response is self else response
        await sending(scope, receive, send)


def problem_response(*args: Any, **kwargs: Any) -> Response:
    """Return a problem as a response, for an endpoint that returns rather than raises.

    Args:
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.

    >>> problem_response(409, "seat-taken", seat="12A").status_code
    409
    """
    return _ProblemResponse(Problem(*args, **kwargs))


def install(app: Starlette, **choices: Unpack[Choices]) -> None:
    """Let the errors of an application speak the visitor's language.

    It adds `LocalizedErrorsMiddleware`, and handlers for ``HTTPException`` and
    `httplingo.Problem`. The application's own handlers, registered before or after, come first;
    its own bodies, debug pages and the exceptions that reach the server stay. So does what an
    application that is mounted answers, unless it looks like Starlette's own.

    Args:
        app: The application, before it has started. What middleware answers that is added
            later, and so is around this one, stays.
        **choices: The keywords of `Site`; its callables are called with Starlette's request.

    >>> from starlette.applications import Starlette
    >>> from starlette.testclient import TestClient
    >>> app = Starlette()
    >>> install(app, selector=lambda request: request.query_params.get("lang"))
    >>> TestClient(app).get("/?lang=zh-CN").text[:7]
    '404 未找到'
    """
    handlers = Handlers(make_site(**choices))
    app.exception_handlers.setdefault(HTTPException, handlers.http_exception)
    app.exception_handlers.setdefault(Problem, handlers.problem)
    app.add_middleware(LocalizedErrorsMiddleware, site=handlers.site)
