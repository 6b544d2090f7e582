from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.test import AsyncClient, Client, RequestFactory, override_settings
from django.utils import translation

from httplingo import get_locale, get_message
from httplingo.integrations._core import log as faults
from httplingo.integrations.django import handler404, handler500
from httplingo.integrations.django.site import site

BROWSER = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "zh-HK,zh;q=0.8"}
LOCALE_MIDDLEWARE = [
    settings.MIDDLEWARE[0],
    "django.middleware.locale.LocaleMiddleware",
    *settings.MIDDLEWARE[1:],
]


def ask(path: str, method: str = "get", client: Client | None = None, **headers: str) -> Any:
    client = client or Client(raise_request_exception=False)
    return getattr(client, method)(path, headers=headers or BROWSER)


@pytest.fixture(autouse=True)
def _no_language() -> Iterator[None]:
    translation.deactivate()
    site.cache_clear()
    yield
    translation.deactivate()


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_djangos_pages_speak_the_visitors_language(code: int) -> None:
    answer = ask(f"/fail/{code}")
    assert answer.status_code == code
    assert answer.headers["Content-Language"] == "zh-TW"
    assert get_message(code, "zh_TW").phrase in answer.content.decode()
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert answer.headers["Vary"] == "Accept, Accept-Language"


def test_an_unknown_address_and_a_wrong_host() -> None:
    assert ask("/none").headers["Content-Language"] == "zh-TW"
    answer = ask("/asks", **BROWSER, Host="evil.example")
    assert answer.status_code == 400
    assert answer.headers["Content-Language"] == "zh-TW"


def test_an_empty_answer_keeps_its_headers_and_its_cookies() -> None:
    answer = ask("/fail/empty")
    assert answer.headers["Content-Language"] == "zh-TW"
    assert answer.headers["Set-Cookie"] == "a=1"
    assert answer.reason_phrase == "Gone"
    answer = ask("/fail/method")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert answer.headers["Content-Language"] == "zh-TW"


def test_head_has_the_headers_and_no_body() -> None:
    get, head = ask("/none"), ask("/none", "head")
    assert head.content == b""
    assert head.headers == get.headers


def test_the_sites_own_words_stay() -> None:
    assert ask("/fail/own").content == b"Our own"
    assert b"".join(ask("/stream").streaming_content) == b"own"
    templates = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", {"404.html": "<p>Ours</p>"})]
            },
        }
    ]
    with override_settings(TEMPLATES=templates):
        assert ask("/none").content == b"<p>Ours</p>"


def test_the_pages_of_debug_stay() -> None:
    with override_settings(DEBUG=True):
        assert b"django_urls" in ask("/none").content
        assert b"RuntimeError" in ask("/fail/500").content


def test_views_and_templates_speak_the_language_of_the_request() -> None:
    assert ask("/asks").content == b"zh_TW"
    assert ask("/forced").content == b"de zh_TW"
    with override_settings(MIDDLEWARE=LOCALE_MIDDLEWARE):
        answer = ask("/template", **{"Accept-Language": "zh-hans"})
        assert answer.content.decode() == "未找到 服务不可用 zh_CN"
    assert get_locale() == "en"


def test_the_language_that_locale_middleware_chooses_wins_over_the_header() -> None:
    with override_settings(MIDDLEWARE=LOCALE_MIDDLEWARE):
        client = Client(raise_request_exception=False)
        # zh-HK alone would be zh-TW, which is not among the site's LANGUAGES.
        assert ask("/none", client=client).headers["Content-Language"] == "zh-CN"
        client.cookies["django_language"] = "de"
        answer = ask("/none", client=client)
        assert answer.headers["Content-Language"] == "de"
        assert ask("/asks", client=client).content == b"de"
        assert ask("/forced", client=client).content == b"de de"


