"""Localized errors in Starlette.

>>> from starlette.applications import Starlette
>>> app = Starlette()
>>> install(app, api="/api/")
"""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from . import asgi
from ._core import defaults
from ._core.log import report
from ._core.policy import Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import Any, Unpack

    from starlette.applications import Starlette
    from starlette.requests import Request

    from httplingo.documents import Document
    from httplingo.typing import LocaleLike

    from ._core.policy import Choices

    Fallback = Callable[[Request, Any], Awaitable[Response]]


def state_locale(scope: Mapping[str, Any]) -> LocaleLike | None:
    """Return ``request.state.locale``, where the application's own middleware may have put one.

    >>> state_locale({"state": {"locale": "de"}})
    'de'
    """
    state = scope.get("state")
    return state.get("locale") if isinstance(state, dict) else None


class LocalizedErrors(asgi.LocalizedErrors):
    """The ASGI middleware, which follows ``request.state.locale``.

    For ``Starlette(middleware=[Middleware(LocalizedErrors)])``; `install` does that and more.

    >>> from starlette.applications import Starlette
    >>> from starlette.middleware import Middleware
    >>> app = Starlette(middleware=[Middleware(LocalizedErrors, api="/api/")])
    """

    def __init__(self, app: asgi.App, /, **options: Any) -> None:
        super().__init__(app, **{"framework_locale": state_locale, **options})


class _Localized(Response):
    """A document with its headers, ready as they are."""

    def __init__(self, document: Document, headers: list[tuple[bytes, bytes]]) -> None:
        # Not super().__init__(), which would make headers of its own.
        self.status_code = document.status
        self.media_type = document.media_type
        self.background = None
        self.body = document.body
        self.raw_headers = headers


class Handlers:
    """Exception handlers that answer in the visitor's language.

    Args:
        policy: The site's choices; their callables are called with the scope.
        fallback: Makes the framework's own answer to an ``HTTPException``.

    >>> handlers = Handlers(Policy())
    >>> app_handlers = {HTTPException: handlers.http_exception, Exception: handlers.server_error}
    """

    def __init__(self, policy: Policy, fallback: Fallback | None = None) -> None:
        self.policy = policy
        # Without the state, which `answer` reads: what is left depends on two headers alone.
        self._errors = asgi.LocalizedErrors.of(policy)
        self._fallback = fallback or _plain_text

    async def http_exception(self, request: Request, error: Exception) -> Response:
        """Answer an ``HTTPException``; one with words of its own is the framework's to answer."""
        assert isinstance(error, HTTPException)
        code, headers = error.status_code, dict(error.headers or {})
        try:
            verdict = self.policy.replaces(request.scope, code, headers)
            if verdict or (verdict is None and error.detail == defaults.phrase(code)):
                return self.answer(request, code, headers)
        except Exception as fault:
            report("an error page failed", fault)
        return await self._fallback(request, error)

    async def server_error(self, request: Request, error: Exception) -> Response:
        """Answer whatever nobody handles with 500; Starlette raises it again."""
        del error  # nothing of it is shown
        try:
            if self.policy.replaces(request.scope, 500, {}) is not False:
                return self.answer(request, 500)
        except Exception as fault:
            report("an error page failed", fault)
        return PlainTextResponse(defaults.phrase(500), status_code=500)

    def answer(
        self, request: Request, code: int, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Response:
        """Return a localized response.

        Args:
            request: The request.
            code: The status code.
            headers: The headers that the response has anyway.
            **more: Keywords of `httplingo.documents.render`.

        >>> from starlette.requests import Request
        >>> request = Request({"type": "http", "path": "/", "headers": []})
        >>> Handlers(Policy()).answer(request, 404).media_type
        'application/problem+json'
        """
        scope = request.scope
        scope[asgi.ANSWERED] = True
        raw = [(k.encode("latin-1"), v.encode("latin-1")) for k, v in (headers or {}).items()]
        # What the application has put into the state wins over what it was asked for before.
        document, sent = self._errors.document(scope, code, raw, locale=state_locale(scope), **more)
        return _Localized(document, sent)


async def _plain_text(request: Request, error: HTTPException) -> Response:
    """Answer as Starlette does by itself."""
    del request
    if error.status_code in {204, 304}:
        return Response(status_code=error.status_code, headers=error.headers)
    return PlainTextResponse(error.detail, error.status_code, headers=error.headers)


def install(app: Starlette, **choices: Unpack[Choices]) -> None:
    """Let the errors of an application speak the visitor's language.

    It adds `LocalizedErrors`, and handlers for ``HTTPException`` and for what nobody handles.
    Handlers that the application has, before or after, stay its own.

    Args:
        app: The application, before it has started.
        **choices: The keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
            with the scope.

    >>> from starlette.applications import Starlette
    >>> from starlette.testclient import TestClient
    >>> app = Starlette()
    >>> install(app)
    >>> TestClient(app).get("/", headers={"Accept-Language": "zh-CN"}).json()["title"]
    '未找到'
    """
    handlers = Handlers(Policy(**choices))
    known = app.exception_handlers
    known.setdefault(HTTPException, handlers.http_exception)
    if 500 not in known:
        known.setdefault(Exception, handlers.server_error)
    app.add_middleware(LocalizedErrors, answer_exceptions=False, **choices)
