"""The pages of the Django site that tests ask, beside those of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.template import engines
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_protect
from django.views.static import serve

from httplingo import Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.django import problem_response

TEMPLATE = (
    "{% load httplingo %}{% http_phrase 404 %} {{ 503|http_phrase }} "
    "{% http_message 404 as message %}{{ message.locale }}"
)

#: What a view raises, by its address.
RAISED: dict[str, Any] = {
    "404": Http404("No such book"),
    "403": PermissionDenied("Not before Monday"),
    "400": BadRequest("secret"),
    "suspicious": SuspiciousOperation("secret"),
    "500": RuntimeError("secret"),
    "lazy": Http404(gettext_lazy("Monday")),
    "blank": PermissionDenied(),
    "object": Http404({"secret": 1}),
    "problem": Problem(409, detail="Taken", headers={"Retry-After": "60"}),
}


def fail(_: Any, name: str) -> HttpResponse:
    raise RAISED[name]


def answers(_: Any, name: str) -> Any:
    return {
        "own": lambda: HttpResponse("Our own", status=404),
        "text": lambda: HttpResponse("Not Found", status=404, content_type="text/plain"),
        "json": lambda: HttpResponse(
            '{"detail":"Not Found"}', status=404, content_type="application/json"
        ),
        "empty": lambda: HttpResponse(status=410, reason="未找到", headers={"Set-Cookie": "a=1"}),
        "method": lambda: HttpResponseNotAllowed(["GET"]),
        "problem": lambda: problem_response(409, detail="Taken"),
        "framed": lambda: HttpResponse(
            status=404, headers={"Content-Security-Policy": "frame-ancestors 'none'"}
        ),
        "stream": lambda: StreamingHttpResponse(iter(["own"]), status=404),
        "file": lambda: FileResponse(Path(__file__).open("rb")),
    }[name]()


def asks(_: Any) -> HttpResponse:
    return HttpResponse(get_message(404).locale)


async def asks_later(_: Any) -> HttpResponse:
    return HttpResponse(get_message(404).locale)


def forced(_: Any) -> HttpResponse:
    with translation.override("de"):
        first = get_message(404).locale
    return HttpResponse(f"{first} {get_message(404).locale}")


def activates(request: Any) -> HttpResponse:
    translation.activate(request.GET["to"])
    return HttpResponse(status=404)


def template(_: Any) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(TEMPLATE).render())


def stream(_: Any) -> StreamingHttpResponse:
    def pieces() -> Iterator[str]:
        for _ in range(2):
            yield get_message(404).locale

    return StreamingHttpResponse(pieces())


class Member(AccessMixin, View):  # type: ignore[misc]
    permission_denied_message = "Members alone"
    raise_exception = True

    def get(self, _: Any) -> HttpResponse:
        return self.handle_no_permission()


class Hook(View):  # type: ignore[misc]
    @localized_errors(False)
    def get(self, _: Any) -> HttpResponse:
        return HttpResponse(status=404)

    def post(self, _: Any) -> HttpResponse:
        return HttpResponse(status=404)


@localized_errors(formats=["text/plain"])
class Plain(View):  # type: ignore[misc]
    def get(self, _: Any) -> HttpResponse:
        return HttpResponse(status=404)


@csrf_protect  # type: ignore[untyped-decorator]
def form(_: Any) -> HttpResponse:
    return HttpResponse("sent")


urlpatterns = [
    path("fail/<name>", fail),
    path("answers/<name>", answers),
    path("asks", asks),
    path("asks/later", asks_later),
    path("forced", forced),
    path("activates", activates),
    path("template", template),
    path("stream", stream),
    path("member", Member.as_view()),
    path("hook", Hook.as_view()),
    path("plain", Plain.as_view()),
    path("form", form),
    path("files/<path:path>", serve, {"document_root": "/srv/secret"}),
]
