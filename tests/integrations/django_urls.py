"""The pages of the Django site that tests ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.template import engines
from django.urls import path
from django.utils import translation
from rest_framework import exceptions
from rest_framework.views import APIView

from httplingo import get_message

TEMPLATE = (
    "{% load httplingo %}{% http_phrase 404 %} {{ 503|http_phrase }} "
    "{% http_message 404 as message %}{{ message.locale }}"
)


def fail(_: Any, name: str) -> HttpResponse:
    if name == "own":
        return HttpResponse("Our own", status=404)
    if name == "empty":
        return HttpResponse(status=410, reason="未找到", headers={"Set-Cookie": "a=1"})
    if name == "method":
        return HttpResponseNotAllowed(["GET"])
    raise {
        "404": Http404,
        "403": PermissionDenied,
        "400": BadRequest,
        "500": RuntimeError,
    }[name]("broken")


def asks(_: Any) -> HttpResponse:
    response = HttpResponse(get_message(404).locale)
    response.set_cookie("seen", "1")
    return response


def forced(_: Any) -> HttpResponse:
    with translation.override("de"):
        first = get_message(404).locale
    return HttpResponse(f"{first} {get_message(404).locale}")


def activates(request: Any) -> HttpResponse:
    translation.activate(request.GET["to"])
    return HttpResponse(status=404)


def stream(_: Any) -> StreamingHttpResponse:
    def chunks() -> Iterator[str]:
        yield "own"

    return StreamingHttpResponse(chunks(), status=404)


def template(_: Any) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(TEMPLATE).render())


async def asks_later(_: Any) -> HttpResponse:
    return HttpResponse(get_message(404).locale)


class Api(APIView):  # type: ignore[misc]
    def get(self, _: Any, name: str) -> HttpResponse:
        raise {
            "default": exceptions.NotFound(),
            "own": exceptions.NotFound("No such user"),
            "django": Http404(),
            "throttled": exceptions.Throttled(wait=30),
            "invalid": exceptions.ValidationError({"name": ["Too short"]}),
            "auth": exceptions.NotAuthenticated(),
            "boom": RuntimeError("broken"),
        }[name]


urlpatterns = [
    path("fail/<name>", fail),
    path("asks", asks),
    path("asks/later", asks_later),
    path("forced", forced),
    path("activates", activates),
    path("stream", stream),
    path("template", template),
    path("api/<name>", Api.as_view()),
]
