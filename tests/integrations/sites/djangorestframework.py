"""The contract, asked of views of Django REST framework.

Its renderers are of HTML alone and have no templates of errors, so that REST framework says code
and phrase: only then an answer is the contract's, with a format that ``Accept`` decides. How its
JSON is answered stands in ``test_rest_framework.py``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpResponse
from django.urls import path
from rest_framework import exceptions
from rest_framework.authentication import BasicAuthentication
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import StaticHTMLRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from httplingo import Problem, get_message, set_locale
from httplingo.integrations import localized_errors
from tests.integrations.contract import Ask
from tests.integrations.serving import WSGIClient

from . import django as plain_django


class FirstRenderer(BaseContentNegotiation):  # type: ignore[misc]
    def select_parser(self, _: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, _: Any, renderers: Any, __: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class View(APIView):  # type: ignore[misc]
    renderer_classes = (StaticHTMLRenderer,)
    content_negotiation_class = FirstRenderer
    authentication_classes = (BasicAuthentication,)
    permission_classes = ()


class Unavailable(exceptions.APIException):  # type: ignore[misc]
    status_code = 503
    wait = 120


def view(answer: Callable[[], Any]) -> Any:
    """Return a view of REST framework that answers a GET so."""
    return type("View", (View,), {"get": lambda *_: answer()})


def raising(make: Callable[[], Exception]) -> Any:
    def answer() -> Any:
        raise make()

    return view(answer)


def ok() -> Response:
    before = get_message(404).phrase
    time.sleep(0)
    return Response(f"{before} {get_message(404).phrase}")


def set_german() -> Response:
    set_locale("de")
    raise exceptions.NotFound


VIEWS = {
    "ok": view(ok),
    "plain": view(lambda: Response("fine")),
    "page": view(lambda: Response("Nothing here", 404)),
    "own": raising(lambda: exceptions.NotFound("No such book")),
    "busy": raising(Unavailable),
    "login": raising(exceptions.NotAuthenticated),
    "taken": raising(lambda: Problem(409, "seat-taken", seat="<12A>")),
    "left": localized_errors(False)(view(lambda: HttpResponse(status=404))),
    "set": view(set_german),
    "boom": raising(ZeroDivisionError),
}

urlpatterns = [
    *[path(name, one.as_view()) for name, one in VIEWS.items()],
    # What REST framework leaves to Django.
    *plain_django.urlpatterns,
]


@contextmanager
def serve() -> Iterator[Ask]:
    with plain_django.settings_of(__name__):
        yield WSGIClient(plain_django.django_app())
