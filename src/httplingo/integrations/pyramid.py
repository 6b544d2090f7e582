"""Localized errors in Pyramid.

>>> from pyramid.config import Configurator
>>> config = Configurator(settings={"httplingo.api": "/api/"})
>>> config.include("httplingo.integrations.pyramid")
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from types import GeneratorType
from typing import Any

from pyramid.exceptions import ConfigurationError, PredicateMismatch
from pyramid.httpexceptions import HTTPException, status_map
from pyramid.i18n import default_locale_negotiator
from pyramid.interfaces import ILocaleNegotiator
from pyramid.path import DottedNameResolver
from pyramid.response import Response
from pyramid.settings import asbool, aslist
from pyramid.tweens import EXCVIEW, INGRESS

from httplingo.locales import LazyLocale, activate, deactivate
from httplingo.problem import Problem

from ._core.answer import Answer, Replacement, answer_of
from ._core.choices import Choices
from ._core.locale import LocalizedSteps
from ._core.site import Site
from .wsgi import EnvironAdapter, Raising, is_debugged

Handler = Callable[[Any], Any]

_PREFIX = "httplingo."


class RequestAdapter(EnvironAdapter):
    """Reads a request of Pyramid."""

    def header(self, request: Any, name: str) -> str | None:
        """Return a header field; the server has joined several already."""
        return super().header(request.environ, name)

    def path(self, request: Any) -> str:
        """Return the path, with that of the mount."""
        return str(request.path)

    def framework_locale(self, request: Any) -> Any:
        """Return what the site's locale negotiator says, None where that is the default."""
        utility = request.registry.queryUtility
        return utility(ILocaleNegotiator, default=default_locale_negotiator)(request)

    def endpoint(self, request: Any) -> Any:
        """Return the view of the route that was found, where there is one alone."""
        route = getattr(request, "matched_route", None)
        if route is None:
            return None
        introspect = request.registry.introspector
        views = [
            one["introspectable"]
            for one in introspect.get_category("views", [])
            if one["introspectable"].get("route_name") == route.name
        ]
        return views[0]["callable"] if len(views) == 1 else None


def includeme(config: Any) -> None:
    """Set up an application; ``config.include`` calls it.

    A tween, over all others that were there, makes the request's language the active locale and
    replaces what says nothing of the application's own: Pyramid's ``HTTPException`` responses,
    those for what it does not find or forbids, and empty answers. A ``detail`` that the
    application gave stands in the localized document. An exception that no view answers is
    answered with a localized 500 and raised again when the server asks for more, so that it is
    logged; under a debugger, or with the setting ``httplingo.exceptions`` false (for an execution
    policy that tries again), it is raised at once.

    The language is what the site's locale negotiator says (``_LOCALE_``, or its own); or else the
    selector's, or what ``Accept-Language`` asks for.

    The settings ``httplingo.api``, ``.formats``, ``.selector`` and so on are the keywords of
    `Site`, callables by dotted name or as they are; they are called with Pyramid's request.

    Raises:
        ConfigurationError: A setting that begins with ``httplingo.`` is unknown or malformed.

    >>> from pyramid.config import Configurator
    >>> config = Configurator()
    >>> config.include("httplingo.integrations.pyramid")
    >>> from pyramid.request import Request
    >>> headers = {"Accept-Language": "zh-CN", "Accept": "application/json"}
    >>> request = Request.blank("/", headers=headers)
    >>> request.get_response(config.make_wsgi_app()).json["title"]
    '未找到'
    """
    config.registry.httplingo_site = _site(config.registry.settings or {})
    config.add_tween(f"{__name__}.tween_factory", over=EXCVIEW, under=INGRESS)


def tween_factory(handler: Handler, registry: Any) -> Handler:
    """Return the tween; Pyramid calls it.

    >>> tween_factory.__name__ in "httplingo.integrations.pyramid.tween_factory"
    True
    """
    site: Site = registry.httplingo_site
    catches = asbool((registry.settings or {}).get(f"{_PREFIX}exceptions", True))

    def tween(request: Any) -> Any:
        lazy = site.locale(request)
        token = activate(lazy)
        try:
            return _finished(site, request, handler(request), lazy)
        except Exception as error:
            answered = _of_exception(site, request, error, lazy, catches)
            if answered is None:
                raise
            return answered
        finally:
            deactivate(token)

    return tween


