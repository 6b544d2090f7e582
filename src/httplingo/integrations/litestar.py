"""Localized errors in Litestar.

>>> from litestar import Litestar
>>> app = Litestar(plugins=[LocalizedErrorsPlugin(api="/api/")])
"""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from dataclasses import fields
from typing import Any, Unpack

from litestar import Request
from litestar.config.app import AppConfig
from litestar.exceptions import HTTPException, ValidationException
from litestar.exceptions.responses import create_debug_response, create_exception_response
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import OpenAPI
from litestar.plugins import InitPlugin
from litestar.response import Response
from litestar.response.base import ASGIResponse

from httplingo.locales import LazyLocale, activated
from httplingo.message import LazyMessage, Message
from httplingo.problem import Problem

from . import asgi
from ._core import defaults
from ._core.answer import Answer, joined
from ._core.choices import Choices
from ._core.defaults import Default
from ._core.formats import JSON_FIRST
from ._core.openapi import describe_problems
from ._core.pointer import json_pointer
from ._core.site import Site

AnyRequest = Request[Any, Any, Any]

__all__ = ["LocalizedErrorsPlugin", "problem_response"]

#: Where a scope keeps the site.
SITE = "httplingo.site"


def shape(status: int, phrase: str, details: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON that Litestar's clients know; members of a problem are its ``extra``.

    >>> shape(404, "Not Found", {})
    {'status_code': 404, 'detail': 'Not Found'}
    """
    detail = details.get("detail") or details.get("title") or phrase
    extra = details.get("extensions")
    content = {"status_code": status, "detail": str(detail)}
    return {**content, "extra": extra} if extra else content


class LitestarAdapter:
    """Reads a request of Litestar."""

    def header(self, request: AnyRequest, name: str) -> str | None:
        """Return a header field, several lines joined."""
        return joined(request.headers.getall(name, []))

    def path(self, request: AnyRequest) -> str:
        """Return the path."""
        return request.scope["path"]

    def framework_locale(self, request: AnyRequest) -> None:
        """Return None: Litestar has no locale of its own."""

    def endpoint(self, request: AnyRequest) -> Any:
        """Return the function of the route's handler."""
        return getattr(request.scope.get("route_handler"), "fn", None)


class LocalizedErrorsMiddleware(asgi.LocalizedErrorsMiddleware):
    """The ASGI middleware around the routes; `LocalizedErrorsPlugin` adds it."""

    def request(self, scope: Any) -> AnyRequest:
        """Return what the site's callables get."""
        scope[SITE] = self.site
        request: AnyRequest = scope["litestar_app"].request_class(scope)
        return request

    def known_defaults(self, _scope: Any, status: int) -> Collection[Default]:
        """Return what Litestar answers, whoever has called it."""
        return tuple(defaults.litestar(status))

    def answers_exceptions(self, _scope: Any) -> bool:
        """Leave all exceptions to Litestar, which asks the plugin's handler."""
        return False


class LocalizedErrorsPlugin(InitPlugin):
    """A plugin that lets the errors of an application speak the visitor's language.

    It adds a middleware, the first of all, and exception handlers for what no other handler
    answers. Handlers of the application's own, on any layer, come first; its own bodies, the
    debug page and what Litestar logs stay. JSON keeps its shape: ``{"status_code": 404,
    "detail": "Nicht gefunden"}`` for what says nothing of the application's own, and its
    ``detail`` and ``extra`` as they are. Who asks for a page gets one, with the application's
    words and the fields that do not validate in it.

    With ``problems=True`` all JSON is problem details (RFC 9457): the fields are the member
    ``errors``, other ``extra`` is in the problem too, and OpenAPI says so.

    Args:
        **choices: The keywords of `Site`; its callables are called with Litestar's request.

    >>> from litestar import Litestar
    >>> from litestar.testing import TestClient
    >>> with TestClient(Litestar(plugins=[LocalizedErrorsPlugin()])) as client:
    ...     client.get("/", headers={"Accept-Language": "zh-CN"}).json()
    {'status_code': 404, 'detail': '未找到'}
    """

    def __init__(self, **choices: Unpack[Choices]) -> None:
        self.site = Site(LitestarAdapter(), shape=shape, framework_formats=JSON_FIRST, **choices)

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """Set up an application; Litestar calls it."""
        around: Any = LocalizedErrorsMiddleware
        app_config.middleware.insert(0, DefineMiddleware(around, site=self.site))
        # Where the application has a handler for all, it has the last word.
        app_config.exception_handlers.setdefault(Exception, self.answer_exception)
        app_config.exception_handlers.setdefault(Problem, self.answer_problem)
        encoders = {Message: dict, LazyMessage: str}
        app_config.type_encoders = {**encoders, **(app_config.type_encoders or {})}
        if self.site.problems and app_config.openapi_config is not None:
            app_config.openapi_config = _describing(app_config.openapi_config)
        return app_config

    def answer_exception(self, request: AnyRequest, error: Exception) -> Response[Any]:
        """Answer an exception that nobody else handles, outside of any route as well."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        if not isinstance(error, HTTPException):
            # Litestar asks for it last, so it would never be asked now.
            scope: Any = request.scope
            route = scope.get("route_handler")
            handlers = (
                request.app.exception_handlers
                if route is None
                else route.resolve_exception_handlers()
            )
            own = handlers.get(500)
            if own is not None:
                return own(request, error)
        if status == 500 and request.app.debug:
            return create_debug_response(request, error)
        response = create_exception_response(request, error)
        return _Localized(
            response.content,
            details_of(error) if isinstance(error, HTTPException) else {},
            self.site,
            headers=response.headers,
            media_type=response.media_type,
            status_code=response.status_code,
            type_encoders=response.response_type_encoders,
        )

    def answer_problem(self, _: AnyRequest, problem: Exception) -> Response[Any]:
        """Answer a problem of the site's own."""
        assert isinstance(problem, Problem)
        return _Localized(b"", {"problem": problem}, self.site, status_code=problem.status)


def problem_response(*args: Any, **kwargs: Any) -> Response[Any]:
    """Return a problem as a response, for a handler that returns rather than raises.

    Args:
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.

    >>> problem_response(409, "seat-taken", seat="12A").status_code
    409
    """
    problem = Problem(*args, **kwargs)
    return _Localized(b"", {"problem": problem}, status_code=problem.status)


def details_of(error: HTTPException) -> dict[str, Any]:
    """Return the application's own words of an exception, and which fields are wrong.

    >>> from litestar.exceptions import NotFoundException
    >>> details_of(NotFoundException()), details_of(NotFoundException("No such book"))
    ({}, {'detail': 'No such book'})
    """
    status, extra = error.status_code, error.extra
    if isinstance(error, ValidationException) and isinstance(extra, list):
        errors = [_field_error(each) for each in extra if isinstance(each, dict)]
        if errors:
            return {"errors": errors}
    details: dict[str, Any] = {}
    # Litestar shows no words of a 500.
    if status != 500 and str(error.detail) not in defaults.texts("litestar", status):
        details["detail"] = error.detail
    if extra is not None:
        details["extensions"] = extra if isinstance(extra, dict) else {"extra": extra}
    return details


def _field_error(error: dict[str, Any]) -> dict[str, str]:
    """Return an error of Litestar's, or of pydantic's, as problem details name it.

    >>> _field_error({"message": "Expected `int`", "key": "prices.0", "source": "body"})
    {'detail': 'Expected `int`', 'pointer': '/body/prices/0'}
    """
    location = error.get("loc") or [
        str(getattr(error.get("source"), "value", error.get("source") or "")),
        *str(error.get("key") or "").split("."),
    ]
    return {
        "detail": str(error.get("message") or error.get("msg") or ""),
        "pointer": json_pointer(name for name in location if name != ""),
    }


class _Localized(Response[Any]):
    """A response of Litestar, or an empty one, that is localized when it is sent."""

    def __init__(
        self, content: Any, details: dict[str, Any], site: Site | None = None, **keywords: Any
    ) -> None:
        super().__init__(content, **keywords)
        self._details = details
        self._site = site

    def to_asgi_response(self, app: Any, request: AnyRequest, **keywords: Any) -> ASGIResponse:
        made = super().to_asgi_response(app, request, **keywords)
        scope: Any = request.scope
        site = self._site or scope.get(SITE)
        if site is None:
            return made
        scope[asgi.DECIDED] = True
        problem = self._details.get("problem")
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in made.encode_headers()
        ]
        answer = Answer(
            made.status_code,
            headers if problem is None else [*headers, *problem.headers],
            made.body,
            default=True,
            details=self._details,
            shaped=bool(self._details) and problem is None,
        )
        lazy = activated()
        lazy = lazy if isinstance(lazy, LazyLocale) else None
        replacement = site.replacement(request, answer, lazy)
        if replacement is None:
            return made
        return ASGIResponse(
            background=made.background,
            body=b"" if request.method == "HEAD" else replacement.body,
            headers=replacement.headers,
            is_head_response=made.is_head_response,
            status_code=replacement.status,
        )


def _describing(config: OpenAPIConfig) -> OpenAPIConfig:
    """Return a configuration whose documents say that errors are problems."""
    # The given one may be that of another application as well.
    described = copy(config)

    def to_openapi_schema() -> OpenAPI:
        made = config.to_openapi_schema()
        return _DescribedOpenAPI(**{each.name: getattr(made, each.name) for each in fields(made)})

    described.to_openapi_schema = to_openapi_schema  # type: ignore[method-assign]
    return described


class _DescribedOpenAPI(OpenAPI):
    """An OpenAPI document whose errors are problems."""

    def to_schema(self) -> dict[str, Any]:
        return describe_problems(super().to_schema(), _is_litestars)


def _is_litestars(_: str, response: dict[str, Any]) -> bool:
    schema = response["content"].get("application/json", {}).get("schema", {})
    kinds = schema.get("oneOf", [schema])
    return all({"status_code", "detail"} <= kind.get("properties", {}).keys() for kind in kinds)
