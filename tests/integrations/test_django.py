"""What Django adds to the contract: its pages, exceptions, settings, languages and checks."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any
from wsgiref.util import FileWrapper

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.test import AsyncClient, Client, RequestFactory, override_settings
from django.utils import translation
from django.utils.asyncio import async_unsafe

from httplingo import Lingo, Problem, get_locale, get_message
from httplingo.integrations._core import log as faults
from httplingo.integrations.django import handler403, handler404, handler500

BROWSER = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "zh-HK,zh;q=0.8"}
OURS = settings.MIDDLEWARE[0]
LOCALE_MIDDLEWARE = [OURS, "django.middleware.locale.LocaleMiddleware", *settings.MIDDLEWARE[1:]]


def ask(path: str, method: str = "get", client: Client | None = None, **headers: str) -> Any:
    client = client or Client(raise_request_exception=False)
    return getattr(client, method)(path, headers={**BROWSER, **headers})


def with_templates(**templates: str) -> Any:
    named = {name.replace("_html", ".html"): text for name, text in templates.items()}
    loaders = [("django.template.loaders.locmem.Loader", named)]
    options = {
        "loaders": loaders,
        "context_processors": ["django.template.context_processors.request"],
    }
    backend = "django.template.backends.django.DjangoTemplates"
    return override_settings(TEMPLATES=[{"BACKEND": backend, "OPTIONS": options}])


@pytest.fixture(autouse=True)
def _no_language() -> Iterator[None]:
    translation.deactivate()
    yield
    translation.deactivate()


# Who answers, and what is said


@pytest.mark.parametrize(
    ("name", "code"), [("400", 400), ("403", 403), ("404", 404), ("500", 500), ("suspicious", 400)]
)
def test_djangos_pages_speak_the_visitors_language(name: str, code: int) -> None:
    answer = ask(f"/fail/{name}")
    assert answer.status_code == code
    assert answer.headers["Content-Language"] == "zh-TW"
    assert get_message(code, "zh_TW").phrase in answer.content.decode()
    assert answer.headers["Vary"] == "Accept, Accept-Language, HX-Request"
    assert "secret" not in answer.content.decode()


def test_a_wrong_host_is_refused_in_the_visitors_language() -> None:
    answer = ask("/asks", Host="evil.example")
    assert answer.status_code == 400
    assert answer.headers["Content-Language"] == "zh-TW"
    assert b"evil" not in answer.content


def test_a_reason_phrase_of_the_applications_own_becomes_the_registered_one() -> None:
    answer = ask("/answers/empty")
    assert (answer.status_code, answer.reason_phrase) == (410, "Gone")
    assert answer.headers["Set-Cookie"] == "a=1"


def test_what_the_application_tells_its_visitors_stands_in_the_page() -> None:
    for path, said in (
        ("/fail/404", "No such book"),
        ("/fail/403", "Not before Monday"),
        ("/member", "Members alone"),
    ):
        page = ask(path)
        assert said in page.content.decode()
        assert page.headers["Content-Language"] == "zh-TW"
    with translation.override("de"):
        assert "Montag" in ask("/fail/lazy").content.decode()


def test_its_own_words_alone_are_in_a_language_that_nobody_knows() -> None:
    answer = ask("/fail/404", Accept="application/json")
    assert json.loads(answer.content) == {"detail": "No such book"}
    assert "Content-Language" not in answer.headers
    assert "Accept-Language" in answer.headers["Vary"]


def test_what_django_tells_developers_is_not_shown() -> None:
    # The path in the file system of a static file, the address patterns, a type.
    for path in ("/files/x", "/none", "/fail/blank", "/fail/object"):
        page = ask(path, Accept="application/problem+json")
        code, problem = page.status_code, json.loads(page.content)
        assert problem["detail"] == get_message(code, "zh_TW").description


def test_a_site_may_keep_texts_of_exceptions_to_itself() -> None:
    with override_settings(HTTPLINGO={"exception_text": False}):
        assert b"No such book" not in ask("/fail/404").content


def test_the_sites_own_templates_stay() -> None:
    with with_templates(**{"404_html": "<p>{{ exception }}</p>"}):
        assert ask("/fail/404").content == b"<p>No such book</p>"
        assert ask("/fail/403").headers["Content-Language"] == "zh-TW"


class OwnViews:
    """A URL configuration with an error view of the site's own."""

    urlpatterns = ()

    @staticmethod
    def handler404(request: Any, exception: Exception) -> Any:  # noqa: ARG004 - Django's names
        from django.http import HttpResponse

        return HttpResponse(b"Our own view", status=404)


