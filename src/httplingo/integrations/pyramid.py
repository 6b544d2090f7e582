"""Localized errors in Pyramid.

>>> from pyramid.config import Configurator
>>> config = Configurator(settings={"httplingo.api": "/api/"})
>>> config.include("httplingo.integrations.pyramid")
"""

from __future__ import annotations

from types import GeneratorType

from pyramid.exceptions import PredicateMismatch
from pyramid.httpexceptions import HTTPException, status_map
from pyramid.i18n import default_locale_negotiator
from pyramid.interfaces import ILocaleNegotiator
from pyramid.response import Response
from pyramid.settings import aslist
from pyramid.tweens import EXCVIEW, INGRESS

from httplingo.locales import activate, deactivate

from ._core.answers import Answers
from ._core.headers import status_line
from ._core.locale import environ_language
from .wsgi import is_debugged
from .wsgi_bodies import Body, Raising, Steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from httplingo.locales import LazyLocale
    from httplingo.typing import LocaleLike

    Handler = Callable[[Any], Any]

#: What the settings may name by dotted name.
_CALLABLES = ("selector", "replace", "details")


def includeme(config: Any) -> None:
    """Set up an application; ``config.include`` calls it.

    A tween, over all others that were there, makes the request's language the active locale and
    replaces what says nothing of the application's own: Pyramid's ``HTTPException`` responses
    without a ``detail``, those for what it does not find or forbids, and empty answers. An
    exception that no view answers is answered with a localized 500 and raised again when the
    server asks for more, so that it is logged; under a debugger, or with the setting
    ``httplingo.exceptions`` false (for an execution policy that tries again), it is raised at once.

    The language is what the site's locale negotiator says (``_LOCALE_``, or its own); or else the
    selector's, or what ``Accept-Language`` asks for.

    The settings ``httplingo.api``, ``.formats``, ``.selector``, ``.replace`` and ``.details`` are
    the keywords of `Policy`, the callables by dotted name or as they are; they are called with
    Pyramid's request.

    >>> from pyramid.config import Configurator
    >>> config = Configurator()
    >>> config.include("httplingo.integrations.pyramid")
    >>> from pyramid.request import Request
    >>> request = Request.blank("/", headers={"Accept-Language": "zh-CN"})
    >>> request.get_response(config.make_wsgi_app()).json["title"]
    '未找到'
    """
    config.add_tween(f"{__name__}.tween_factory", over=EXCVIEW, under=INGRESS)


def tween_factory(handler: Handler, registry: Any) -> Handler:
    """Return the tween; Pyramid calls it.

    >>> tween_factory.__name__ in "httplingo.integrations.pyramid.tween_factory"
    True
    """
    settings = registry.settings or {}
    answers = Answers(_accept_language, _negotiated, **_choices(settings))
    catches = str(settings.get("httplingo.exceptions", "true")).lower() not in {"false", "0", "no"}

    def tween(request: Any) -> Any:
        lazy = answers.locale(request)
        token = activate(lazy)
        try:
            response = handler(request)
            if response.status_code >= 400:
                response = _answered(answers, request, response, lazy)
        except Exception as error:
            if not catches or is_debugged(request.environ):
                raise
            failed = _answered(answers, request, _Failed(error), lazy)
            if not failed.body:
                raise
            return failed
        finally:
            deactivate(token)
        if isinstance(response.app_iter, GeneratorType):
            response.app_iter = Body(Steps(response.app_iter, lazy), response.app_iter)
        return response

    return tween


def _choices(settings: Any) -> Any:
    from pyramid.path import DottedNameResolver

    resolve = DottedNameResolver().maybe_resolve
    choices: dict[str, Any] = {
        name: resolve(settings[f"httplingo.{name}"])
        for name in _CALLABLES
        if settings.get(f"httplingo.{name}")
    }
    for name in ("api", "formats"):
        value = settings.get(f"httplingo.{name}")
        if value is not None:
            choices[name] = aslist(value) if isinstance(value, str) else value
    return choices


def _answered(answers: Answers, request: Any, response: Any, lazy: LazyLocale) -> Any:
    """Return what is sent in the place of a response, or the response."""
    bare = None
    if isinstance(response, HTTPException) and not response.has_body:
        bare = _says_nothing(request, response)
    elif not isinstance(response.app_iter, list | tuple) or response.content_encoding:
        return response
    answer = answers.instead(
        request,
        response.status_code,
        response.headerlist,
        path=request.path,
        accept=request.environ.get("HTTP_ACCEPT"),
        body=b"" if bare is not None else response.body,
        bare=bare,
        locale=lazy,
    )
    if answer is None:
        return response
    document, merged = answer
    status = status_line(response.status, response.status_code)
    if isinstance(response, _Failed):
        response.headerlist, response.body = merged, document.body
        return response
    return Response(document.body, status=status, headerlist=merged)


class _Failed(Response):  # type: ignore[misc]
    """A 500 after which its exception goes on to the server."""

    def __init__(self, error: Exception) -> None:
        super().__init__(status=500)
        self._error = error

    def __call__(self, environ: Any, start_response: Any) -> Raising:
        start_response(self.status, self.headerlist)
        return Raising([] if environ["REQUEST_METHOD"] == "HEAD" else [self.body], self._error)


def _says_nothing(request: Any, error: Any) -> bool:
    """Say whether all words of an exception are Pyramid's own."""
    known = status_map.get(error.code)
    if error.comment or error.body_template_obj is not getattr(known, "body_template_obj", None):
        return False
    if known is not None and error.explanation != known.explanation:
        return False
    if not error.detail or isinstance(error, PredicateMismatch):
        return True
    # What a view's permission forbids, and what the router or a static view has not found.
    if getattr(error, "result", None) is not None:
        return bool(error.detail.startswith("Unauthorized: "))
    return error.detail in {request.path_info, request.url, f"Out of bounds: {request.url}"}


def _negotiated(request: Any) -> LocaleLike | None:
    """Return what the site's locale negotiator says, None where that is the default."""
    negotiate = request.registry.queryUtility(ILocaleNegotiator, default=default_locale_negotiator)
    locale: LocaleLike | None = negotiate(request)
    return locale


def _accept_language(request: Any) -> str | None:
    return environ_language(request.environ)
