"""Problem details in Django REST framework.

In the settings::

    REST_FRAMEWORK = {
        "EXCEPTION_HANDLER": "httplingo.integrations.django.rest_framework.exception_handler",
    }
"""

from __future__ import annotations

import json

from rest_framework import exceptions, views

from httplingo.documents.document import PROBLEM_JSON
from httplingo.integrations._core.headers import REPRESENTATION, merged
from httplingo.integrations._core.log import report

from .site import site

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from rest_framework.response import Response

# Their details are defaults too, with a name or a number filled in.
_FILLED = (exceptions.MethodNotAllowed, exceptions.Throttled, exceptions.UnsupportedMediaType)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception with problem details (RFC 9457) in the visitor's language.

    A detail of the view's own stays as it is. What does not validate is the member ``errors``,
    as REST framework has it. Whatever REST framework does not handle is left to Django.

    Args:
        error: The exception.
        context: As REST framework gives it: ``request`` and ``view``.
    """
    response = views.exception_handler(error, context)
    if response is None:
        return None
    try:
        _localize(response, context["request"])
    except Exception as fault:  # whatever fails, REST framework's own answer goes out
        report("an error page failed", fault)
    return response


def _localize(response: Any, request: Any) -> None:
    code, headers = response.status_code, list(response.items())
    chosen = site()
    if chosen.policy.replaces(request._request, code, response.headers) is False:
        return
    document = chosen.policy.document(
        request._request, code, chosen.choose(request._request), PROBLEM_JSON
    )
    members = json.loads(document.body)
    detail = response.data
    if isinstance(detail, dict) and set(detail) == {"detail"}:
        own = detail["detail"]
        if not _is_default(own):
            members["detail"] = str(own)
    else:
        members["errors"] = detail
    response.data = members
    wire = [pair for pair in document.headers if pair[0].lower() not in _OF_THE_RENDERER]
    for name, value in merged(headers, wire):
        response.headers[name] = value
    renderer = getattr(request, "accepted_renderer", None)
    if getattr(renderer, "format", "json") == "json":
        response.content_type = PROBLEM_JSON


_OF_THE_RENDERER = REPRESENTATION - {"content-language", "x-content-type-options"}


def _is_default(detail: Any) -> bool:
    """Say whether a detail is what its exception's class says by itself."""
    text, code = str(detail), getattr(detail, "code", None)
    for kind in _known():
        if kind.default_code == code:
            if issubclass(kind, _FILLED):
                return True
            if text == str(kind.default_detail):
                return True
    return False


def _known() -> list[Any]:
    found = [exceptions.APIException]
    for kind in found:
        found.extend(kind.__subclasses__())
    return found
