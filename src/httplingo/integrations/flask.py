"""Localized errors in Flask.

>>> from flask import Flask
>>> app = Flask(__name__)
>>> _ = LocalizedErrors(app)
>>> headers = {"Accept-Language": "zh-CN", "Accept": "application/json"}
>>> response = app.test_client().get("/none", headers=headers)
>>> response.status_code, response.json["title"]
(404, '未找到')
"""

from __future__ import annotations

from typing import Any, Unpack
from weakref import ref

from flask import Flask, Request, Response, current_app, has_request_context, request
from werkzeug.exceptions import HTTPException

from httplingo.locales import LazyLocale, activated
from httplingo.problem import Problem

from . import wsgi
from ._core.answer import Answer
from ._core.choices import Choices
from ._core.site import Site
from ._core.werkzeug import RequestAdapter, add_to_json, add_to_templates, details_of

#: Where an environ keeps the exception that Flask makes the response of.
_ERROR = "httplingo.error"


class LocalizedErrors:
    """Lets the errors of a Flask application speak the visitor's language.

    After each request, what says nothing of the application's own is replaced by a localized
    document: Werkzeug's pages, and empty answers. A description that the application gave
    (``abort(404, "No such user")``) stands in it. The application's own error handlers come
    first, and its own bodies stay.

    While a request is handled, the active locale is Flask-Babel's, if the application uses it;
    or else the selector's; or what ``Accept-Language`` asks for. Templates have ``http_message``
    and ``http_phrase``.

    Args:
        app: The application; None for `init_app` later.
        **choices: The keywords of `Site`; its callables are called with Flask's request.

    >>> from flask import Flask
    >>> errors = LocalizedErrors(api="/api/", selector=lambda request: request.args.get("lang"))
    >>> app = Flask(__name__)
    >>> errors.init_app(app)
    >>> app.test_client().get("/none?lang=zh-CN", headers={"Accept": "text/plain"}).text[:7]
    '404 未找到'
    """

    def __init__(self, app: Flask | None = None, **choices: Unpack[Choices]) -> None:
        self.site = Site(RequestAdapter(_view, _babel_locale), **choices)
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
        add_to_templates(app)
        add_to_json(app)
        # Run last, since Flask runs them in the opposite order.
        app.after_request_funcs.setdefault(None, []).insert(0, self.after_request)
        _remember_errors(app)
        handlers = app.error_handler_spec[None][None]
        handlers.setdefault(Problem, _as_response)
        # It gives the locale to all that happens in a request, streamed bodies included.
        app.wsgi_app = _ActiveLocale(  # type: ignore[method-assign]
            app.wsgi_app, self.site, app.request_class
        )

    def after_request(self, response: Response) -> Response:
        """Replace a response that says nothing, as Flask's ``after_request`` does."""
        asked = _asked()
        lazy = activated()
        lazy = lazy if isinstance(lazy, LazyLocale) else None
        status = response.status_code
        streamed = response.is_streamed or response.direct_passthrough
        answer = Answer(status, list(response.headers))
        error = asked.environ.pop(_ERROR, None)
        if error is not None and error[1]() is response:
            answer.default, answer.details = True, error[0]
        elif status >= 400:
            answer.body = None if streamed else response.get_data()
        replacement = self.site.replacement(asked, answer, lazy)
        if replacement is not None:
            response.headers.clear()
            response.headers.extend(replacement.headers)
            response.status = replacement.status_line
            response.set_data(replacement.body)
        elif lazy is not None:
            labelled = self.site.labelled(answer.headers, lazy)
            if labelled is not None:
                response.headers.clear()
                response.headers.extend(labelled)
        return response


class _ActiveLocale(wsgi.LocalizedErrorsMiddleware):
    """Makes the locale active around an application; what it answers is Flask's."""

    answer_exceptions = False
    live = True

    def __init__(self, app: wsgi.App, site: Site, request_class: type[Request]) -> None:
        super().__init__(app, replace=_never, lingo=site.lingo)
        choose = site.choose

        def in_request(environ: dict[str, Any]) -> Any:
            # A stream goes on when the request's context is gone.
            asked = _asked() if has_request_context() else request_class(environ)
            return choose(asked)

        in_request.vary = choose.vary  # type: ignore[attr-defined]
        self.site.choose = in_request  # type: ignore[assignment]


def _asked() -> Request:
    asked: Request = request._get_current_object()  # type: ignore[attr-defined]
    return asked


def _never(*_: object) -> bool:
    return False


def _remember_errors(app: Flask) -> None:
    """Let the environ keep each exception that Flask makes a response of.

    Only Flask knows of a response whether it is an exception that nobody handled; its body shows
    no more than the words.
    """
    make_response = app.make_response

    def remembering(rv: Any) -> Response:
        response = make_response(rv)
        if isinstance(rv, HTTPException) and rv.response is None and has_request_context():
            request.environ[_ERROR] = details_of(rv), ref(response)
        elif isinstance(rv, _ProblemResponse) and has_request_context():
            request.environ[_ERROR] = {"problem": rv.problem}, ref(response)
        return response

    app.make_response = remembering  # type: ignore[method-assign]


class _ProblemResponse(Response):
    """An empty response that stands for a problem until it is rendered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(status=problem.status, headers=problem.headers)
        self.problem = problem


def _as_response(problem: Problem) -> Response:
    return _ProblemResponse(problem)


def problem_response(*args: Any, **kwargs: Any) -> Response:
    """Return a problem as a response, for a view that returns rather than raises.

    Args:
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.

    >>> problem_response(409, "seat-taken", seat="12A").status_code
    409
    """
    return _ProblemResponse(Problem(*args, **kwargs))


def _view(asked: Any) -> Any:
    return current_app.view_functions.get(asked.endpoint or "")


def _babel_locale() -> Any:
    """Return Flask-Babel's locale, if the application has set it up."""
    if not has_request_context() or "babel" not in current_app.extensions:
        return None
    from flask_babel import get_locale

    return get_locale()