def test_the_sites_own_error_views_stay() -> None:
    with override_settings(ROOT_URLCONF=OwnViews):
        assert ask("/none").content == b"Our own view"


def test_what_a_view_says_stays_also_in_the_words_of_another_framework() -> None:
    for name in ("own", "text", "json"):
        answer = ask(f"/answers/{name}")
        assert answer.content in (b"Our own", b"Not Found", b'{"detail":"Not Found"}')
        assert "Content-Language" not in answer.headers
    assert b"".join(ask("/answers/stream").streaming_content) == b"own"


def test_the_pages_of_debug_stay() -> None:
    with override_settings(DEBUG=True):
        assert b"django_urls" in ask("/none").content
        assert b"RuntimeError" in ask("/fail/500").content
        assert b"SuspiciousOperation" in ask("/fail/suspicious").content


def test_exceptions_are_raised_where_the_settings_say_so() -> None:
    client = Client()
    with (
        override_settings(DEBUG_PROPAGATE_EXCEPTIONS=True),
        pytest.raises(RuntimeError, match="secret"),
    ):
        client.get("/fail/500")
    assert get_locale() == "en"


def test_a_policy_of_the_sites_own_stands_beside_that_of_the_page() -> None:
    policy = ask("/answers/framed").headers["Content-Security-Policy"]
    assert "style-src" in policy
    assert policy.endswith(", frame-ancestors 'none'")


def test_a_file_is_left_to_the_server_to_send() -> None:
    environ = {**RequestFactory().get("/answers/file").environ, "wsgi.file_wrapper": FileWrapper}
    body = WSGIHandler()(environ, lambda *_: None)
    assert isinstance(body, FileWrapper)
    body.close()


def test_a_method_or_a_class_has_choices_of_its_own() -> None:
    assert ask("/hook").content == b""
    assert ask("/hook", "post").headers["Content-Language"] == "zh-TW"
    assert ask("/plain").headers["Content-Type"].startswith("text/plain")


# Problems


def raising_middleware(_: Any) -> Any:
    def middleware(_: Any) -> Any:
        raise Problem(402, "no-credit", detail="Nothing left")

    return middleware


def test_a_problem_is_answered_wherever_it_is_raised_or_returned() -> None:
    for path in ("/fail/problem", "/answers/problem"):
        answer = ask(path)
        assert answer.status_code == 409
        assert b"Taken" in answer.content
        assert answer.headers["Content-Language"] == "zh-TW"
    assert ask("/fail/problem").headers["Retry-After"] == "60"
    with override_settings(MIDDLEWARE=[OURS, f"{__name__}.raising_middleware"]):
        answer = ask("/asks", Accept="application/problem+json")
    assert (answer.status_code, answer.reason_phrase) == (402, "Payment Required")
    problem = json.loads(answer.content)
    assert (problem["code"], problem["detail"]) == ("no-credit", "Nothing left")


# Languages


def test_views_templates_and_streams_speak_the_language_of_the_request() -> None:
    assert ask("/asks").content == b"zh_TW"
    assert ask("/forced").content == b"de zh_TW"
    assert b"".join(ask("/stream").streaming_content) == b"zh_TWzh_TW"
    answer = ask("/template", **{"Accept-Language": "de"})
    assert answer.content.decode() == "Nicht gefunden Dienst nicht verfügbar de"
    assert answer.headers["Content-Language"] == "de"
    assert answer.headers["Vary"] == "Accept-Language"
    assert get_locale() == "en"


