"""Localized errors in Litestar.

>>> from litestar import Litestar
>>> app = Litestar(plugins=[LocalizedErrors(api="/api/")])
"""

from __future__ import annotations

import copy
from typing import Any

from litestar.exceptions import HTTPException
from litestar.exceptions.responses import create_debug_response, create_exception_response
from litestar.plugins import InitPlugin
from litestar.response import Response

from httplingo.locales import activated

from . import asgi

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Unpack

    from litestar import Request
    from litestar.config.app import AppConfig

    from ._core.policy import Choices


class LocalizedErrors(InitPlugin):
    """A plugin that lets the errors of an application speak the visitor's language.

    It adds a middleware, the first of all, and an exception handler for what no other handler
    answers. Exceptions with a ``detail`` or ``extra`` of their own, the application's own
    handlers, the debug page and what Litestar logs stay.

    Args:
        **choices: The keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
            with the ASGI scope.

    >>> from litestar import Litestar
    >>> from litestar.testing import TestClient
    >>> with TestClient(Litestar(plugins=[LocalizedErrors()])) as client:
    ...     client.get("/", headers={"Accept-Language": "zh-CN"}).json()["title"]
    '未找到'
    """

    def __init__(self, **choices: Unpack[Choices]) -> None:
        # What wraps an application in it: the policy is one, for the routes and beside them.
        self._errors = asgi.LocalizedErrors(_nothing, answer_exceptions=False, **choices)

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """Set up an application; Litestar calls it."""
        app_config.middleware.insert(0, self.wrap)
        # Where the application has a handler for all, it has the last word.
        app_config.exception_handlers.setdefault(Exception, self.handle)
        return app_config

    def wrap(self, app: Any) -> Any:
        """Return an ASGI application with localized errors.

        >>> LocalizedErrors().wrap(None).app is None
        True
        """
        wrapped = copy.copy(self._errors)
        wrapped.app = app
        return wrapped

    def handle(self, request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        """Answer an exception that nobody else handles, outside of any route as well."""
        if not isinstance(error, HTTPException):
            # Litestar asks for it last, so it would never be asked now.
            own = request.app.exception_handlers.get(500)
            if own is not None:
                return own(request, error)
        status = error.status_code if isinstance(error, HTTPException) else 500
        debug = status == 500 and request.app.debug
        make = create_debug_response if debug else create_exception_response
        response = make(request, error)
        # Where a locale is active, the middleware is around this and sees the response.
        return response if activated() is not None else _Localized(self, response)


class _Localized(Response[Any]):
    """A response that is looked at when it is sent."""

    def __init__(self, plugin: LocalizedErrors, response: Any) -> None:
        super().__init__(response.content, status_code=response.status_code)
        self._plugin = plugin
        self._response = response

    def to_asgi_response(self, *arguments: Any, **keywords: Any) -> Any:
        made = self._response.to_asgi_response(*arguments, **keywords)
        return self._plugin.wrap(made)


async def _nothing(*_: Any) -> None:
    """Stand for an application until there is one."""
