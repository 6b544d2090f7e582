"""Localized errors in FastAPI.

>>> from fastapi import FastAPI
>>> app = FastAPI()
>>> install(app)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any, TypeAlias, Unpack, get_args

from fastapi import FastAPI
from fastapi.encoders import ENCODERS_BY_TYPE, jsonable_encoder
from fastapi.exception_handlers import (
    http_exception_handler,
    request_validation_exception_handler,
)
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic_core.core_schema import ErrorType
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from httplingo.locales import LazyLocale, activated
from httplingo.message import LazyMessage, Message
from httplingo.problem import Problem
from httplingo.tags import language_tag

from . import asgi, starlette
from ._core import defaults
from ._core.choices import Choices
from ._core.defaults import Default
from ._core.formats import JSON_FIRST
from ._core.log import report
from ._core.openapi import describe_problems, drop_unused
from ._core.pointer import json_pointer
from ._core.site import Site
from .starlette import SITE, StarletteAdapter, answer_to, localized, problem_response

#: An error of pydantic (``type``, ``loc``, ``msg``, ``ctx``) and a locale → its message.
TranslateError: TypeAlias = Callable[[dict[str, Any], str], str]

__all__ = ["LocalizedErrorsMiddleware", "install", "problem_response"]

# What FastAPI encodes knows how to show a lazy text; a `Message` is an object by itself.
ENCODERS_BY_TYPE[LazyMessage] = str


def shape(_status: int, phrase: str, details: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON that FastAPI's clients know; members of a problem stand beside.

    >>> shape(404, "Not Found", {})
    {'detail': 'Not Found'}
    """
    detail = details.get("detail") or details.get("title") or phrase
    return {**details.get("extensions", {}), "detail": str(detail)}


def make_site(**choices: Unpack[Choices]) -> Site:
    """Return a site that answers in FastAPI's shape: in JSON first."""
    return Site(StarletteAdapter(), shape=shape, framework_formats=JSON_FIRST, **choices)


class LocalizedErrorsMiddleware(starlette.LocalizedErrorsMiddleware):
    """The ASGI middleware, which keeps the shape that FastAPI gives to errors.

    `install` adds it, and more.

    Args:
        app: The application.
        **choices: The keywords of `Site`; its callables are called with Starlette's request.
    """

    def __init__(
        self, app: asgi.App, *, site: Site | None = None, **choices: Unpack[Choices]
    ) -> None:
        super().__init__(app, site=site or make_site(**choices))

    def known_defaults(self, scope: Any, status: int) -> Collection[Default]:
        """Return what FastAPI's own handler answers, whoever has called it.

        An application that is mounted keeps its shape.
        """
        app = scope[SITE][1]
        mounted = app is not None and scope["app"] is not app
        return () if mounted and self.site.problems else tuple(defaults.fastapi(status))


class Handlers(starlette.Handlers):
    """Exception handlers that answer as a site wants it.

    Args:
        site: One for the application, which its middleware has too.
        translate_error: As for `install`.
    """

    def __init__(self, site: Site, translate_error: TranslateError | None) -> None:
        super().__init__(site)
        self._translate_error = translate_error

    async def http_exception(self, request: Request, error: Exception) -> Response:
        """Answer an ``HTTPException``; words stand in the localized document."""
        assert isinstance(error, HTTPException)
        status = error.status_code
        detail = json.loads(json.dumps(error.detail, default=_encoded))
        shown = HTTPException(status, detail, error.headers)
        response = await http_exception_handler(request, shown)
        answer = answer_to(response)
        if isinstance(detail, str):
            if detail and detail not in defaults.texts("fastapi", status):
                answer.details["detail"], answer.shaped = detail, True
        elif self.site.problems and isinstance(detail, dict | list):
            answer.details = _members(detail)
        else:
            return response
        return localized(self.site, request, response, answer)

    async def validation_error(self, request: Request, error: Exception) -> Response:
        """Answer 422: FastAPI's list, a page that shows what is wrong, or a problem."""
        assert isinstance(error, RequestValidationError)
        errors = [dict(each) for each in error.errors()]
        response = own = _unprocessable(errors)
        spoken = ["en" if each.get("type") in _PYDANTIC else "" for each in errors]
        if self._translate_error is not None:
            spoken = self._translate(errors, spoken)
            response = _unprocessable(errors)
            tags = [language_tag(each) for each in dict.fromkeys(spoken) if each]
            if tags:
                response.headers["Content-Language"] = ", ".join(tags)
        answer = answer_to(response, errors=[_problem_error(each) for each in errors])
        answer.details["detail_locale"] = "en" if {*spoken} == {"en"} else None
        answer.shaped = True
        made = localized(self.site, request, response, answer)
        return own if made is response else made

    def _translate(self, errors: list[dict[str, Any]], spoken: list[str]) -> list[str]:
        """Put the site's own messages into a list of errors; return the language of each."""
        assert self._translate_error is not None
        lazy = activated()
        active = lazy.resolve() if isinstance(lazy, LazyLocale) else lazy
        locale = self.site.lingo.get_message(422, active).locale
        languages = []
        for error, language in zip(errors, spoken, strict=True):
            message = None
            try:
                message = self._translate_error({**error}, locale)
            except Exception as fault:  # pydantic's own message says what is wrong
                report("an error was not translated", fault)
            if message:
                error["msg"] = str(message)
            languages.append(locale if message else language)
        return languages


