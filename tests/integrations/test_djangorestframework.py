"""What Django REST framework adds to the contract: its JSON, its texts, and problem details."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.test import Client, override_settings
from django.urls import path
from django.utils import translation
from rest_framework import exceptions, serializers
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import FormParser, JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import (
    AdminRenderer,
    BrowsableAPIRenderer,
    JSONRenderer,
    TemplateHTMLRenderer,
)
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from httplingo import Lingo, Problem, get_message
from httplingo.integrations import localized_errors
from httplingo.integrations.django.rest_framework import exception_handler, problem_response

HANDLER = "httplingo.integrations.django.rest_framework.exception_handler"
CHINESE = {"Accept": "application/json", "Accept-Language": "zh-CN"}
PHRASE = get_message(404, "zh_CN").phrase

TEXTS = Lingo()
TEXTS.add_messages("zh_CN", {"seat-taken.phrase": "座位 {seat} 已被预订"})


# The application


class PaymentsClosed(exceptions.APIException):  # type: ignore[misc]
    status_code = 503
    default_detail = "Payments are closed until 9:00, order 17 was kept."
    default_code = "payments_closed"


class NoSuchBook(exceptions.NotFound):  # type: ignore[misc]
    default_detail = "No such book"
    default_code = "no_such_book"


class Quiet(exceptions.NotFound):  # type: ignore[misc]
    default_code = "quiet"


class TokenExpired(exceptions.AuthenticationFailed):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__({"detail": "The token has expired", "code": "token_expired"})


class Line(serializers.Serializer):  # type: ignore[misc]
    price = serializers.IntegerField(min_value=1)


class Order(serializers.Serializer):  # type: ignore[misc]
    name = serializers.CharField(max_length=3)
    lines = Line(many=True)

    def validate(self, data: Any) -> Any:
        if data["name"] == "odd":
            raise serializers.ValidationError("Odd all over", code="odd")
        return data


class Members(BasePermission):  # type: ignore[misc]
    message = "Members alone"

    def has_permission(self, request: Any, view: Any) -> bool:  # noqa: ARG002 - its names
        return "member" in request.query_params


def of_plain_strings() -> exceptions.ValidationError:
    error = exceptions.ValidationError()
    error.detail = {"name": ["Plain"]}
    return error


RAISED: dict[str, Any] = {
    "strings": of_plain_strings,
    "default": lambda: exceptions.NotFound(),
    "django": lambda: Http404(),
    "django-own": lambda: Http404("No such shelf"),
    "denied": lambda: PermissionDenied("Not before Monday"),
    "own": lambda: exceptions.NotFound("No such user"),
    "closed": PaymentsClosed,
    "book": NoSuchBook,
    "quiet": Quiet,
    "token": TokenExpired,
    "throttled": lambda: exceptions.Throttled(wait=30),
    "list": lambda: exceptions.ValidationError(["One", "Two"]),
    "teapot": lambda: exceptions.APIException("Short and stout", "teapot"),
    "problem": lambda: Problem(409, "seat-taken", seat="12A", headers={"Retry-After": "9"}),
    "boom": lambda: RuntimeError("broken"),
    "shelf": lambda: get_object_or_404([1], pk=1),
}


class Api(APIView):  # type: ignore[misc]
    renderer_classes: tuple[Any, ...] = (JSONRenderer, BrowsableAPIRenderer)
    parser_classes: tuple[Any, ...] = (JSONParser,)
    authentication_classes: tuple[Any, ...] = ()
    permission_classes: tuple[Any, ...] = ()

    def get(self, request: Any, name: str = "default") -> Response:  # noqa: ARG002 - its names
        raise RAISED[name]()


class Orders(Api):
    parser_classes = (JSONParser, FormParser)
    serializer_class = Order

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        return Order(*args, **kwargs)

    def get(self, *_: Any, **__: Any) -> Response:
        return Response({})

    def post(self, request: Any) -> Response:
        many = isinstance(request.data, list)
        Order(data=request.data, many=many).is_valid(raise_exception=True)
        return Response({})


class Admin(Orders):
    renderer_classes = (AdminRenderer, JSONRenderer)


class Page(Orders):
    renderer_classes = (TemplateHTMLRenderer,)


class OfMembers(Api):
    permission_classes = (Members,)


class Basic(Api):
    authentication_classes = (BasicAuthentication,)


class Anonymous(Api):
    def get(self, *_: Any, **__: Any) -> Response:
        raise exceptions.NotAuthenticated


class Csrf(SessionAuthentication):  # type: ignore[misc]
    def authenticate(self, request: Any) -> None:
        self.enforce_csrf(request)


class Session(Api):
    authentication_classes = (Csrf,)


class Pages(Api):
    def get(self, request: Any, _: str = "") -> Response:
        pages = PageNumberPagination()
        pages.page_size = 1
        return Response(pages.paginate_queryset([1, 2], request, self))


class Returned(Api):
    renderer_classes = (JSONRenderer, TemplateHTMLRenderer)

    def get(self, *_: Any, **__: Any) -> Response:
        return problem_response(409, "seat-taken", seat="12A")


class Hooks(ViewSet):  # type: ignore[misc]
    renderer_classes = (JSONRenderer,)

    @localized_errors(False)
    def list(self, _: Any) -> Response:
        raise exceptions.NotFound

    def create(self, _: Any) -> Response:
        raise exceptions.NotFound


@localized_errors(problems=True)
class Modern(Api):
    pass


def wrapping(error: Exception, context: dict[str, Any]) -> Response | None:
    response = exception_handler(error, context)
    if response is not None:
        response.data["code"] = response.data["detail"].code
    return response


class Wrapped(Api):
    def get_exception_handler(self) -> Any:
        return wrapping


class Theirs(Api):
    def get_exception_handler(self) -> Any:
        return lambda *_: Response({"detail": "Not found."}, status=404)


urlpatterns = [
    path("orders", Orders.as_view()),
    path("admin", Admin.as_view()),
    path("page", Page.as_view()),
    path("members", OfMembers.as_view()),
    path("basic", Basic.as_view()),
    path("anonymous", Anonymous.as_view()),
    path("session", Session.as_view()),
    path("pages", Pages.as_view()),
    path("returned", Returned.as_view()),
    path("hooks", Hooks.as_view({"get": "list", "post": "create"})),
    path("modern", Modern.as_view()),
    path("wrapped", Wrapped.as_view()),
    path("theirs", Theirs.as_view()),
    path("<name>", Api.as_view()),
]


# How it is asked


@pytest.fixture(autouse=True)
def _site() -> Iterator[None]:
    translation.deactivate()
    with override_settings(ROOT_URLCONF=__name__):
        yield
    translation.deactivate()


def ask(path: str, method: str = "get", data: Any = None, **headers: str) -> Any:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    more = {} if data is None else {"data": data, "content_type": "application/json"}
    return getattr(client, method)(f"/{path}", headers={**CHINESE, **headers}, **more)


def said(path: str, method: str = "get", data: Any = None, **headers: str) -> Any:
    """Return the JSON of an answer; its shape and nothing else."""
    return json.loads(ask(path, method, data, **headers).content)


def alone(path: str, method: str = "get", data: Any = None, **headers: str) -> Any:
    """Return what REST framework answers by itself, without us."""
    views = {"EXCEPTION_HANDLER": "rest_framework.views.exception_handler"}
    with override_settings(REST_FRAMEWORK=views, MIDDLEWARE=settings.MIDDLEWARE[1:]):
        return ask(path, method, data, **headers)


def with_problems(**more: Any) -> Any:
    return override_settings(HTTPLINGO={"problems": True, **more})


def following_django(*languages: str) -> Any:
    ours, *rest = settings.MIDDLEWARE
    middleware = [ours, "django.middleware.locale.LocaleMiddleware", *rest]
    names = [(one, one) for one in ("en", *languages)]
    return override_settings(MIDDLEWARE=middleware, LANGUAGES=names)


# Its shape and its texts


@pytest.mark.parametrize(
    ("path", "method", "data"),
    [
        ("closed", "get", None),
        ("book", "get", None),
        ("own", "get", None),
        ("django-own", "get", None),
        ("denied", "get", None),
        ("token", "get", None),
        ("teapot", "get", None),
        ("list", "get", None),
        ("members", "get", None),
        ("session", "post", {}),
        ("pages?page=7", "get", None),
        ("orders", "post", {"name": "long", "lines": [{}, {"price": 0}]}),
        ("orders", "post", [{"name": "odd", "lines": []}]),
        ("orders", "post", "{"),
        ("theirs", "get", None),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans", "hi", "nl"])
@pytest.mark.parametrize("languages", [(), ("zh-hans", "hi", "nl")])
def test_what_says_something_stays_byte_for_byte(
    path: str, method: str, data: Any, language: str, languages: tuple[str, ...]
) -> None:
    with following_django(*languages):
        before = alone(path, method, data, **{"Accept-Language": language})
        after = ask(path, method, data, **{"Accept-Language": language})
    assert after.status_code >= 400
    assert after.status_code == before.status_code
    assert after.content == before.content
    assert dict(after.headers) == dict(before.headers)


def test_what_it_says_by_itself_is_localized_in_its_shape() -> None:
    for name in ("default", "django", "quiet"):
        answer = ask(name)
        assert answer.status_code == 404
        assert json.loads(answer.content) == {"detail": PHRASE}
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["Content-Language"] == "zh-CN"
        assert "Accept-Language" in answer.headers["Vary"]


def test_what_it_fills_in_is_its_own_too_and_headers_stay() -> None:
    def of(code: int) -> dict[str, str]:
        return {"detail": get_message(code, "zh_CN").phrase}

    answer = ask("throttled")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert json.loads(answer.content) == of(429)
    answer = ask("own", "delete")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert json.loads(answer.content) == of(405)
    client = Client()
    answer = client.post("/orders", "<a/>", content_type="text/xml", headers=CHINESE)
    assert (answer.status_code, json.loads(answer.content)) == (415, of(415))
    assert said("default", Accept="image/png") == of(406)
    answer = ask("basic", Authorization="Basic x")
    assert "Basic" in answer.headers["WWW-Authenticate"]
    # Without a way to authenticate it is a 403, in the words of a 401.
    answer = ask("anonymous")
    assert (answer.status_code, json.loads(answer.content)) == (403, of(401))


def test_its_own_english_stays_and_says_so() -> None:
    answer = ask("default", **{"Accept-Language": "en"})
    assert json.loads(answer.content) == {"detail": "Not found."}
    assert answer.headers["Content-Language"] == "en"
    assert "Accept-Language" in answer.headers["Vary"]


def test_its_own_translation_wins_where_django_has_activated_its_language() -> None:
    with following_django("zh-hans", "nl", "hi"):
        answer = ask("default", **{"Accept-Language": "nl"})
        assert json.loads(answer.content) == {"detail": "Niet gevonden."}
        assert answer.headers["Content-Language"] == "nl"
        answer = ask("default", **{"Accept-Language": "zh-hans"})
        assert answer.content == alone("default", **{"Accept-Language": "zh-hans"}).content
        assert answer.headers["Content-Language"] == "zh-CN"
        # It has no Hindi.
        answer = ask("default", **{"Accept-Language": "hi"})
        assert json.loads(answer.content) == {"detail": get_message(404, "hi").phrase}
        assert answer.headers["Content-Language"] == "hi"


def test_a_site_in_a_language_that_the_package_lacks_keeps_it() -> None:
    with override_settings(LANGUAGE_CODE="mk"):
        answer = ask("default", **{"Accept-Language": "tlh"})
        assert json.loads(answer.content) == {"detail": "Не е пронајдено ништо."}
        assert answer.headers["Content-Language"] == "mk"
        # To whom nobody has asked, the site speaks as it always does.
        assert said("default") == {"detail": PHRASE}


def test_codes_are_there_for_handlers_that_wrap_ours() -> None:
    assert said("wrapped") == {"detail": PHRASE, "code": "not_found"}


def test_what_it_does_not_handle_is_djangos() -> None:
    answer = ask("boom")
    assert answer.status_code == 500
    assert answer.headers["Content-Language"] == "zh-CN"


def test_an_address_that_nobody_has_is_answered_in_its_shape() -> None:
    assert said("none/at/all") == {"detail": PHRASE}
    with with_problems():
        answer = ask("none/at/all")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["title"] == PHRASE


def test_a_predicate_and_a_decorator_leave_answers_out() -> None:
    with override_settings(HTTPLINGO={"replace": lambda *_: False}):
        assert said("default") == {"detail": "Not found."}
    assert said("hooks") == {"detail": "Not found."}
    assert said("hooks", "post", {}) == {"detail": PHRASE}


# Pages


def without_tokens(page: Any) -> bytes:
    """Return a page without what is drawn for each request against forged forms."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", page.content)


