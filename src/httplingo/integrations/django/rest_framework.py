"""Localized errors in Django REST framework.

In the settings::

    REST_FRAMEWORK = {
        "EXCEPTION_HANDLER": "httplingo.integrations.django.rest_framework.exception_handler",
    }

REST framework negotiates the format, and its errors keep their shape and their texts: details of
an application's own, validation errors with their codes, what parsers, authentication and
pagination say. Its own translation counts wherever Django has activated a language that it has.
What is localized besides is what it says by itself (``Not found.``) to a visitor whose language
it was not asked for, or does not have.

With ``"problems": True`` in the setting ``HTTPLINGO`` all of that is problem details (RFC 9457):
``code`` is the code of the exception, and ``errors`` says what is wrong with each field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation
from rest_framework import exceptions, views
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.utils.serializer_helpers import ReturnDict

from httplingo.integrations._core.answer import Answer
from httplingo.integrations._core.log import report
from httplingo.integrations._core.pointer import json_pointer
from httplingo.integrations._core.replace import REPRESENTATION
from httplingo.integrations._core.site import Site
from httplingo.problem import Problem
from httplingo.tags import language_tag

from .responses import SAID, header_fields
from .rest_framework_words import words_for
from .site import site

JSON, PROBLEM_JSON = "application/json", "application/problem+json"


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception as REST framework does, in the visitor's language.

    Whatever REST framework does not handle is left to Django, but for `httplingo.Problem`.

    Args:
        error: The exception.
        context: As REST framework gives it: ``request`` and ``view``.
    """
    if isinstance(error, Problem):
        views.set_rollback()
        response = _ProblemResponse(error)
    else:
        if isinstance(error, Http404):
            error = exceptions.NotFound(*error.args)
        elif isinstance(error, PermissionDenied):
            error = exceptions.PermissionDenied(*error.args)
        response = views.exception_handler(error, context)
    if response is not None:
        try:
            _localize(response, error, context)
        except Exception as fault:  # whatever fails, REST framework's own answer goes out
            report("an error page failed", fault)
    return response


def problem_response(*args: Any, **kwargs: Any) -> Response:
    """Return a problem as a response, for a view that returns rather than raises.

    Args:
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.

    >>> problem_response(409, "seat-taken", seat="12A").status_code
    409
    """
    return _ProblemResponse(Problem(*args, **kwargs))


class _ProblemResponse(Response):  # type: ignore[misc]
    """A problem, which is localized when it is rendered, if it was not before."""

    def __init__(self, problem: Problem) -> None:
        text = problem.detail or problem.title or problem.name
        super().__init__(
            {"detail": str(text)}, problem.status, headers=dict(problem.headers), exception=True
        )
        self.problem: Problem | None = problem

    @property
    def rendered_content(self) -> Any:
        if self.problem is not None:
            try:
                _localize(self, self.problem, self.renderer_context)
            except Exception as fault:
                report("an error page failed", fault)
        return super().rendered_content


def _localize(response: Response, error: Any, context: dict[str, Any]) -> None:
    request = context["request"]._request
    answer = Answer(response.status_code, list(response.items()), default=True)
    chosen = site().of_endpoint(request)
    if chosen is None or chosen.waits_for_body(request, answer) is False:
        return
    words = None
    if isinstance(error, Problem):
        response.problem = None
        answer.details = {"problem": error}
    else:
        words = words_for(error, context["request"], chosen, request)
        answer.details = _said(error) if words is None else words.details
        if chosen.problems:
            code = getattr(error.detail, "code", error.default_code)
            answer.details = {"extensions": {"code": code}, **answer.details}
    # For pages: a renderer of HTML may have no template for the status.
    setattr(request, SAID, answer.details)
    renderer = _renderer(context)
    if isinstance(error, Problem):
        _put(response, answer, chosen, request, renderer)
    elif isinstance(renderer, TemplateHTMLRenderer):
        return  # what the site's templates get is REST framework's
    elif chosen.problems:
        _put(response, answer, chosen, request, renderer)
    elif words is not None:
        detail = exceptions.ErrorDetail(words.text, getattr(error.detail, "code", None))
        response.data = {"detail": detail}
        _label(response, words.language, chosen, request)


def _put(response: Response, answer: Answer, chosen: Site, request: Any, renderer: Any) -> None:
    """Give a response the JSON of the site's answer as its data, for whatever renders it."""
    replacement = chosen.replacement(request, answer, decided=True, media_type=JSON)
    if replacement is None:
        return
    data = json.loads(replacement.body)
    # The browsable API fills its forms from the serializer.
    serializer = getattr(response.data, "serializer", None)
    response.data = data if serializer is None else ReturnDict(data, serializer=serializer)
    for name, value in header_fields(replacement.headers).items():
        if name.lower() not in _OF_THE_RENDERER:
            response[name] = value
    is_problem = ("Content-Type", PROBLEM_JSON) in replacement.headers
    if is_problem and getattr(renderer, "format", "") == "json":
        response.content_type = PROBLEM_JSON


_OF_THE_RENDERER = REPRESENTATION - {"content-language", "x-content-type-options"}


def _renderer(context: dict[str, Any]) -> Any:
    request = context["request"]
    if getattr(request, "accepted_renderer", None) is None:
        # The negotiation has failed; REST framework would do the same after this.
        chosen = context["view"].perform_content_negotiation(request, force=True)
        request.accepted_renderer, request.accepted_media_type = chosen
    return request.accepted_renderer


def _label(response: Response, language: str, chosen: Site, request: Any) -> None:
    """Say what language a text is in, and what that depends on."""
    lazy = chosen.locale(request)
    lazy.used = True
    response["Content-Language"] = language_tag(language)
    labelled = chosen.labelled(list(response.items()), lazy)
    if labelled is not None:
        response.headers = header_fields(labelled)


def _said(error: exceptions.APIException) -> dict[str, Any]:
    """Return what the application says in an exception, as details of a document."""
    detail = error.detail
    if isinstance(detail, dict) and not isinstance(error, exceptions.ValidationError):
        members = dict(detail)
        return {"detail": members.pop("detail", None), "extensions": members}
    if isinstance(detail, dict | list):
        return {
            "errors": list(_errors(detail)),
            "detail_locale": translation.get_language(),
            "extensions": None,  # each field has a code of its own
        }
    return {"detail": str(detail)}


def _errors(detail: Any, *location: object) -> Iterator[dict[str, Any]]:
    """Return what is wrong with each field, with its JSON pointer (RFC 6901).

    >>> list(_errors({"lines": [{}, {"price": [exceptions.ErrorDetail("Too low", "low")]}]}))
    [{'detail': 'Too low', 'pointer': '/lines/1/price', 'code': 'low'}]
    """
    if isinstance(detail, dict):
        for name, member in detail.items():
            # What is wrong with several fields at once is wrong with what they are in.
            whole = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _errors(member, *(location if whole else (*location, name)))
    elif isinstance(detail, list):
        for number, member in enumerate(detail):
            in_list = isinstance(member, dict | list)
            yield from _errors(member, *((*location, number) if in_list else location))
    else:
        code = getattr(detail, "code", None)
        yield {"detail": str(detail), "pointer": json_pointer(location), "code": code}
