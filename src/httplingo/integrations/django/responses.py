"""How responses of Django are looked at, labelled, and filled with another content."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders

from httplingo.integrations._core import defaults
from httplingo.integrations._core.answer import Answer, Headers, Replacement, answer_of
from httplingo.locales import LazyLocale, activate, deactivate
from httplingo.problem import Problem

#: Where a request keeps what the application has said in an exception, as details.
SAID = "_httplingo_said"


class ProblemResponse(HttpResponse):  # type: ignore[misc]
    """An empty response that stands for a problem until the middleware fills it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(status=problem.status, headers=dict(problem.headers))
        self.problem = problem


def problem_response(*args: Any, **kwargs: Any) -> HttpResponse:
    """Return a problem as a response, for a view that returns rather than raises.

    Args:
        *args: As for `httplingo.Problem`.
        **kwargs: As for `httplingo.Problem`.

    >>> problem_response(409, "seat-taken", seat="12A").status_code
    409
    """
    return ProblemResponse(Problem(*args, **kwargs))


def answer_in(response: Any, request: HttpRequest) -> Answer:
    """Return a response as the core looks at one.

    Who has answered decides, as far as it can be known: the application, or one of the two
    frameworks in words that are theirs alone.
    """
    said = getattr(request, SAID, {})
    problem = said.get("problem")
    if isinstance(response, ProblemResponse):
        return answer_of(response.problem)
    if problem is not None and response.status_code == 500:
        # Raised by a middleware, which Django answers as a failure.
        return answer_of(problem)
    answer = Answer(response.status_code, list(response.items()), body=None, default=False)
    if not response.streaming and not response.has_header("Content-Encoding"):
        answer.body = response.content
        status, content_type = answer.status, answer.header("Content-Type")
        known = [*defaults.django(status), *defaults.djangorestframework(status)]
        answer.default = defaults.is_default(status, content_type, response.content, known)
    if answer.default:
        answer.details = said
    return answer


def fill(response: Any, replacement: Replacement, request: HttpRequest) -> Any:
    """Put a replacement into a response, which keeps its cookies and what is to be closed."""
    # Made before anything is set, so that a fault leaves the response as it was.
    fields = header_fields(replacement.headers)
    # Not every server leaves out the body that Django gives it for HEAD.
    response.content = b"" if request.method == "HEAD" else replacement.body
    response.headers = fields
    response.status_code = replacement.status
    response.reason_phrase = replacement.status_line[4:]
    return response


def new_response(replacement: Replacement, request: HttpRequest) -> HttpResponse:
    """Return a replacement as a response.

    >>> from django.test import RequestFactory
    >>> from httplingo.integrations._core.answer import Replacement
    >>> gone = Replacement(410, "410 Gone", [("Content-Type", "text/plain")], b"Gone")
    >>> new_response(gone, RequestFactory().get("/")).reason_phrase
    'Gone'
    """
    filled: HttpResponse = fill(HttpResponse(), replacement, request)
    return filled


def header_fields(headers: Headers) -> ResponseHeaders:
    """Return headers as Django keeps them: of each name one, whose value is a list.

    >>> header_fields([("Vary", "Accept"), ("Vary", "Cookie")])["Vary"]
    'Accept, Cookie'
    """
    fields: dict[str, tuple[str, str]] = {}
    for name, value in headers:
        known = fields.get(name.lower())
        fields[name.lower()] = (name, value) if known is None else (name, f"{known[1]}, {value}")
    return ResponseHeaders(fields.values())


def speak_in_streams(response: Any, lazy: LazyLocale) -> None:
    """Let the pieces of a streamed response be made while its request's locale is active."""
    if response.is_async:
        response.streaming_content = _speaking_later(response.streaming_content, lazy)
    elif getattr(response, "file_to_stream", None) is None:  # a file is the server's to send
        response.streaming_content = _speaking(response.streaming_content, lazy)


def _speaking(pieces: Iterable[bytes], lazy: LazyLocale) -> Iterator[bytes]:
    iterator = iter(pieces)
    while True:
        token = activate(lazy)
        try:
            piece = next(iterator)
        except StopIteration:
            return
        finally:
            deactivate(token)
        yield piece


async def _speaking_later(pieces: Any, lazy: LazyLocale) -> AsyncIterator[bytes]:
    iterator = aiter(pieces)
    while True:
        token = activate(lazy)
        try:
            piece = await anext(iterator)
        except StopAsyncIteration:
            return
        finally:
            deactivate(token)
        yield piece