def test_the_browsable_api_stays() -> None:
    page = ask("default", Accept="text/html")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert f"&quot;detail&quot;: &quot;{PHRASE}&quot;" in page.content.decode()
    wrong = {"name": "long", "lines": []}
    for address in ("orders", "admin"):
        before = alone(address, "post", wrong, Accept="text/html")
        assert before.content.count(b"has-error") == 1
        after = ask(address, "post", wrong, Accept="text/html")
        assert without_tokens(after) == without_tokens(before)
        with with_problems():
            after = ask(address, "post", wrong, Accept="text/html")
        assert after.content.count(b"has-error") == 1


def test_a_page_without_a_template_shows_the_fields() -> None:
    wrong = {"name": "long", "lines": [{"price": 0}]}
    assert alone("page", "post", wrong, Accept="text/html").content == b"400 Bad Request"
    page = ask("page", "post", wrong, Accept="text/html")
    assert page.headers["Content-Language"] == "zh-CN, en-US"
    text = page.content.decode()
    assert get_message(400, "zh_CN").phrase in text
    assert "Ensure this field has no more than 3 characters." in text
    assert "lines/0/price" in text


def test_a_template_of_the_sites_own_stays() -> None:
    text = {"api_exception.html": "{{ name }}{{ detail }}{{ title }}"}
    loaders = [("django.template.loaders.locmem.Loader", text)]
    backend = "django.template.backends.django.DjangoTemplates"
    templates = [{"BACKEND": backend, "OPTIONS": {"loaders": loaders}}]
    wrong = {"name": "long", "lines": []}
    for problems in (False, True):
        choices = {"problems": problems, "lingo": TEXTS}
        with override_settings(TEMPLATES=templates, HTTPLINGO=choices):
            page = ask("page", "post", wrong, Accept="text/html")
            own = ask("returned", Accept="text/html")
        assert b"Ensure this field" in page.content
        assert b"<html" not in page.content
        assert "座位 12A 已被预订" in own.content.decode()
        assert b"<html" not in own.content


