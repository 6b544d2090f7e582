"""Localized errors in BlackSheep.

>>> from blacksheep import Application, Router
>>> app = Application(router=Router())
>>> install(app, api="/api/")
"""

from __future__ import annotations

from typing import Any, Unpack

from blacksheep import Application, Content, Request, Response, StreamedContent
from blacksheep.exceptions import HTTPException, InternalServerError

from httplingo.documents import MEDIA_TYPES
from httplingo.locales import activate, activated, deactivate
from httplingo.problem import Problem

from ._core.answer import Answer, Replacement, joined
from ._core.choices import Choices
from ._core.locale import request_locale
from ._core.site import Site

#: BlackSheep itself answers in plain text, whatever is asked for.
FORMATS = ("text/plain", *(one for one in MEDIA_TYPES if one != "text/plain"))

#: Where fields that do not validate are listed; other JSON of BlackSheep's stays.
_WITH_FIELDS = ("text/html", "application/problem+json", "application/problem+xml")

#: Where a request's scope keeps an exception that BlackSheep answered itself.
_EXCEPTION = "httplingo.exception"
#: How BlackSheep shows the message of a 400, the only one that it shows.
_BAD_REQUEST = b"Bad Request: "


class BlackSheepAdapter:
    """Reads a request of BlackSheep.

    Args:
        app: The application whose router knows the handlers.
    """

    def __init__(self, app: Application) -> None:
        self._app = app

    def header(self, request: Request, name: str) -> str | None:
        """Return a header field, several lines joined."""
        return joined([one.decode("latin-1") for one in request.get_headers(name.encode())])

    def path(self, request: Request) -> str:
        """Return the path, with that of the mount."""
        return str(request.scope["path"])

    def framework_locale(self, request: Request) -> None:
        """Return None: BlackSheep has no locale of its own."""

    def endpoint(self, request: Request) -> Any:
        """Return the handler, within what the middleware made of it."""
        match = self._app.router.get_match(request)
        handler = getattr(match, "handler", None)
        return getattr(handler, "root_fn", handler)


def install(app: Application, **choices: Unpack[Choices]) -> None:
    """Let the errors of an application speak the visitor's language.

    What BlackSheep's own exception handlers answer is replaced, and so are empty answers. Shown
    is what BlackSheep shows: the message of a 400; all other messages are for the log. The fields
    of a pydantic ``ValidationError`` stand in a page and in problem details, its JSON stays.
    Exception handlers of the application, a fallback route, the page of ``show_error_details``,
    streams and mounted applications stay.

    Args:
        app: The application, before it has started.
        **choices: The keywords of `Site`; its callables are called with BlackSheep's request.

    >>> from blacksheep import Router
    >>> app = Application(router=Router())
    >>> install(app, selector=lambda request: request.cookies.get("lang"))
    >>> isinstance(app, LocalizedErrorsMixin)
    True
    """
    site = Site(BlackSheepAdapter(app), framework_formats=FORMATS, **choices)
    app.extend(LocalizedErrorsMixin)
    app.localized_errors = site  # type: ignore[attr-defined]
    if choices.get("problems"):
        app.formats_with_fields = (*_WITH_FIELDS, "application/json")  # type: ignore[attr-defined]


