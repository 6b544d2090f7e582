"""Localized errors in Quart.

>>> from quart import Quart
>>> app = Quart(__name__)
>>> _ = LocalizedErrors(app, api="/api/")
"""

from __future__ import annotations

from quart import Response, request
from quart.wrappers.response import DataBody

from httplingo.locales import LazyLocale, activate, activated

from ._core.answers import Answers
from ._core.headers import status_line
from .jinja2 import HttpStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Unpack

    from quart import Quart, Request
    from werkzeug.wrappers import Response as WerkzeugResponse

    from ._core.policy import Choices

    AnyResponse = Response | WerkzeugResponse


class LocalizedErrors:
    """Lets the errors of a Quart application speak the visitor's language.

    After each request, what says nothing of the application's own is replaced: Quart's pages for
    errors without a description, and empty answers. The application's own handlers, descriptions
    (``abort(404, "No such user")``) and bodies stay, and so do the debug page, streams,
    WebSockets and what Quart logs. Templates have ``http_message`` and ``http_phrase``.

    Args:
        app: The application; None for `init_app` later.
        **choices: The keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
            with Quart's request.

    >>> from quart import Quart
    >>> errors = LocalizedErrors(selector=lambda request: request.args.get("lang"))
    >>> app = Quart(__name__)
    >>> errors.init_app(app)
    >>> import asyncio
    >>> async def ask():
    ...     response = await app.test_client().get("/none?lang=zh-CN")
    ...     return (await response.get_json())["title"]
    >>> asyncio.run(ask())
    '未找到'
    """

    def __init__(self, app: Quart | None = None, **choices: Unpack[Choices]) -> None:
        self._answers = Answers(_accept_language, **choices)
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
        app.jinja_env.add_extension(HttpStatus)

    async def before_request(self) -> None:
        """Make the request's language the active locale, as Quart's ``before_request`` does.

        It stays so in the request's own task, to the last piece of a stream, and nowhere else.
        """
        asked: Request = request._get_current_object()  # type: ignore[attr-defined]
        activate(self._answers.locale(asked))

    async def after_request(self, response: AnyResponse) -> AnyResponse:
        """Replace a response that says nothing, as Quart's ``after_request`` does."""
        code = response.status_code
        if code < 400 or "Content-Encoding" in response.headers:
            return response
        if isinstance(response, Response):
            if not isinstance(response.response, DataBody):
                return response
            data = await response.get_data(as_text=False)
        elif response.is_streamed:
            return response
        else:  # Werkzeug's, which Quart makes of an exception
            data = response.get_data()
        locale: Any = activated()
        answer = self._answers.instead(
            request,
            code,
            list(response.headers),
            path=request.path,
            accept=request.headers.get("Accept"),
            body=data,
            locale=locale if isinstance(locale, LazyLocale | str | tuple) else None,
        )
        if answer is not None:
            document, merged = answer
            response.set_data(document.body)
            response.headers.clear()
            response.headers.extend(merged)
            response.status = status_line(response.status, code)
        return response


def _accept_language(asked: Request) -> str | None:
    language: str | None = asked.headers.get("Accept-Language")
    return language
