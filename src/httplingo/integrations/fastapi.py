"""Localized errors in FastAPI.

>>> from fastapi import FastAPI
>>> app = FastAPI()
>>> install(app)
"""

from __future__ import annotations

from fastapi.encoders import jsonable_encoder
from fastapi.exception_handlers import (
    http_exception_handler,
    request_validation_exception_handler,
)
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from httplingo import get_message
from httplingo.documents.document import PROBLEM_JSON

from ._core.log import report
from ._core.policy import Policy
from .starlette import Handlers, LocalizedErrors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Unpack

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from ._core.policy import Choices

__all__ = ["LocalizedErrors", "ProblemHandlers", "install", "problem_responses"]

#: Problem details (RFC 9457, Section 3.1), as OpenAPI describes them.
SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "default": "about:blank"},
        "title": {"type": "string", "description": "In the language of Content-Language"},
        "status": {"type": "integer", "minimum": 100, "maximum": 599},
        "detail": {"type": "string", "description": "In the language of Content-Language"},
        "instance": {"type": "string", "format": "uri-reference"},
    },
    "additionalProperties": True,
}

_ERRORS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "loc": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
            "msg": {"type": "string"},
            "type": {"type": "string"},
        },
    },
}


class ProblemHandlers(Handlers):
    """The handlers of `starlette`, and one for what does not validate.

    >>> handlers = ProblemHandlers(Policy(), http_exception_handler)
    """

    async def validation_error(self, request: Request, error: Exception) -> Response:
        """Answer 422; the list of errors is the member ``errors`` of the problem."""
        assert isinstance(error, RequestValidationError)
        try:
            if self.policy.replaces(request.scope, 422, {}) is not False:
                members = {"errors": jsonable_encoder(error.errors())}
                return self.answer(request, 422, extensions=members)
        except Exception as fault:
            report("an error page failed", fault)
        return await request_validation_exception_handler(request, error)


def problem_responses(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Return what ``responses=`` of an application, a router or a route says of problem details.

    Args:
        *codes: Status codes; 422 has its ``errors`` described.

    Raises:
        UnknownStatusError: A code is outside 100–599.

    >>> problem_responses(404)[404]["description"]
    'Not Found'
    """
    responses: dict[int | str, dict[str, Any]] = {}
    for code in codes:
        schema = SCHEMA
        if code == 422:
            schema = {**SCHEMA, "properties": {**SCHEMA["properties"], "errors": _ERRORS}}
        responses[code] = {
            "description": get_message(code, "en").phrase,
            "content": {PROBLEM_JSON: {"schema": schema}},
        }
    return responses


def install(app: FastAPI, **choices: Unpack[Choices]) -> None:
    """Let the errors of an application speak the visitor's language, as problem details.

    As `starlette.install`; what does not validate is answered with a problem as well, whose
    ``errors`` are the list that FastAPI has in ``detail``. Handlers of the application's own
    stay. Routes that are added afterwards describe their 422 as it is in OpenAPI.

    Args:
        app: The application, before it has started.
        **choices: The keywords of `Policy`; ``selector``, ``replace`` and ``details`` are called
            with the scope.

    >>> from fastapi import FastAPI
    >>> from starlette.testclient import TestClient
    >>> app = FastAPI()
    >>> install(app)
    >>> TestClient(app).get("/", headers={"Accept-Language": "zh-CN"}).json()["title"]
    '未找到'
    """
    handlers = ProblemHandlers(Policy(**choices), http_exception_handler)
    known = app.exception_handlers
    if known.get(HTTPException) in {None, http_exception_handler}:
        known[HTTPException] = handlers.http_exception
    if known.get(RequestValidationError) in {None, request_validation_exception_handler}:
        known[RequestValidationError] = handlers.validation_error
        for code, response in problem_responses(422).items():
            app.router.responses.setdefault(code, response)
    if 500 not in known:
        known.setdefault(Exception, handlers.server_error)
    app.add_middleware(LocalizedErrors, answer_exceptions=False, **choices)