def test_templates_speak_djangos_language_without_the_middleware() -> None:
    with override_settings(MIDDLEWARE=[]), translation.override("zh-hans"):
        assert ask("/template").content.decode().endswith("zh_CN")


def test_the_language_that_locale_middleware_chooses_wins_over_the_header() -> None:
    with override_settings(MIDDLEWARE=LOCALE_MIDDLEWARE):
        client = Client(raise_request_exception=False)
        # zh-HK alone would be zh-TW, which is not among the site's LANGUAGES.
        assert ask("/none", client=client).headers["Content-Language"] == "zh-CN"
        client.cookies["django_language"] = "de"
        answer = ask("/none", client=client)
        assert answer.headers["Content-Language"] == "de"
        assert answer.headers["Vary"] == "Accept-Language, Accept, Cookie, HX-Request"
        assert ask("/asks", client=client).content == b"de"
        assert ask("/forced", client=client).content == b"de de"


def pick(request: Any) -> str | None:
    value: str | None = request.GET.get("lang")
    return value


def test_the_selector_is_asked_first_where_the_site_says_so() -> None:
    choices = {"selector": f"{__name__}.pick"}
    with override_settings(MIDDLEWARE=LOCALE_MIDDLEWARE, HTTPLINGO=choices):
        assert ask("/none?lang=fr").headers["Content-Language"] == "zh-CN"
    with override_settings(
        MIDDLEWARE=LOCALE_MIDDLEWARE, HTTPLINGO={**choices, "selector_first": True}
    ):
        assert ask("/none?lang=fr").headers["Content-Language"] == "fr"
        assert ask("/none").headers["Content-Language"] == "zh-CN"


def test_what_a_thread_has_left_behind_hides_no_visitors_language() -> None:
    assert ask("/activates?to=de").headers["Content-Language"] == "de"
    assert translation.get_language() == "de"
    assert ask("/none").headers["Content-Language"] == "zh-TW"
    # The host is refused before LocaleMiddleware has run.
    with override_settings(MIDDLEWARE=[OURS, *reversed(LOCALE_MIDDLEWARE[1:])]):
        answer = ask("/asks", Host="evil.example")
        assert answer.headers["Content-Language"] == "zh-TW"


def test_a_site_with_other_means_of_choosing_is_followed_where_it_says_so() -> None:
    translation.activate("de")
    with override_settings(HTTPLINGO={"follow_django": True}):
        answer = ask("/none")
        assert answer.headers["Content-Language"] == "de"
        assert "Cookie" in answer.headers["Vary"]


# The setting


def own_page(request: Any, page: Any) -> str:
    return f"<p>{request.path} {page.title} {page.detail}</p>"


def page_alone(page: Any) -> str:
    return f"<p>{page.title}</p>"


TEXTS = Lingo()
TEXTS.add_messages("zh_TW", {"404.phrase": "不在這裡"})


def test_the_setting_takes_choices_and_dotted_paths() -> None:
    choices = {
        "selector": f"{__name__}.pick",
        "lingo": f"{__name__}.TEXTS",
        "api": "/fail/",
        "details": {"home_url": "/home", "host": "books.example"},
    }
    with override_settings(HTTPLINGO=choices):
        assert ask("/none?lang=fr").headers["Content-Language"] == "fr"
        page = ask("/none").content.decode()
        assert 'href="/home"' in page
        assert "不在這裡" in page
        assert "json" in ask("/fail/404").headers["Content-Type"]
    with override_settings(HTTPLINGO={"replace": lambda *_: False}):
        assert b"<h1>Not Found</h1>" in ask("/none").content


def test_a_page_is_a_template_of_the_sites_own_with_its_context_processors() -> None:
    texts = {
        "base_html": "<html><body>{{ request.path }} {% block content %}{% endblock %}</body>",
        "error_html": "{% extends 'base.html' %}{% block content %}"
        '<h1 lang="{{ page.lang }}">{{ page.title }}</h1><p>{{ page.detail }}{% endblock %}',
    }
    with with_templates(**texts), override_settings(HTTPLINGO={"page": "error.html"}):
        answer = ask("/fail/404")
        phrase = get_message(404, "zh_TW").phrase
        assert f'/fail/404 <h1 lang="zh-TW">{phrase}</h1><p>No such book' in answer.content.decode()
        assert answer.headers["Content-Language"] == "zh-TW"
        assert "json" in ask("/none", Accept="application/json").headers["Content-Type"]


