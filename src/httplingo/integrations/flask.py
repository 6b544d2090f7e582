"""Localized errors in Flask.

>>> from flask import Flask
>>> app = Flask(__name__)
>>> _ = LocalizedErrors(app)
>>> response = app.test_client().get("/none", headers={"Accept-Language": "zh-CN"})
>>> response.status_code, response.json["title"]
(404, '未找到')
"""

from __future__ import annotations

from flask import Response, current_app, has_request_context, request
from werkzeug.exceptions import HTTPException, default_exceptions

from httplingo.locales import LazyLocale, activated

from . import wsgi
from ._core import defaults
from ._core.headers import status_line
from ._core.locale import Selection
from ._core.log import report
from ._core.policy import Policy
from .jinja2 import HttpStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Unpack

    from flask import Flask, Request

    from httplingo.typing import LocaleLike

    from ._core.policy import Choices


#: Set in an environ when the error handler has localized the answer already.
ANSWERED = "httplingo.answered"


class LocalizedErrors:
    """Lets the errors of a Flask application speak the visitor's language.

    Default error pages are replaced by localized documents, by an error handler for
    ``HTTPException``; empty answers (``return "", 404``) after the request. The application's own
    handlers, its own descriptions (``abort(404, "No such user")``) and its own bodies stay.

    While a request is handled, the active locale is Flask-Babel's, if the application uses it;
    or else the selector's; or what ``Accept-Language`` asks for. Templates have ``http_message``
    and ``http_phrase``.

    Args:
        app: The application; None for `init_app` later.
        **choices: The keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
            with Flask's request.

    >>> from flask import Flask
    >>> errors = LocalizedErrors(api="/api/", selector=lambda request: request.args.get("lang"))
    >>> app = Flask(__name__)
    >>> errors.init_app(app)
    >>> app.test_client().get("/none?lang=zh-CN", headers={"Accept": "text/plain"}).text[:7]
    '404 未找到'
    """

    def __init__(self, app: Flask | None = None, **choices: Unpack[Choices]) -> None:
        self.policy = Policy(**choices)
        self.choose = Selection(_accept_language, _babel_locale, self.policy.selector)
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Set up an application.

        >>> from flask import Flask
        >>> app = Flask(__name__)
        >>> LocalizedErrors().init_app(app)
        >>> "httplingo" in app.extensions
        True
        """
        app.extensions["httplingo"] = self
        handlers = app.error_handler_spec[None][None]
        if HTTPException not in handlers:
            app.register_error_handler(HTTPException, self.handle)
        app.after_request(self.after_request)
        app.jinja_env.add_extension(HttpStatus)
        # It gives the locale to all that happens in a request, streamed bodies included.
        app.wsgi_app = wsgi.LocalizedErrors(  # type: ignore[method-assign]
            app.wsgi_app,
            framework_locale=self._locale,
            live=True,
            answer_exceptions=False,
            replace=_never,
        )

    def _locale(self, _: dict[str, Any]) -> LocaleLike | None:
        """Return the locale of the request that is handled; outside of one, the header's."""
        return self.choose(request) if has_request_context() else None

    def handle(self, error: HTTPException) -> Response | HTTPException:
        """Answer an exception that nobody else handles, as Flask's error handlers do.

        >>> from flask import Flask
        >>> from werkzeug.exceptions import NotFound
        >>> with Flask(__name__).test_request_context(headers={"Accept-Language": "de"}):
        ...     LocalizedErrors().handle(NotFound()).json["title"]
        'Nicht gefunden'
        """
        code = error.code or 500
        if error.response is not None:
            return error
        headers = error.get_headers(request.environ)
        try:
            verdict = self.policy.replaces(request, code, headers)
            if verdict or (verdict is None and _says_nothing(error, code)):
                return self._answer(code, headers)
        except Exception as fault:
            report("an error page failed", fault)
        return error

    def after_request(self, response: Response) -> Response:
        """Replace a bare answer that no exception made, as Flask's ``after_request`` does.

        >>> from flask import Flask
        >>> with Flask(__name__).test_request_context(headers={"Accept-Language": "de"}):
        ...     LocalizedErrors().after_request(Response(status=404)).json["title"]
        'Nicht gefunden'
        """
        code = response.status_code
        if code < 400 or response.is_streamed or response.direct_passthrough:
            return response
        if ANSWERED in request.environ:
            return response
        try:
            verdict = self.policy.replaces(request, code, response.headers)
            if verdict is None:
                content_type = response.headers.get("Content-Type", "")
                verdict = not response.content_encoding and defaults.is_default(
                    code, content_type, response.get_data()
                )
            if verdict:
                answer = self._answer(code, list(response.headers))
                response.headers = answer.headers
                response.status = status_line(response.status, code)
                response.set_data(answer.get_data())
        except Exception as fault:
            report("an error page failed", fault)
        return response

    def _answer(self, code: int, headers: list[tuple[str, str]]) -> Response:
        # The proxy is asked once: each look at it costs as much as a lookup.
        asked: Request = request._get_current_object()  # type: ignore[attr-defined]
        # What the application has set within the request wins over what the request asks for.
        locale: Any = activated()
        if locale is None or isinstance(locale, LazyLocale):
            locale = self.choose(asked)
        environ = asked.environ
        environ[ANSWERED] = True
        document, merged = self.policy.answer(
            asked,
            code,
            headers,
            path=asked.path,
            accept=environ.get("HTTP_ACCEPT"),
            locale=locale,
        )
        return current_app.response_class(document.body, code, merged)


def _says_nothing(error: HTTPException, code: int) -> bool:
    """Say whether an exception has its class's description and no more."""
    default = default_exceptions.get(code)
    return default is None or error.description in {None, default.description}


def _never(*_: object) -> bool:
    return False


def _accept_language(request: Request) -> str | None:
    header: str | None = request.environ.get("HTTP_ACCEPT_LANGUAGE")
    return header


def _babel_locale(_: Request) -> LocaleLike | None:
    """Return Flask-Babel's locale, if the application has set it up."""
    if "babel" not in current_app.extensions:
        return None
    from flask_babel import get_locale

    locale: LocaleLike | None = get_locale()
    return locale
