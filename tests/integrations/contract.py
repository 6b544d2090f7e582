"""What every adapter does, asked of a site that each framework's tests build.

The site has these routes, and ``lang`` in a cookie as its selector, and ``/api/`` as its API:

- ``/ok``: 200, the phrase of 404 in the active locale, asked for twice with a pause between.
- ``/bare``: an empty 404 with ``X-Own: 1`` and a cookie.
- ``/page``: a 404 with the text ``Nothing here``.
- ``/own``: the framework's own exception for 404, which says ``No such book``.
- ``/busy``: the framework's own exception for 503, with ``Retry-After: 120``.
- ``/login``: the framework's own exception for 401, with ``WWW-Authenticate: Basic``.
- ``/set``: makes German the active locale and raises the framework's own exception for 404.
- ``/boom``: raises ``ZeroDivisionError``.
- ``/stream``: 200 in two pieces, each a phrase of 404 in the active locale.
- ``/refused``: 403, streamed in two pieces, ``one`` and ``two``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from typing import Any
from xml.etree import ElementTree

import pytest

from httplingo import get_locale, get_message
from httplingo.integrations._core import log as faults
from httplingo.integrations._core.policy import Policy

from .asking import CHINESE, PHRASES, Answer

Ask = Callable[..., Answer]

CHOICES: dict[str, Any] = {"api": "/api/"}
ZH = {"Accept_Language": CHINESE["Accept-Language"], "Accept": "text/plain"}
ANY = {**ZH, "Accept": "*/*"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
NOT_FOUND = PHRASES["zh-TW"]
#: Requests in different languages that every adapter is asked at the same time.
INTERLEAVED = 1000


def first_line(answer: Answer) -> str:
    return answer.body.decode().partition("\n")[0].strip()


def assert_localized(answer: Answer, status: str, locale: str = "zh_TW") -> None:
    code = int(status[:3])
    assert answer.status == status
    assert first_line(answer) == f"{code} {get_message(code, locale).phrase}"
    assert answer.header("content-language") == locale.replace("_", "-")
    vary = (answer.header("vary") or "").replace("\n", ",").replace(" ", "").lower().split(",")
    assert {"accept", "accept-language"} <= set(vary)
    assert answer.header("content-length") == str(len(answer.body))


def an_unknown_path_is_answered_in_the_visitors_language(ask: Ask) -> None:
    assert_localized(ask("/none", **ZH), "404 Not Found")


def assert_allow_is_kept(ask: Ask) -> None:
    """Ask with a wrong method; not every framework answers that with 405."""
    answer = ask("/ok", "DELETE", **ZH)
    assert_localized(answer, "405 Method Not Allowed")
    allow = answer.header("allow")
    assert allow is not None
    assert "GET" in allow


def the_frameworks_own_exception_keeps_its_headers(ask: Ask) -> None:
    busy = ask("/busy", **ZH)
    assert_localized(busy, "503 Service Unavailable")
    assert busy.header("retry-after") == "120"
    login = ask("/login", **ZH)
    assert_localized(login, "401 Unauthorized")
    assert "Basic" in (login.header("www-authenticate") or "")


def an_empty_answer_is_filled_and_keeps_its_headers(ask: Ask) -> None:
    answer = ask("/bare", **ZH)
    assert_localized(answer, "404 Not Found")
    assert answer.header("x-own") == "1"
    assert "crumb=1" in (answer.header("set-cookie") or "")


def the_applications_own_words_stay(ask: Ask) -> None:
    page, own = ask("/page", **ZH), ask("/own", **ANY)
    assert page.status.startswith("404")
    assert page.body == b"Nothing here"
    assert page.header("content-language") is None
    assert own.status.startswith("404")
    assert b"No such book" in own.body
    assert NOT_FOUND.encode() not in own.body


def an_answer_below_400_passes_with_the_locale_active(ask: Ask) -> None:
    answer = ask("/ok", **ZH)
    assert (answer.status, answer.body.decode()) == ("200 OK", f"{NOT_FOUND} {NOT_FOUND}")
    assert answer.header("content-language") is None
    assert answer.header("vary") is None


def streams_pass_and_speak_the_visitors_language(ask: Ask) -> None:
    assert ask("/stream", **ZH).body.decode() == NOT_FOUND * 2
    refused = ask("/refused", **ZH)
    assert (refused.status[:3], refused.body) == ("403", b"onetwo")


def accept_decides_the_format(ask: Ask) -> None:
    def of(accept: str, path: str = "/none") -> tuple[str, bytes]:
        answer = ask(path, Accept=accept, Accept_Language="de")
        assert answer.status == "404 Not Found"
        return (answer.header("content-type") or "").partition(";")[0], answer.body

    kind, page = of(BROWSER)
    assert kind == "text/html"
    assert b'lang="de"' in page
    kind, problem = of("application/problem+json")
    assert (kind, json.loads(problem)["title"]) == ("application/problem+json", PHRASES["de"])
    kind, document = of("application/problem+xml")
    assert kind == "application/problem+xml"
    assert PHRASES["de"] in "".join(ElementTree.fromstring(document).itertext())
    assert of("*/*")[0] == "application/problem+json"
    both = "text/html, application/problem+json"
    assert (of(both)[0], of(both, "/api/x")[0]) == ("text/html", "application/problem+json")


def head_has_the_headers_and_no_body(ask: Ask) -> None:
    get, head = ask("/none", **ZH), ask("/none", "HEAD", **ZH)
    assert (head.status, head.body) == ("404 Not Found", b"")
    assert head.header("content-language") == "zh-TW"
    assert head.header("content-type") == get.header("content-type")
    assert head.header("content-length") in {None, str(len(get.body))}
    assert ask("/ok", **ZH).status == "200 OK"  # the connection is still in step


def an_exception_that_nobody_handles_is_a_localized_500(ask: Ask) -> None:
    answer = ask("/boom", **ZH)
    assert_localized(answer, "500 Internal Server Error")
    assert b"ZeroDivision" not in answer.body


def the_selector_wins_over_the_header(ask: Ask) -> None:
    assert_localized(ask("/none", Cookie="lang=fr", **ZH), "404 Not Found", "fr")
    assert ask("/ok", Cookie="lang=fr", **ZH).body.decode() == " ".join([PHRASES["fr"]] * 2)
    # What is no locale is passed over.
    assert_localized(ask("/none", Cookie="lang=..%2F", **ZH), "404 Not Found")


def a_locale_that_the_application_sets_wins(ask: Ask) -> None:
    assert_localized(ask("/set", **ZH), "404 Not Found", "de")
    assert_localized(ask("/none", **ZH), "404 Not Found")


def bad_headers_are_answered_in_english(ask: Ask) -> None:
    for bad in ("", "*", ";;;=,q=x", "zh" * 2000, "xx-" * 500):
        answer = ask("/none?q=<script>alert(1)</script>", Accept="text/plain", Accept_Language=bad)
        assert answer.status == "404 Not Found"
        assert first_line(answer) == "404 Not Found"
        assert b"script" not in answer.body


def interleaved_requests_do_not_mix_their_languages(ask: Ask) -> None:
    languages = list(islice(cycle(PHRASES), INTERLEAVED))

    def one(number: int) -> tuple[str, str]:
        language = languages[number]
        headers = {"Accept_Language": language, "Accept": "text/plain"}
        if number % 3:
            return ask("/ok", **headers).body.decode(), f"{PHRASES[language]} {PHRASES[language]}"
        return first_line(ask("/none", **headers)), f"404 {PHRASES[language]}"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(INTERLEAVED)))
    assert [got for got, wanted in answers if got != wanted] == []
    assert get_locale() == "en"


BEHAVIOURS: list[Callable[[Ask], None]] = [
    an_unknown_path_is_answered_in_the_visitors_language,
    the_frameworks_own_exception_keeps_its_headers,
    an_empty_answer_is_filled_and_keeps_its_headers,
    the_applications_own_words_stay,
    an_answer_below_400_passes_with_the_locale_active,
    streams_pass_and_speak_the_visitors_language,
    accept_decides_the_format,
    head_has_the_headers_and_no_body,
    an_exception_that_nobody_handles_is_a_localized_500,
    the_selector_wins_over_the_header,
    a_locale_that_the_application_sets_wins,
    bad_headers_are_answered_in_english,
    interleaved_requests_do_not_mix_their_languages,
]

#: ``@every_behaviour`` above a test that takes the behaviour and the site.
every_behaviour = pytest.mark.parametrize(
    "behaviour", [pytest.param(one, id=one.__name__) for one in BEHAVIOURS]
)


def assert_faults_are_logged_once(
    ask: Ask, default: bytes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Break the error page: the framework's own answer goes out."""

    def broken(*_: object, **__: object) -> Any:
        raise RuntimeError("no template")

    monkeypatch.setattr(Policy, "answer", broken)
    monkeypatch.setattr(Policy, "document", broken)
    monkeypatch.setattr(faults, "_seen", set())
    answers = [ask("/none", **ANY) for _ in range(3)]
    assert {answer.status for answer in answers} == {"404 Not Found"}
    assert all(default in answer.body for answer in answers)
    logged = [one for one in caplog.records if one.name == "httplingo.integrations"]
    assert [one.exc_info is not None for one in logged] == [True]
