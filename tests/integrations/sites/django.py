"""The contract, asked of a Django site under WSGI, both sides checked by ``wsgiref.validate``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path
from django.views.decorators.http import require_safe

from httplingo import Problem, get_message, set_locale
from httplingo.integrations import localized_errors
from tests.integrations.contract import CHOICES, NUMBER, Ask
from tests.integrations.serving import WSGIClient


@require_safe  # type: ignore[untyped-decorator]
def ok(_: Any) -> HttpResponse:
    before = get_message(404).phrase
    time.sleep(0)
    return HttpResponse(f"{before} {get_message(404).phrase}")


def plain(_: Any) -> HttpResponse:
    return HttpResponse("fine")


def bare(_: Any) -> HttpResponse:
    response = HttpResponse(status=404, headers={"X-Own": "1"})
    response.set_cookie("crumb", "1")
    return response


def page(_: Any) -> HttpResponse:
    return HttpResponse("Nothing here", status=404)


def own(_: Any) -> HttpResponse:
    raise Http404("No such book")


def busy(_: Any) -> HttpResponse:
    return HttpResponse(status=503, headers={"Retry-After": "120"})


def login(_: Any) -> HttpResponse:
    return HttpResponse(status=401, headers={"WWW-Authenticate": "Basic"})


def of_range(_: Any) -> HttpResponse:
    return HttpResponse(status=416, headers={"Content-Range": "bytes */10"})


def public(_: Any) -> HttpResponse:
    return HttpResponse(status=404, headers={"Cache-Control": "public, max-age=60"})


def taken(_: Any) -> HttpResponse:
    raise Problem(409, "seat-taken", seat="<12A>")


@localized_errors(False)
def left(_: Any) -> HttpResponse:
    return HttpResponse(status=404)


def set_german(_: Any) -> HttpResponse:
    set_locale("de")
    raise Http404


def boom(_: Any) -> HttpResponse:
    raise ZeroDivisionError


def stream(_: Any) -> StreamingHttpResponse:
    return StreamingHttpResponse(get_message(404).phrase for _ in range(2))


def refused(_: Any) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter(["one", "two"]), status=403)


urlpatterns = [
    path("ok", ok),
    path("plain", plain),
    path("bare", bare),
    path("page", page),
    path("own", own),
    path("busy", busy),
    path("login", login),
    path("range", of_range),
    path("public", public),
    path("taken", taken),
    path("left", left),
    path("set", set_german),
    path("boom", boom),
    path("stream", stream),
    path("refused", refused),
]


def settings_of(urlconf: str, **more: Any) -> Any:
    """Return a context manager of the settings that the contract's site has."""
    choices = {
        **CHOICES,
        "selector": reads_cookie_of_django,
        "details": lambda request: {"request_id": request.headers.get(NUMBER)},
    }
    return override_settings(ROOT_URLCONF=urlconf, HTTPLINGO=choices, **more)


def reads_cookie_of_django(request: Any) -> str | None:
    return request.COOKIES.get("lang")  # type: ignore[no-any-return]


def django_app() -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """Return Django, whose cookies begin with a space, which a server's client never sees."""
    handler = WSGIHandler()

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        def stripped(status: str, headers: list[tuple[str, str]], *info: Any) -> Any:
            return start_response(status, [(k, v.lstrip(" ")) for k, v in headers], *info)

        return handler(environ, stripped)  # type: ignore[no-any-return]

    return app


@contextmanager
def serve() -> Iterator[Ask]:
    with settings_of(__name__):
        yield WSGIClient(django_app())
