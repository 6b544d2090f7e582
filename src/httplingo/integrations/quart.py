"""Localized errors in Quart.

>>> from quart import Quart
>>> app = Quart(__name__)
>>> _ = LocalizedErrors(app, api="/api/")
"""

from __future__ import annotations

from typing import Any, Unpack, cast
from weakref import ref

from quart import Quart, Request, Response, current_app, has_request_context, request
from quart.wrappers.response import DataBody
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from httplingo.locales import LazyLocale, activate, activated
from httplingo.problem import Problem

from ._core.answer import Answer
from ._core.choices import Choices
from ._core.site import Site
from ._core.werkzeug import RequestAdapter, add_to_json, add_to_templates, details_of

AnyResponse = Response | WerkzeugResponse

#: Where a request's scope keeps the exception that Quart makes the response of.
_ERROR = "httplingo.error"


class LocalizedErrors:
    """Lets the errors of a Quart application speak the visitor's language.

    As in Flask: after each request, what says nothing of the application's own is replaced, and
    a description that the application gave (``abort(404, "No such user")``) stands in the
    localized document. Its own error handlers come first; its own bodies, the debug page, streams
    and WebSockets stay. Templates have ``http_message`` and ``http_phrase``.

    Args:
        app: The application; None for `init_app` later.
        **choices: The keywords of `Site`; its callables are called with Quart's request.

    >>> from quart import Quart
    >>> errors = LocalizedErrors(selector=lambda request: request.args.get("lang"))
    >>> app = Quart(__name__)
    >>> errors.init_app(app)
    >>> import asyncio
    >>> async def ask():
    ...     client = app.test_client()
    ...     response = await client.get("/none?lang=zh-CN", headers={"Accept": "application/json"})
    ...     return (await response.get_json())["title"]
    >>> asyncio.run(ask())
    '未找到'
    """

    def __init__(self, app: Quart | None = None, **choices: Unpack[Choices]) -> None:
        self.site = Site(RequestAdapter(_view), **choices)
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Quart) -> None:
        """Set up an application.

        >>> from quart import Quart
        >>> app = Quart(__name__)
        >>> LocalizedErrors().init_app(app)
        >>> "httplingo" in app.extensions
        True
        """
        app.extensions["httplingo"] = self
        # First before, last after: what Quart runs in the opposite order.
        app.before_request_funcs[None].insert(0, self.before_request)
        app.after_request_funcs[None].insert(0, self.after_request)
        _remember_errors(app)
        handlers = app.error_handler_spec[None][None]
        handlers.setdefault(Problem, _as_response)
        add_to_templates(app)
        add_to_json(app)

    async def before_request(self) -> None:
        """Make the request's language the active locale, as Quart's ``before_request`` does.

        It stays so in the request's own task, to the last piece of a stream, and nowhere else.
        """
        activate(self.site.locale(_asked()))

    async def after_request(self, response: AnyResponse) -> AnyResponse:
        """Replace a response that says nothing, as Quart's ``after_request`` does."""
        asked = _asked()
        lazy = activated()
        lazy = lazy if isinstance(lazy, LazyLocale) else None
        answer = Answer(response.status_code, list(response.headers))
        error = _scope(asked).pop(_ERROR, None)
        if error is not None and error[1]() is response:
            answer.default, answer.details = True, error[0]
        elif answer.status >= 400:
            answer.body = await _body_of(response)
        replacement = self.site.replacement(asked, answer, lazy)
        headers = None
        if replacement is not None:
            response.set_data(replacement.body)
            response.status = replacement.status_line
            headers = replacement.headers
        elif lazy is not None:
            headers = self.site.labelled(answer.headers, lazy)
        if headers is not None:
            response.headers.clear()
            response.headers.extend(headers)
        return response


async def _body_of(response: AnyResponse) -> bytes | None:
    if not isinstance(response, Response):  # Werkzeug's, which Quart makes of an exception
        return None if response.is_streamed else response.get_data()
    if not isinstance(response.response, DataBody):
        return None
    return await response.get_data(as_text=False)


def _asked() -> Request:
    asked: Request = request._get_current_object()  # type: ignore[attr-defined]
    return asked


def _scope(asked: Request) -> dict[str, Any]:
    # ASGI's own, in which whoever handles a request may keep what is theirs.
    return cast("dict[str, Any]", asked.scope)


def _remember_errors(app: Quart) -> None:
    """Let the scope keep each exception that Quart makes a response of."""
    make_response = app.make_response

    async def remembering(rv: Any) -> AnyResponse:
        response = await make_response(rv)
        details: dict[str, Any] | None = None
        if isinstance(rv, HTTPException) and rv.response is None:
            details = details_of(rv)
        elif isinstance(rv, _ProblemResponse):
            details = {"problem": rv.problem}
        if details is not None and has_request_context():
            _scope(_asked())[_ERROR] = details, ref(response)
        return response

    app.make_response = remembering  # type: ignore[assignment,method-assign]


class _ProblemResponse(Response):
    """An empty response that stands for a problem until it is rendered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(b"", status=problem.status, headers=dict(problem.headers))
        self.problem = problem


async def _as_response(problem: Problem) -> Response:
    return _ProblemResponse(problem)


def problem_response(*args: Any, **kwargs: Any) -> Response:
    """Return a problem as a response, for a view that returns rather than raises.

    Args:
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.
    """
    return _ProblemResponse(Problem(*args, **kwargs))


def _view(asked: Any) -> Any:
    return current_app.view_functions.get(asked.endpoint or "")