def test_a_page_is_a_function_of_the_sites_own() -> None:
    phrase = get_message(404, "zh_TW").phrase
    with override_settings(HTTPLINGO={"page": f"{__name__}.own_page"}):
        assert ask("/fail/404").content.decode() == f"<p>/fail/404 {phrase} No such book</p>"
    with override_settings(HTTPLINGO={"details": {"page": f"{__name__}.page_alone"}}):
        assert ask("/fail/404").content.decode() == f"<p>{phrase}</p>"


def test_a_page_that_fails_gives_way_to_the_built_in_one() -> None:
    with override_settings(HTTPLINGO={"page": lambda *_: 1 / 0, "details": {"home_url": "/home"}}):
        page = ask("/none")
        assert page.headers["Content-Language"] == "zh-TW"
        assert 'href="/home"' in page.content.decode()


MISTAKES: list[tuple[Any, str]] = [
    ({"selecter": None}, "no choice 'selecter'; perhaps 'selector'"),
    ({"details": {"them": "quiet"}}, "there is no 'them'; perhaps 'theme'"),
    ({"page": "error.html", "details": {"them": "quiet"}}, "'them'; perhaps 'theme'"),
    ({"formats": ["text/htm"]}, "perhaps 'text/html'"),
    ({"selector": "tests.nowhere.pick"}, "tests.nowhere"),
    ({"page": "none.html"}, "none.html"),
    ({"page": 7}, "page: the name of a template or a callable"),
    (["selector"], "a dictionary of choices is needed"),
]


@pytest.mark.parametrize(("choices", "said"), MISTAKES)
def test_a_mistake_in_the_setting_is_found_when_the_site_starts_and_by_its_check(
    choices: Any, said: str
) -> None:
    texts = {} if "none.html" in str(choices) else {"error_html": ""}
    with with_templates(**texts), override_settings(HTTPLINGO=choices):
        with pytest.raises(ImproperlyConfigured) as raised:
            WSGIHandler()
        assert said in str(raised.value)
        found = [one for one in run_checks() if one.id == "httplingo.E001"]
        assert [said in one.msg for one in found] == [True]
    assert not any(one.id == "httplingo.E001" for one in run_checks())


# Error views, and forms that have expired


def test_the_error_views_do_without_the_middleware() -> None:
    request = RequestFactory().get("/none", headers=BROWSER)
    for view, arguments, code in (
        (handler404, [Exception("secret")], 404),
        (handler403, [Exception("secret")], 403),
        (handler500, [], 500),
    ):
        answer = view(request, *arguments)
        assert answer.status_code == code
        assert answer.headers["Content-Language"] == "zh-TW"
        assert b"secret" not in answer.content


class OurViews:
    """A URL configuration with the package's error views."""

    from httplingo.integrations.django import handler400, handler403, handler404, handler500
    from tests.integrations.django_urls import urlpatterns


def test_the_error_views_know_own_words_and_problems() -> None:
    with override_settings(MIDDLEWARE=[], ROOT_URLCONF=OurViews):
        page = ask("/fail/404")
        assert b"No such book" in page.content
        assert get_message(404, "zh_TW").phrase in page.content.decode()
        answer = ask("/fail/problem")
        assert (answer.status_code, answer.headers["Retry-After"]) == (409, "60")
        assert b"Taken" in answer.content


OUR_CSRF_VIEW = "httplingo.integrations.django.views.csrf_failure"


def refused_form(**settings_of_site: Any) -> Any:
    with override_settings(CSRF_FAILURE_VIEW=OUR_CSRF_VIEW, **settings_of_site):
        return ask("/form", "post", Client(enforce_csrf_checks=True))