def _site(settings: Any) -> Site:
    resolve = DottedNameResolver().maybe_resolve
    choices: dict[str, Any] = {}
    for key, value in settings.items():
        name = key.removeprefix(_PREFIX)
        if name == key or name == "exceptions":
            continue
        if name not in Choices.__annotations__:
            near = difflib.get_close_matches(name, Choices.__annotations__, 1)
            hint = f"; perhaps {_PREFIX}{near[0]}" if near else ""
            raise ConfigurationError(f"there is no setting {key}{hint}")
        if isinstance(value, str):
            choices[name] = _read(name, value, resolve)
        else:
            choices[name] = value
    try:
        return Site(RequestAdapter(), **choices)
    except (TypeError, ValueError) as error:
        raise ConfigurationError(f"{_PREFIX}{error}") from error


def _read(name: str, value: str, resolve: Callable[[str], Any]) -> Any:
    """Read a setting as it stands in a file."""
    if name in {"api", "formats"}:
        return aslist(value)
    if name in {"problems", "selector_first"}:
        return asbool(value)
    return resolve(value)


def _finished(site: Site, request: Any, response: Any, lazy: LazyLocale) -> Any:
    """Return a response as it is sent: replaced, labelled, with the locale in its steps."""
    answer = Answer(response.status_code, list(response.headerlist), body=None)
    if isinstance(response, HTTPException) and not response.has_body:
        answer.default, answer.details = True, _details_of(request, response)
    elif isinstance(response, _ProblemResponse):
        answer.default, answer.details = True, {"problem": response.problem}
    elif isinstance(response.app_iter, list | tuple) and response.status_code >= 400:
        answer.body = response.body
    replacement = site.replacement(request, answer, lazy)
    if replacement is not None:
        return _response(replacement)
    labelled = site.labelled(answer.headers, lazy)
    if labelled is not None:
        response.headerlist = labelled
    if isinstance(response.app_iter, GeneratorType):
        response.app_iter = LocalizedSteps(response.app_iter, lazy)
    return response


def _of_exception(
    site: Site, request: Any, error: Exception, lazy: LazyLocale, catches: bool
) -> Any:
    """Return the answer to an exception that no view answers, None where it is raised again."""
    if isinstance(error, Problem):
        replacement = site.replacement(request, answer_of(error), lazy)
        return None if replacement is None else _response(replacement)
    if not catches or is_debugged(request.environ):
        return None
    replacement = site.replacement(request, Answer(500, default=True), lazy)
    return None if replacement is None else _Failed(replacement, error)


def _response(replacement: Replacement) -> Response:
    return Response(
        replacement.body, status=replacement.status_line, headerlist=replacement.headers
    )


class _Failed(Response):  # type: ignore[misc]
    """A 500 after which its exception goes on to the server."""

    def __init__(self, replacement: Replacement, error: Exception) -> None:
        super().__init__(replacement.body, status=500, headerlist=replacement.headers)
        self._error = error

    def __call__(self, environ: Any, start_response: Any) -> Raising:
        start_response(self.status, self.headerlist)
        return Raising([] if environ["REQUEST_METHOD"] == "HEAD" else [self.body], self._error)


class _ProblemResponse(Response):  # type: ignore[misc]
    """An empty response that stands for a problem until it is rendered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(status=problem.status, headerlist=list(problem.headers))
        self.problem = problem


def problem_response(*args: Any, **kwargs: Any) -> Response:
    """Return a problem as a response, for a view that returns rather than raises.

    Args:
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.

    >>> problem_response(409, "seat-taken", seat="12A").status_code
    409
    """
    return _ProblemResponse(Problem(*args, **kwargs))


def _details_of(request: Any, error: Any) -> dict[str, Any]:
    """Return the application's own words of an exception; nothing where they are Pyramid's."""
    known = status_map.get(error.code)
    own = error.explanation != getattr(known, "explanation", None) and error.explanation
    detail = None if _is_of_pyramid(request, error) else error.detail
    words = [str(one) for one in (own, detail, error.comment) if one]
    return {"detail": " ".join(words)} if words else {}


def _is_of_pyramid(request: Any, error: Any) -> bool:
    """Say whether Pyramid itself has given the detail of an exception."""
    if not error.detail or isinstance(error, PredicateMismatch):
        return True
    # What a view's permission forbids, and what the router or a static view has not found.
    if getattr(error, "result", None) is not None:
        return bool(error.detail.startswith("Unauthorized: "))
    return error.detail in {request.path_info, request.url, f"Out of bounds: {request.url}"}