def test_what_a_thread_has_left_behind_hides_no_visitors_language() -> None:
    assert ask("/activates?to=de").headers["Content-Language"] == "de"
    assert translation.get_language() == "de"
    assert ask("/none").headers["Content-Language"] == "zh-TW"
    with override_settings(MIDDLEWARE=LOCALE_MIDDLEWARE):
        # The host is refused before LocaleMiddleware has run.
        middleware = [settings.MIDDLEWARE[0], settings.MIDDLEWARE[2], settings.MIDDLEWARE[1]]
        with override_settings(MIDDLEWARE=middleware):
            answer = ask("/asks", **BROWSER, Host="evil.example")
            assert answer.headers["Content-Language"] == "zh-TW"


def test_a_site_with_other_means_of_choosing_is_followed_where_it_says_so() -> None:
    translation.activate("de")
    with override_settings(HTTPLINGO={"follow_django": True}):
        assert ask("/none").headers["Content-Language"] == "de"


def pick(request: Any) -> str | None:
    value: str | None = request.GET.get("lang")
    return value


def test_the_setting_takes_choices_and_dotted_paths() -> None:
    choices = {"selector": f"{__name__}.pick", "api": "/fail/", "details": {"home_url": "/home"}}
    with override_settings(HTTPLINGO=choices):
        assert ask("/none?lang=fr").headers["Content-Language"] == "fr"
        assert b'href="/home"' in ask("/none").content
        answer = ask("/fail/404", Accept="text/html, application/problem+json")
        assert answer.headers["Content-Type"] == "application/problem+json"
    with override_settings(HTTPLINGO={"replace": lambda *_: False}):
        assert b"<h1>Not Found</h1>" in ask("/none").content


def test_the_error_views_do_without_the_middleware() -> None:
    request = RequestFactory().get("/none", headers=BROWSER)
    for view, arguments, code in ((handler404, [Exception("x")], 404), (handler500, [], 500)):
        answer = view(request, *arguments)
        assert answer.status_code == code
        assert answer.headers["Content-Language"] == "zh-TW"


@pytest.mark.usefixtures("caplog")
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


def test_under_asgi_too() -> None:
    async def run() -> None:
        client = AsyncClient(raise_request_exception=False)
        answer = await client.get("/none", headers=BROWSER)
        assert answer.headers["Content-Language"] == "zh-TW"
        for path in ("/asks", "/asks/later"):
            answer = await client.get(path, headers=BROWSER)
            assert answer.content == b"zh_TW"
        assert get_locale() == "en"

    asyncio.run(run())
    assert ASGIHandler()._middleware_chain


@pytest.mark.parametrize("middleware", [settings.MIDDLEWARE, LOCALE_MIDDLEWARE])
def test_interleaved_requests_keep_their_languages(middleware: list[str]) -> None:
    wrong: list[str] = []
    wanted = {"de": "de", "zh-hans": "zh-CN", "en": "en", "zh-CN": "zh-CN"}

    def serve(language: str) -> None:
        client = Client(raise_request_exception=False)
        for number in range(250):
            path = ("/asks", "/none", "/fail/empty")[number % 3]
            answer = ask(path, client=client, **{"Accept-Language": language})
            found = answer.headers.get("Content-Language", "")
            if path == "/asks":
                found = answer.content.decode().replace("_", "-")
            if found != wanted[language] or get_locale() != "en":
                wrong.append(f"{path} {language} {found}")

    async def serve_later(language: str) -> None:
        client = AsyncClient(raise_request_exception=False)
        for number in range(20):
            path = ("/asks", "/asks/later", "/none")[number % 3]
            answer = await client.get(path, headers={"Accept-Language": language})
            found = answer.content.decode().replace("_", "-")
            if path == "/none":
                found = answer.headers["Content-Language"]
            if found != wanted[language]:
                wrong.append(f"{path} {language} {found}")

    async def gather() -> None:
        await asyncio.gather(*(serve_later(language) for language in [*wanted] * 3))

    with override_settings(MIDDLEWARE=middleware):
        threads = [threading.Thread(target=serve, args=[language]) for language in wanted]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        asyncio.run(gather())
    assert wrong == []
