"""Localized errors in Falcon, for WSGI and for ASGI.

>>> import falcon
>>> app = falcon.App(middleware=[LocalizedErrors(api="/api/")])
"""

from __future__ import annotations

from contextlib import suppress
from types import AsyncGeneratorType, GeneratorType

import falcon

from httplingo.locales import activate, deactivate

from ._core.answers import Answers
from ._core.headers import status_line
from .wsgi_bodies import Body, Steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Any, Unpack

    from falcon import asgi

    from httplingo.locales import LazyLocale

    from ._core.policy import Choices


class LocalizedErrors:
    """Falcon middleware that lets the errors of an application speak the visitor's language.

    It replaces what Falcon makes of an ``HTTPError`` that has neither title nor description, of
    an unknown route and of what nobody handles, and empty answers. Errors with words, the
    application's own error handlers and serializers, streams and WebSockets stay. It comes first
    in the list, so that it sees the response last.

    Args:
        **choices: The keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
            with Falcon's request.

    >>> from falcon.testing import TestClient
    >>> app = falcon.App(middleware=[LocalizedErrors()])
    >>> TestClient(app).simulate_get("/", headers={"Accept-Language": "zh-CN"}).json["title"]
    '未找到'
    """

    def __init__(self, **choices: Unpack[Choices]) -> None:
        self._answers = Answers(_accept_language, **choices)

    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Make the request's language the active locale; Falcon calls it."""
        del resp
        lazy = self._answers.locale(req)
        req.context.httplingo = lazy, activate(lazy)

    def process_response(
        self, req: falcon.Request, resp: falcon.Response, resource: object, req_succeeded: bool
    ) -> None:
        """Replace a response that says nothing; Falcon calls it."""
        del resource, req_succeeded
        lazy, token = getattr(req.context, "httplingo", (None, None))
        if resp.status_code >= 400:
            self._answer(req, resp, lazy)
        if lazy is None or token is None:
            return
        # ValueError: another context, which never had the locale.
        with suppress(ValueError):
            deactivate(token)
        # What a stream still has to say, it says in the same language.
        if isinstance(resp.stream, GeneratorType):
            resp.stream = Body(Steps(resp.stream, lazy), resp.stream)
        elif isinstance(resp.stream, AsyncGeneratorType):
            resp.stream = _steps(resp.stream, lazy)

    async def process_request_async(self, req: asgi.Request, resp: asgi.Response) -> None:
        """Do the same in an ASGI application."""
        self.process_request(req, resp)

    async def process_response_async(
        self, req: asgi.Request, resp: asgi.Response, resource: object, req_succeeded: bool
    ) -> None:
        """Do the same in an ASGI application."""
        self.process_response(req, resp, resource, req_succeeded)

    def _answer(self, req: falcon.Request, resp: falcon.Response, lazy: LazyLocale | None) -> None:
        headers = resp.headers
        if resp.stream or getattr(resp, "sse", None) or "content-encoding" in headers:
            return
        code, bare = resp.status_code, None
        if resp.media is not None:
            # Of an error, where the format is one that Falcon renders later.
            bare = resp.media == {"title": falcon.code_to_http_status(code)}
        text = resp.text if resp.text is not None else resp.data or b""
        answer = self._answers.instead(
            req,
            code,
            headers.items(),
            path=req.path,
            accept=req.get_header("Accept"),
            body=text.encode() if isinstance(text, str) else text,
            bare=bare,
            locale=lazy,
        )
        if answer is None:
            return
        document, merged = answer
        resp.text = resp.media = None
        resp.data = document.body
        for name in headers:
            resp.delete_header(name)
        resp.set_headers(merged)
        resp.status = status_line(falcon.code_to_http_status(resp.status), code)


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


def _accept_language(req: Any) -> str | None:
    language: str | None = req.get_header("Accept-Language")
    return language