class LocalizedErrorsMixin(Application):
    """What `install` extends an application with."""

    localized_errors: Site
    formats_with_fields: tuple[str, ...] = _WITH_FIELDS

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle one connection, after which the locale is what it was."""
        token = activate(activated())
        try:
            await super().__call__(scope, receive, send)  # type: ignore[no-untyped-call]
        finally:
            deactivate(token)

    async def handle(self, request: Request) -> Response:
        """Answer a request, with its language as the active locale to the end of a stream."""
        site = self.localized_errors
        activate(site.locale(request))
        response = await super().handle(request)
        lazy = request_locale()
        answer = self._answer(request, response)
        replacement = site.replacement(request, answer, lazy)
        if replacement is not None:
            return _response(replacement)
        for name, value in (lazy and site.labelled(answer.headers, lazy)) or ():
            if name in ("Vary", "Content-Language"):
                response.set_header(name.encode(), value.encode())
        return response

    async def handle_request_handler_exception(self, request: Request, exc: Exception) -> Response:
        """Answer an exception as BlackSheep does, and note it if BlackSheep answered it itself."""
        handler = self._handler_of(exc)
        if handler is None and isinstance(exc, Problem):
            return _ProblemResponse(exc)
        if handler is None and not self.show_error_details:
            handler = self._handler_of(InternalServerError(exc))  # type: ignore[arg-type]
        response = await super().handle_request_handler_exception(request, exc)
        if _is_of_blacksheep(handler):
            request.scope[_EXCEPTION] = exc  # type: ignore[literal-required]
        return response

    def _handler_of(self, exc: Exception) -> Any:
        """Return who answers an exception, as BlackSheep looks it up; None for nobody."""
        if isinstance(exc, HTTPException):
            return self.get_http_exception_handler(exc)
        handlers: Any = self.exceptions_handlers
        return next((handlers[kind] for kind in type(exc).__mro__ if kind in handlers), None)

    def _answer(self, request: Request, response: Response) -> Answer:
        scope: dict[str, Any] = request.scope  # type: ignore[assignment]
        content, exc = response.content, scope.pop(_EXCEPTION, None)
        headers = [(x.decode("latin-1"), y.decode("latin-1")) for x, y in response.headers]
        if content is not None and content.type:
            headers.append(("Content-Type", content.type.decode("latin-1")))
        body = b"" if content is None else None
        if content is not None and not isinstance(content, StreamedContent):
            body = content.body
        answer = Answer(response.status, headers, body, default=exc is not None or body == b"")
        if isinstance(response, _ProblemResponse):
            answer.details = {"problem": response.problem}
        elif exc is not None and content is not None and content.type == b"application/json":
            errors = _field_errors(exc)
            # What a program reads stays, unless it asks for problem details.
            answer.default = bool(errors) and self._shows_fields(request)
            answer.details = {"errors": errors} if answer.default else {}
        elif exc is not None and body and body.startswith(_BAD_REQUEST):
            message = body.removeprefix(_BAD_REQUEST).decode()
            answer.details = {} if message == "Bad request" else {"detail": message}
        return answer

    def _shows_fields(self, request: Request) -> bool:
        return self.localized_errors.media_type(request) in self.formats_with_fields


def _is_of_blacksheep(handler: Any) -> bool:
    # What calls a fallback route of the application is a function within one of BlackSheep's.
    return (
        handler is not None
        and handler.__module__.startswith("blacksheep.")
        and "<locals>" not in handler.__qualname__
    )


def _response(replacement: Replacement) -> Response:
    raw = replacement.raw_headers()
    # BlackSheep adds what describes a content when it sends it.
    kept = [pair for pair in raw if pair[0] not in (b"content-type", b"content-length")]
    content = Content(dict(raw)[b"content-type"], replacement.body)
    return Response(replacement.status, kept, content)


def _field_errors(exc: Exception) -> list[dict[str, str]]:
    """Return what is wrong with which field, as pydantic says it."""
    source = exc if hasattr(exc, "errors") else exc.__context__
    return [
        {"detail": str(one["msg"]), "pointer": "".join(map(_token, one["loc"]))}
        for one in getattr(source, "errors", list)()
    ]


def _token(name: object) -> str:
    """Return a part of a JSON pointer (RFC 6901, Section 3)."""
    return "/" + str(name).replace("~", "~0").replace("/", "~1")


class _ProblemResponse(Response):
    """An empty response that stands for a problem until it is rendered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.status, [(x.encode(), y.encode()) for x, y in problem.headers])
        self.problem = problem


def problem_response(*args: Any, **kwargs: Any) -> Response:
    """Return a problem as a response, for a handler that returns rather than raises.

    Args:
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.

    >>> problem_response(409, "seat-taken", seat="12A").status
    409
    """
    return _ProblemResponse(Problem(*args, **kwargs))
