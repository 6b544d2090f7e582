"""Localized errors in aiohttp's server.

>>> from aiohttp import web
>>> app = web.Application()
>>> setup(app, api="/api/")
"""

from __future__ import annotations

import re

from aiohttp import hdrs, web

from httplingo.locales import activate, activated, deactivate

from ._core.answers import Answers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Unpack

    from aiohttp.typedefs import Handler

    from ._core.policy import Choices

#: Where a request keeps its locale for the time after the last middleware. Before aiohttp 3.14,
#: names are the keys.
LOCALE: Any = getattr(web, "RequestKey", lambda name, _: name)("httplingo.locale", object)

#: What aiohttp says of a body that exceeds its own limit.
_TOO_LARGE = re.compile(rb"Maximum request body size \S+ exceeded\.")


def setup(app: web.Application, **choices: Unpack[Choices]) -> None:
    """Let the errors of an application speak the visitor's language, those of its parts included.

    A middleware makes the request's language the active locale. A signal handler
    (``on_response_prepare``) then replaces what says nothing of the application's own: the texts
    of ``HTTPException``, of a route that does not exist, of a handler that failed, and empty
    answers. Exceptions pass, so that aiohttp and other middleware see and log them. Streams and
    WebSockets stay as they are.

    Args:
        app: The application, before it has started.
        **choices: The keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
            with aiohttp's request.

    >>> app = web.Application()
    >>> setup(app, selector=lambda request: request.cookies.get("lang"))
    >>> len(app.middlewares), len(app.on_response_prepare)
    (1, 1)
    """
    answers = Answers(_accept_language, **choices)

    @web.middleware
    async def speak(request: web.Request, handler: Handler) -> web.StreamResponse:
        token = activate(answers.locale(request))
        try:
            response = await handler(request)
            # The only moment for it: a reason phrase is printable ASCII (RFC 9112, Section 4).
            if response.status >= 400 and not response.prepared and not response.reason.isascii():
                response.set_status(response.status)
            return response
        finally:
            request[LOCALE] = activated()
            deactivate(token)

    async def answer(request: web.Request, response: web.StreamResponse) -> None:
        if response.status >= 400 and isinstance(response, web.Response):
            _answer(answers, request, response)

    app.middlewares.insert(0, speak)
    app.on_response_prepare.append(answer)


def _answer(answers: Answers, request: web.Request, response: web.Response) -> None:
    """Replace a response that is about to be sent, unless it says something."""
    body, headers = response.body or b"", response.headers
    if response.chunked or not isinstance(body, bytes | bytearray):
        return
    if hdrs.CONTENT_ENCODING in headers and not response.compression:
        return  # the application's own doing
    too_large = response.status == 413 and _TOO_LARGE.fullmatch(body)
    answer = answers.instead(
        request,
        response.status,
        headers.items(),
        path=request.path,
        accept=_joined(request, hdrs.ACCEPT),
        body=bytes(body),
        bare=True if too_large else None,
        locale=request.get(LOCALE),
    )
    if answer is None:
        return
    document, merged = answer
    response.body = document.body
    headers.clear()
    headers.extend(merged)


def _accept_language(request: web.Request) -> str | None:
    return _joined(request, hdrs.ACCEPT_LANGUAGE)


def _joined(request: web.Request, name: str) -> str | None:
    values = request.headers.getall(name, None)
    return ",".join(values) if values else None
