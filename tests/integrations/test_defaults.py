"""Whether what is held for a framework's default is what the installed framework sends."""

from __future__ import annotations

import asyncio
import sys
from http import HTTPStatus
from typing import Any

import pytest

from httplingo.integrations import asgi, wsgi
from httplingo.integrations._core.defaults import (
    LONGEST,
    MEDIA_TYPES,
    defaults,
    is_default,
    is_default_length,
    media_type,
)

from .asking import Answer, ask, ask_wsgi, environ, receive, scope

#: The errors that any of the frameworks may answer by itself.
CODES = [status.value for status in HTTPStatus if status >= 400]


def recognised(answer: Answer) -> bool:
    code = int(str(answer.status)[:3])
    content_type = answer.header("content-type") or ""
    assert answer.body
    if not is_default(code, content_type, answer.body):
        return False
    # What the headers alone say of it must not keep it from being looked at.
    assert media_type(content_type) in MEDIA_TYPES
    assert len(answer.body) <= LONGEST
    return is_default_length(code, content_type, str(len(answer.body)))


@pytest.mark.parametrize("code", CODES)
def test_starlette_and_fastapi(code: int) -> None:
    from fastapi import FastAPI
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException

    async def fail(*_: Any) -> Any:
        raise HTTPException(code)

    for app in (Starlette(), FastAPI()):
        app.add_route("/fail", fail)
        assert recognised(ask(app, scope(path="/fail")))
        assert recognised(ask(app, scope(path="/none")))
        assert recognised(ask(app, scope("POST", path="/fail")))
        localized = asgi.LocalizedErrorsMiddleware(app)
        answer = ask(localized, scope(path="/fail", accept_language="de"))
        assert (answer.status, answer.header("content-language")) == (code, "de")


def test_what_nobody_handles_in_starlette() -> None:
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse

    async def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    async def own(*_: Any) -> PlainTextResponse:
        return PlainTextResponse("Our own words", 500)

    app = Starlette()
    app.add_route("/fail", fail)  # type: ignore[arg-type]
    app.add_route("/own", own)
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asked = scope(path="/fail", accept_language="de")
    with pytest.raises(RuntimeError, match="broken"):
        asyncio.run(asgi.LocalizedErrorsMiddleware(app)(asked, receive, send))
    assert dict(sent[0]["headers"])[b"content-language"] == b"de"
    assert not recognised(ask(app, scope(path="/own")))


@pytest.mark.parametrize("code", CODES)
def test_werkzeug_and_flask(code: int) -> None:
    from flask import Flask, abort
    from werkzeug.exceptions import default_exceptions

    app = Flask(__name__)

    @app.get("/fail")
    def fail() -> str:
        abort(code)

    @app.get("/own")
    def own() -> str:
        abort(404, "No such user")

    if code in default_exceptions:
        assert recognised(ask_wsgi(app, environ(path="/fail"), False))
        answer = ask_wsgi(
            wsgi.LocalizedErrorsMiddleware(app),
            environ(path="/fail", **{"Accept-Language": "de"}),
            False,
        )
        assert answer.header("content-language") == "de"
    assert not recognised(ask_wsgi(app, environ(path="/own"), False))


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_django(code: int) -> None:
    from django.test import RequestFactory
    from django.views import defaults as views

    view: Any = {
        400: views.bad_request,
        403: views.permission_denied,
        404: views.page_not_found,
        500: views.server_error,
    }[code]
    response = view(RequestFactory().get("/"), *([] if code == 500 else [Exception()]))
    headers = list(response.items())
    assert recognised(Answer(response.status_code, headers, response.content))


@pytest.mark.parametrize("code", CODES)
def test_rest_framework(code: int) -> None:
    from django.test import RequestFactory
    from rest_framework.exceptions import APIException
    from rest_framework.renderers import StaticHTMLRenderer
    from rest_framework.views import APIView

    class View(APIView):  # type: ignore[misc]
        renderer_classes = (StaticHTMLRenderer,)

        def get(self, _: Any) -> None:
            error = APIException()
            error.status_code = code
            raise error

    response = View.as_view()(RequestFactory().get("/")).render()
    assert recognised(Answer(code, list(response.items()), response.content))


def test_litestar() -> None:
    from litestar import Litestar, get
    from litestar.exceptions import PermissionDeniedException

    @get("/own", sync_to_thread=False)
    def own() -> str:
        raise PermissionDeniedException("Not with this key")

    @get("/fail", sync_to_thread=False)
    def fail() -> str:
        raise PermissionDeniedException

    app = Litestar([own, fail])
    assert recognised(ask(app, scope(path="/none")))
    assert recognised(ask(app, scope("POST", path="/own")))
    assert recognised(ask(app, scope(path="/fail")))
    assert not recognised(ask(app, scope(path="/own")))


def test_a_framework_that_is_not_loaded_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    known = defaults(404)
    monkeypatch.delitem(sys.modules, "werkzeug.exceptions", raising=False)
    monkeypatch.delitem(sys.modules, "django.views.defaults", raising=False)
    fewer = defaults(404)
    assert fewer <= known
    assert not any(b"<!doctype" in body.lower() for _, body in fewer)
    assert "werkzeug.exceptions" not in sys.modules


def test_an_unknown_code_has_no_default_but_the_empty_one() -> None:
    assert is_default(499, "text/plain", b"")
    assert not any(body in (b"", b"499 ") for _, body in defaults(499))
    assert not is_default_length(404, "text/plain", "-1")
