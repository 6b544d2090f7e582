"""Localized errors in aiohttp's server.

>>> from aiohttp import web
>>> app = web.Application()
>>> setup(app, api="/api/")
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any, Unpack

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from httplingo.documents import MEDIA_TYPES
from httplingo.locales import activate
from httplingo.problem import Problem

from ._core import defaults
from ._core.answer import Answer, joined
from ._core.choices import Choices
from ._core.endpoint import endpoint_of
from ._core.locale import request_locale
from ._core.site import Site

#: aiohttp itself answers in plain text, whatever is asked for.
FORMATS = ("text/plain", *(one for one in MEDIA_TYPES if one != "text/plain"))

#: Marks what the middleware has seen. Before aiohttp 3.14, names are the keys of a response.
_SEEN: Any = getattr(web, "ResponseKey", lambda name, _: name)("httplingo.seen", bool)

#: What aiohttp says beside the phrase of a status.
_OF_AIOHTTP = re.compile(r"Maximum request body size \S+ exceeded\.|Unknown Expect: .*")


class AiohttpAdapter:
    """Reads a request of aiohttp."""

    def header(self, request: web.Request, name: str) -> str | None:
        """Return a header field, several lines joined."""
        return joined(request.headers.getall(name, []))

    def path(self, request: web.Request) -> str:
        """Return the path, with the prefix of a sub-application."""
        return request.path

    def framework_locale(self, request: web.Request) -> None:
        """Return None: aiohttp has no locale of its own."""

    def endpoint(self, request: web.Request) -> Any:
        """Return the handler, or the method of a ``web.View``."""
        return endpoint_of(request.match_info.handler, request.method)


def setup(app: web.Application, **choices: Unpack[Choices]) -> None:
    """Let the errors of an application speak the visitor's language, those of its parts included.

    A middleware makes the request's language the active locale and replaces what says nothing of
    the application's own: aiohttp's exceptions and empty answers. What an exception says
    (``text=`` as plain text, or ``reason=``) stands in the localized document. Exceptions pass on,
    so that aiohttp and middleware outside see and log them. What is only known when the answer is
    sent (a handler that failed, a file that is missing) is replaced then, by a handler of
    ``on_response_prepare``. Bodies of the application's own, streams, WebSockets and tracebacks in
    debug mode stay.

    Args:
        app: The application, before it has started.
        **choices: The keywords of `Site`; its callables are called with aiohttp's request.

    >>> app = web.Application()
    >>> setup(app, selector=lambda request: request.cookies.get("lang"))
    >>> len(app.middlewares), len(app.on_response_prepare)
    (1, 1)
    """
    site = Site(AiohttpAdapter(), framework_formats=FORMATS, **choices)

    @web.middleware
    async def speak(request: web.Request, handler: Handler) -> web.StreamResponse:
        # aiohttp handles each request in a task of its own, with which this ends.
        activate(site.locale(request))
        try:
            response = await handler(request)
        except web.HTTPException as error:
            _replace(site, request, error)
            raise
        except Problem as problem:
            response = _ProblemResponse(problem)
        if isinstance(response, web.Response) and not response.prepared:
            _replace(site, request, response)
        return response

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        if _SEEN not in response:
            _replace(site, request, response)
        lazy = request_locale()
        labelled = lazy and site.labelled(list(response.headers.items()), lazy)
        if labelled:
            response.headers.clear()
            response.headers.extend(labelled)

    app.middlewares.insert(0, speak)
    app.on_response_prepare.append(prepare)


def _replace(site: Site, request: web.Request, response: web.StreamResponse) -> None:
    """Replace a response in place, unless it says something of the application's own."""
    response[_SEEN] = True
    answer = _answer(response) if response.status >= 400 else None
    if answer is None:
        return
    replacement = site.replacement(request, answer, request_locale())
    if replacement is None:
        return
    headers = replacement.headers
    if isinstance(response, web.Response):
        response.body = replacement.body
        if not response.prepared:
            response.set_status(replacement.status, replacement.status_line[4:])
    else:
        # How the body of a file is sent has been settled by now.
        settled = [
            (str(name), response.headers[name])
            for name in (hdrs.TRANSFER_ENCODING, hdrs.CONTENT_ENCODING)
            if name in response.headers
        ]
        if settled:
            headers = [pair for pair in headers if pair[0] != hdrs.CONTENT_LENGTH] + settled
        if request.method != hdrs.METH_HEAD:
            response.write_eof = partial(  # type: ignore[method-assign]
                response.write_eof, replacement.body
            )
    response.headers.clear()
    response.headers.extend(headers)


def _answer(response: web.StreamResponse) -> Answer | None:
    """Return what the core decides about; None for a stream."""
    status, headers = response.status, list(response.headers.items())
    if isinstance(response, web.FileResponse):
        # Of a file that cannot be sent there is only a status.
        return None if response.content_length else Answer(status, headers, default=True)
    if not isinstance(response, web.Response) or response.chunked:
        return None
    body = response.body or b""
    if not isinstance(body, bytes | bytearray):
        return None
    if isinstance(response, _ProblemResponse):
        return Answer(status, headers, default=True, details={"problem": response.problem})
    answer = Answer(status, headers, bytes(body))
    reason = response.reason
    if reason not in ("", defaults.phrase(status)):
        answer.details["detail"] = reason
    if not isinstance(response, web.HTTPException):
        if body:
            # What the middleware has not seen, aiohttp may have made.
            answer.default = None if response.prepared else False
            answer.details = {}
        return answer
    text = response.text or ""
    answer.default = True
    if text not in ("", f"{status}: {reason}") and not _OF_AIOHTTP.fullmatch(text):
        if response.content_type == "text/plain" and not _is_json(text):
            answer.details["detail"] = text
        else:
            answer.default, answer.details = False, {}
    return answer


def _is_json(text: str) -> bool:
    """Say whether a text is an object or an array, and so a body rather than words."""
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


class _ProblemResponse(web.Response):
    """An empty response that stands for a problem until it is rendered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(status=problem.status, headers=problem.headers)
        self.problem = problem


def problem_response(*args: Any, **kwargs: Any) -> web.Response:
    """Return a problem as a response, for a handler that returns rather than raises.

    Args:
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.

    >>> problem_response(409, "seat-taken", seat="12A").status
    409
    """
    return _ProblemResponse(Problem(*args, **kwargs))