# Problem details (RFC 9457)


def problem(path: str, method: str = "get", data: Any = None, **headers: str) -> Any:
    with with_problems():
        answer = ask(path, method, data, **headers)
    assert answer.headers["Content-Type"] == "application/problem+json"
    members = json.loads(answer.content)
    assert members["status"] == answer.status_code
    assert members["title"] == get_message(answer.status_code, "zh_CN").phrase
    return members


def test_an_exception_is_a_problem_with_its_code() -> None:
    default = problem("default")
    assert default["type"] == "about:blank"
    assert default["detail"] == get_message(404, "zh_CN").description
    assert default["code"] == "not_found"
    closed = problem("closed")
    assert closed["detail"] == "Payments are closed until 9:00, order 17 was kept."
    assert closed["code"] == "payments_closed"
    assert problem("default", Accept="image/png")["code"] == "not_acceptable"
    assert said("modern")["detail"] == get_message(404, "zh_CN").description
    assert problem("anonymous")["detail"] == get_message(401, "zh_CN").description


def test_members_of_the_applications_own_are_members_of_the_problem() -> None:
    members = problem("token")
    assert members["detail"] == "The token has expired"
    assert members["code"] == "token_expired"


def test_what_does_not_validate_has_pointers() -> None:
    long, small = "Ensure this field has no more than 3 characters.", "greater than or equal to 1."
    errors = problem("orders", "post", {"name": "long", "lines": [{}, {"price": 0}]})["errors"]
    assert errors == [
        {"detail": long, "pointer": "/name", "code": "max_length"},
        {
            "detail": "This field is required.",
            "pointer": "/lines/0/price",
            "code": "required",
        },
        {
            "detail": f"Ensure this value is {small}",
            "pointer": "/lines/1/price",
            "code": "min_value",
        },
    ]
    errors = problem("orders", "post", [{"name": "odd", "lines": []}, {"name": "a"}])["errors"]
    assert [(one["pointer"], one["code"]) for one in errors] == [
        ("/0", "odd"),
        ("/1/lines", "required"),
    ]
    errors = problem("list")["errors"]
    assert [(one["pointer"], one["detail"]) for one in errors] == [("", "One"), ("", "Two")]
    assert problem("strings")["errors"] == [{"detail": "Plain", "pointer": "/name"}]


