"""Localized errors in Falcon, for WSGI and for ASGI.

>>> import falcon
>>> app = falcon.App()
>>> install(app, api="/api/")
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from types import AsyncGeneratorType, GeneratorType
from typing import Any, Unpack

import falcon
import falcon.asgi

from httplingo.documents.document import HTML, PROBLEM_JSON, PROBLEM_XML, TEXT
from httplingo.locales import LazyLocale, activate, deactivate
from httplingo.problem import Problem

from ._core.answer import Answer
from ._core.choices import Choices
from ._core.locale import LocalizedSteps
from ._core.site import JSON, Site

#: Falcon answers JSON where a client has no preference.
FORMATS = (JSON, HTML, PROBLEM_JSON, PROBLEM_XML, "application/xml", TEXT)


class RequestAdapter:
    """Reads a request of Falcon."""

    def header(self, request: falcon.Request, name: str) -> str | None:
        """Return a header field, several lines joined."""
        return request.get_header(name)

    def path(self, request: falcon.Request) -> str:
        """Return the path, with that of the mount."""
        return f"{request.root_path}{request.path}"

    def framework_locale(self, request: falcon.Request) -> None:
        """Return None: Falcon has no locale of its own."""

    def endpoint(self, request: falcon.Request) -> Any:
        """Return the responder."""
        resource = getattr(request.context, "httplingo_resource", None)
        return getattr(resource, f"on_{request.method.lower()}", None)


def shape(status: int, phrase: str, details: dict[str, Any]) -> dict[str, Any]:
    """Return what Falcon sends of an ``HTTPError`` as JSON.

    >>> shape(404, "未找到", {"detail": "No such book"})
    {'title': '404 未找到', 'description': 'No such book'}
    """
    content = {"title": details.get("title") or f"{status} {phrase}"}
    if details.get("detail"):
        content["description"] = details["detail"]
    members = details.get("extensions") or {}
    return {**content, **{name: members[name] for name in ("code", "link") if name in members}}


def install(app: falcon.App[Any, Any], **choices: Unpack[Choices]) -> None:
    """Let the errors of a Falcon application speak the visitor's language.

    What Falcon makes of an ``HTTPError``, of an unknown route and of what nobody handles is
    replaced, and empty answers; title and description that the application gave stand in the
    localized document. Its own error handlers, serializers that it sets afterwards, streams and
    WebSockets stay. JSON keeps Falcon's shape.

    Args:
        app: The application, of `falcon.App` or `falcon.asgi.App`. Middleware that is added
            afterwards is asked within the request's language.
        **choices: The keywords of `Site`; its callables are called with Falcon's request.

    >>> from falcon.testing import TestClient
    >>> app = falcon.App()
    >>> install(app)
    >>> TestClient(app).simulate_get("/", headers={"Accept-Language": "zh-CN"}).json
    {'title': '404 未找到'}
    """
    site = Site(RequestAdapter(), shape=shape, framework_formats=FORMATS, **choices)
    app.add_middleware(_Middleware(site))
    answers: Any = _of_problem_async if isinstance(app, falcon.asgi.App) else _of_problem
    app.add_error_handler(Problem, answers)
    serialize = app._serialize_error

    def remember(req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError) -> None:
        serialize(req, resp, error)
        req.context.httplingo_error = _details_of(error)

    app.set_error_serializer(remember)


class _Middleware:
    """Makes the request's language the active locale, and replaces responses."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def process_request(self, req: falcon.Request, _: falcon.Response) -> None:
        lazy = self._site.locale(req)
        req.context.httplingo = lazy, activate(lazy)

    def process_resource(
        self, req: falcon.Request, _: falcon.Response, resource: object, __: object
    ) -> None:
        req.context.httplingo_resource = resource

    def process_response(
        self, req: falcon.Request, resp: falcon.Response, _: object, __: bool
    ) -> None:
        lazy, token = getattr(req.context, "httplingo", (None, None))
        self._finish(req, resp, lazy)
        if lazy is None or token is None:
            return
        with suppress(ValueError):  # another context, which never had the locale
            deactivate(token)
        # What a stream still has to say, it says in the same language.
        if isinstance(resp.stream, GeneratorType):
            resp.stream = LocalizedSteps(resp.stream, lazy)
        elif isinstance(resp.stream, AsyncGeneratorType):
            resp.stream = _steps(resp.stream, lazy)

    async def process_request_async(self, req: Any, resp: Any) -> None:
        self.process_request(req, resp)

    async def process_resource_async(self, req: Any, resp: Any, resource: Any, params: Any) -> None:
        self.process_resource(req, resp, resource, params)

    async def process_response_async(self, req: Any, resp: Any, resource: Any, done: bool) -> None:
        self.process_response(req, resp, resource, done)

    def _finish(self, req: falcon.Request, resp: falcon.Response, lazy: LazyLocale | None) -> None:
        """Replace a response, or say what its language depends on."""
        answer = Answer(resp.status_code, list(resp.headers.items()), body=None)
        details = getattr(req.context, "httplingo_error", None)
        if details is not None:
            answer.default, answer.details = True, details
        elif not (resp.stream or getattr(resp, "sse", None) or resp.media is not None):
            text = resp.text if resp.text is not None else resp.data or b""
            answer.body = text.encode() if isinstance(text, str) else text
        replacement = self._site.replacement(req, answer, lazy)
        headers = None
        if replacement is not None:
            resp.text = resp.media = None
            resp.data = replacement.body
            resp.status = replacement.status_line
            headers = replacement.headers
        elif lazy is not None:
            headers = self._site.labelled(answer.headers, lazy)
        if headers is not None:
            for name in resp.headers:
                resp.delete_header(name)
            for name, value in headers:
                resp.append_header(name, value)


def _details_of(error: falcon.HTTPError) -> dict[str, Any]:
    """Return the application's own words of an error."""
    details: dict[str, Any] = {}
    if error.title and error.title != falcon.code_to_http_status(error.status_code):
        details["title"] = error.title
    if error.description:
        details["detail"] = error.description
    members = {"code": error.code, "link": error.link}
    extensions = {name: value for name, value in members.items() if value is not None}
    return {**details, **({"extensions": extensions} if extensions else {})}


def _of_problem(req: Any, resp: Any, problem: Problem, _: object) -> None:
    resp.status = problem.status
    for name, value in problem.headers:
        resp.append_header(name, value)
    req.context.httplingo_error = {"problem": problem}


async def _of_problem_async(req: Any, resp: Any, problem: Problem, params: object) -> None:
    _of_problem(req, resp, problem, params)


def answer_problem(req: Any, resp: Any, *args: Any, **kwargs: Any) -> None:
    """Let a response be a problem, for a responder that sets one rather than raises.

    Args:
        req: The request.
        resp: The response.
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.
    """
    _of_problem(req, resp, Problem(*args, **kwargs), None)


async def _steps(stream: AsyncGeneratorType[bytes, None], lazy: LazyLocale) -> AsyncIterator[bytes]:
    """Return the steps of a stream, the locale active within each."""
    try:
        while True:
            token = activate(lazy)
            try:
                step = await anext(stream)
            except StopAsyncIteration:
                return
            finally:
                deactivate(token)
            yield step
    finally:
        await stream.aclose()