def test_a_form_without_a_token_is_refused_in_the_visitors_language() -> None:
    texts = Lingo()
    texts.add_messages("zh_TW", {"form-expired.phrase": "表單已過期"})
    answer = refused_form(HTTPLINGO={"lingo": texts})
    assert answer.status_code == 403
    assert "表單已過期" in answer.content.decode()
    assert answer.headers["Content-Language"] == "zh-TW"
    with override_settings(CSRF_FAILURE_VIEW=OUR_CSRF_VIEW):
        client = Client(enforce_csrf_checks=True)
        problem = client.post("/form", headers={"Accept": "application/problem+json"})
    assert json.loads(problem.content)["code"] == "form-expired"


def test_the_sites_own_page_for_such_a_form_stays_and_djangos_with_debug() -> None:
    with with_templates(**{"403_csrf_html": "<p>Ours</p>"}):
        assert refused_form().content == b"<p>Ours</p>"
    assert b"CSRF cookie not set" in refused_form(DEBUG=True).content


def warnings() -> list[str]:
    return [str(one.id) for one in run_checks() if str(one.id).startswith("httplingo.W")]


def test_a_check_proposes_the_view_for_forms() -> None:
    csrf = [*settings.MIDDLEWARE, "django.middleware.csrf.CsrfViewMiddleware"]
    assert warnings() == []
    with override_settings(MIDDLEWARE=csrf):
        assert warnings() == ["httplingo.W001"]
        with with_templates(**{"403_csrf_html": "<p>Ours</p>"}):
            assert warnings() == []
        with override_settings(CSRF_FAILURE_VIEW=OUR_CSRF_VIEW):
            assert warnings() == []


def test_a_check_tells_what_has_to_see_the_localized_answers() -> None:
    above = [
        "django.middleware.cache.UpdateCacheMiddleware",
        "django.middleware.gzip.GZipMiddleware",
    ]
    with override_settings(MIDDLEWARE=[*above, OURS]):
        assert warnings() == []
    with override_settings(MIDDLEWARE=[OURS, *above]):
        assert warnings() == ["httplingo.W002"] * 2


# Faults, and ASGI


def test_if_the_page_fails_djangos_own_goes_out_and_the_fault_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(faults, "_seen", set())
    with (
        override_settings(HTTPLINGO={"details": lambda _: 1 / 0}),
        caplog.at_level(logging.ERROR, "httplingo"),
    ):
        for _ in range(3):
            assert b"<h1>Not Found</h1>" in ask("/none").content
        view_answer = handler404(RequestFactory().get("/none"), Exception("x"))
        assert b"<h1>Not Found</h1>" in view_answer.content
    assert caplog.text.count("an error page failed") == 1


@async_unsafe  # type: ignore[untyped-decorator]
def asks_the_database(request: Any) -> str | None:
    return pick(request)


@pytest.mark.parametrize("path", ["/none", "/asks", "/fail/404"])
def test_under_asgi_the_callables_may_ask_the_database(path: str) -> None:
    async def run() -> Any:
        client = AsyncClient(raise_request_exception=False)
        return await client.get(f"{path}?lang=fr", headers=BROWSER)

    with override_settings(HTTPLINGO={"selector": asks_the_database}):
        answer = asyncio.run(run())
    assert answer.headers["Content-Language"] == "fr"
    assert get_locale() == "en"


@pytest.mark.parametrize("middleware", [settings.MIDDLEWARE, LOCALE_MIDDLEWARE])
def test_interleaved_requests_under_asgi_keep_their_languages(middleware: list[str]) -> None:
    wanted = {"de": "de", "zh-hans": "zh_CN", "en": "en", "zh-CN": "zh_CN"}

    async def serve(language: str) -> list[str]:
        client = AsyncClient(raise_request_exception=False)
        headers = {"Accept-Language": language}
        paths = ["/asks", "/asks/later"] * 10
        return [(await client.get(path, headers=headers)).content.decode() for path in paths]

    async def gather() -> list[list[str]]:
        return await asyncio.gather(*(serve(language) for language in [*wanted] * 3))

    with override_settings(MIDDLEWARE=middleware):
        found = asyncio.run(gather())
    assert found == [[locale] * 20 for locale in wanted.values()] * 3