def test_the_languages_of_a_problem_are_named() -> None:
    with following_django("mk"), with_problems():
        answer = ask("default", **{"Accept-Language": "mk"})
        assert answer.headers["Content-Language"] == "en, mk"
        assert json.loads(answer.content)["detail"] == "Не е пронајдено ништо."
        answer = ask("orders", "post", {}, **{"Accept-Language": "mk"})
        assert answer.headers["Content-Language"] == "en, mk"
        assert json.loads(answer.content)["errors"][0]["detail"] == "Ова поле е задолжително."


def test_if_the_problem_fails_its_own_goes_out() -> None:
    with with_problems(details=lambda _: 1 / 0):
        assert said("default") == {"detail": "Not found."}
        assert said("problem") == {"detail": "seat-taken"}


def test_a_problem_of_the_sites_own_is_raised_or_returned() -> None:
    with override_settings(HTTPLINGO={"lingo": TEXTS}):
        for name in ("problem", "returned"):
            answer = ask(name)
            assert answer.status_code == 409
            assert answer.headers["Content-Type"] == "application/json"
            assert answer.headers["Content-Language"] == "zh-CN"
            assert json.loads(answer.content) == {
                "detail": "座位 12A 已被预订",
                "code": "seat-taken",
            }
        assert ask("problem").headers["Retry-After"] == "9"
        page = ask("returned", Accept="text/html").content.decode()
        assert "座位 12A 已被预订" in page
    with with_problems(lingo=TEXTS):
        for name in ("problem", "returned"):
            answer = ask(name)
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert json.loads(answer.content)["title"] == "座位 12A 已被预订"