def _encoded(value: object) -> Any:
    """Return what stands for a message in JSON."""
    if isinstance(value, Message | LazyMessage):
        return dict(value) if isinstance(value, Message) else str(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


#: The types of errors whose messages are pydantic's, and so in English.
_PYDANTIC = frozenset(get_args(ErrorType))


def _unprocessable(errors: Sequence[dict[str, Any]]) -> JSONResponse:
    """Answer 422 as FastAPI does; an input that no JSON can hold (NaN) is left out."""
    # What is no text, FastAPI fails to decode.
    encode = partial(
        jsonable_encoder, custom_encoder={bytes: lambda data: data.decode(errors="replace")}
    )
    try:
        return JSONResponse({"detail": encode(errors)}, 422)
    except (ValueError, TypeError, RecursionError):
        short = [{name: each.get(name) for name in ("type", "loc", "msg")} for each in errors]
        return JSONResponse({"detail": encode(short)}, 422)


def _problem_error(error: dict[str, Any]) -> dict[str, str]:
    """Return an error of pydantic as problem details name it.

    >>> _problem_error({"type": "missing", "loc": ("body", "a/b", 0), "msg": "Field required"})
    {'detail': 'Field required', 'pointer': '/body/a~1b/0', 'type': 'missing'}
    """
    location, kind = error.get("loc") or (), str(error.get("type", ""))
    if kind == "json_invalid":  # the place where the text stops being JSON, which no pointer names
        location = location[:1]
    pointer = json_pointer(location)
    return {"detail": str(error.get("msg", "")), "pointer": pointer, "type": kind}


def _members(detail: dict[str, Any] | list[Any]) -> dict[str, Any]:
    """Return what an exception has for its body as the members of a problem.

    >>> _members({"title": "Gone", "item": 7})
    {'title': 'Gone', 'extensions': {'item': 7}}
    """
    if isinstance(detail, list):
        return {"extensions": {"details": detail}}
    own = ("title", "detail", "advice", "type", "instance")
    details: dict[str, Any] = {
        name: detail[name] for name in own if isinstance(detail.get(name), str)
    }
    rest = {name: value for name, value in detail.items() if name not in details}
    return {**details, "extensions": rest}


def install(
    app: FastAPI, *, translate_error: TranslateError | None = None, **choices: Unpack[Choices]
) -> None:
    """Let the errors of an application speak the visitor's language, in the shape that they have.

    It adds `LocalizedErrorsMiddleware`, and handlers for ``HTTPException``,
    ``RequestValidationError`` and `httplingo.Problem`. Handlers of the application's own,
    registered before or after, come first; one that calls FastAPI's says nothing of its own. An
    application that is mounted keeps its shape; `install` it too.

    JSON keeps its shape: ``{"detail": "Nicht gefunden"}`` for what says nothing of the
    application's own; what it says, and the list of a 422, as they are. Who asks for a page gets
    one, with the application's words and the fields in it.

    With ``problems=True`` all JSON is problem details (RFC 9457), a 422 has the member
    ``errors``, the members of an exception's ``detail`` are those of the problem, and OpenAPI
    says so, for routes that are added later too.

    Args:
        app: The application, before it has started.
        translate_error: Returns the site's own message for an error of pydantic, in a locale;
            None for that of pydantic.
        **choices: The keywords of `Site`; its callables are called with Starlette's request.

    >>> from fastapi import FastAPI
    >>> from starlette.testclient import TestClient
    >>> app = FastAPI()
    >>> install(app)
    >>> TestClient(app).get("/", headers={"Accept-Language": "zh-CN"}).json()
    {'detail': '未找到'}
    """
    if translate_error is not None and not callable(translate_error):
        raise TypeError(f"translate_error: a callable is needed, not {translate_error!r:.60}")
    handlers = Handlers(make_site(**choices), translate_error)
    known = app.exception_handlers
    if known.get(HTTPException) is http_exception_handler:
        known[HTTPException] = handlers.http_exception
    if known.get(RequestValidationError) is request_validation_exception_handler:
        known[RequestValidationError] = handlers.validation_error
    known.setdefault(Problem, handlers.problem)
    app.add_middleware(LocalizedErrorsMiddleware, site=handlers.site)
    if handlers.site.problems:
        app.openapi = _describing(app, handlers)  # type: ignore[method-assign]


def _describing(app: FastAPI, handlers: Handlers) -> Callable[[], dict[str, Any]]:
    """Return what makes the OpenAPI document, true to what the handlers answer."""
    generate = app.openapi
    lists = {"$ref": "#/components/schemas/HTTPValidationError"}

    def openapi() -> dict[str, Any]:
        known = app.exception_handlers

        def gone(_: str, response: dict[str, Any]) -> bool:
            return (
                known.get(RequestValidationError) == handlers.validation_error
                and response["content"].get("application/json", {}).get("schema") == lists
            )

        ours = known.get(HTTPException) == handlers.http_exception
        document = describe_problems(generate(), gone, bare=ours)
        drop_unused(document, ("HTTPValidationError", "ValidationError"))
        return document

    return openapi
