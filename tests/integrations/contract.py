"""What every way in does, asked of a site that each framework's tests build.

The site has ``lang`` in a cookie as its selector, ``/api/`` as its API, shows ``X-Request-ID`` of
the request as its request number, and these routes:

- ``/ok``: 200, the phrase of 404 in the active locale, asked for twice with a pause between.
- ``/plain``: 200, ``fine``, and nothing is asked for.
- ``/bare``: an empty 404 with ``X-Own: 1`` and a cookie.
- ``/page``: a 404 with the text ``Nothing here``.
- ``/own``: the framework's own exception for 404, which says ``No such book``.
- ``/busy``: the framework's own exception for 503, with ``Retry-After: 120``.
- ``/login``: the framework's own exception for 401, with ``WWW-Authenticate: Basic``.
- ``/range``: an empty 416 with ``Content-Range: bytes */10``.
- ``/public``: an empty 404 with ``Cache-Control: public, max-age=60``.
- ``/taken``: raises ``Problem(409, "seat-taken", seat="<12A>")``.
- ``/left``: an empty 404 of an endpoint that is left out.
- ``/set``: makes German the active locale and raises the framework's own exception for 404.
- ``/boom``: raises ``ZeroDivisionError``.
- ``/stream``: 200 in two pieces, each a phrase of 404 in the active locale.
- ``/refused``: 403, streamed in two pieces, ``one`` and ``two``.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any
from xml.etree import ElementTree

import pytest

from httplingo import Lingo, get_locale, get_message
from httplingo.integrations._core import log
from httplingo.integrations._core import site as core_site

from .asking import CHINESE, PHRASES, Answer
from .checker import check, check_localized

Ask = Callable[..., Answer]


def reads_cookie(request: Any) -> str | None:
    """Return ``lang`` of the cookies, as every framework of ours calls them."""
    cookies = request.cookies if hasattr(request, "cookies") else {}
    return cookies.get("lang")


def site_texts() -> Lingo:
    """Return the catalogs of the contract's site: texts of its own problem."""
    lingo = Lingo()
    lingo.add_messages("en", {"seat-taken.phrase": "Seat {seat} is taken"})
    lingo.add_messages(
        "zh_TW",
        {
            "seat-taken.phrase": "座位 {seat} 已被預訂",
            "seat-taken.description": "{train} 的座位 {seat} 已被預訂。",
            "seat-taken.advice": "請選擇其他座位。",
        },
    )
    return lingo


#: The choices of the contract's site; each framework adds its selector and its details.
CHOICES: dict[str, Any] = {"api": "/api/", "lingo": site_texts()}
#: What the site's ``details`` are: the header of the request, if it is there.
NUMBER = "X-Request-ID"

ZH = {"Accept_Language": CHINESE["Accept-Language"], "Accept": "text/plain"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
NOT_FOUND = PHRASES["zh-TW"]
#: Requests in different languages that every way in is asked at the same time.
INTERLEAVED = 1000


def checked(ask: Ask) -> Ask:
    """Return what asks and holds every answer against `check`."""

    def asking(path: str, method: str = "GET", **headers: Any) -> Answer:
        answer = ask(path, method, **headers)
        check(method, answer)
        return answer

    return asking


def code_of(answer: Answer) -> int:
    return answer.status if isinstance(answer.status, int) else int(answer.status[:3])


def first_line(answer: Answer) -> str:
    return answer.body.decode().partition("\n")[0].strip()


def vary_of(answer: Answer) -> set[str]:
    vary = (answer.header("vary") or "").replace("\n", ",").replace(" ", "").lower()
    return set(filter(None, vary.split(",")))


def assert_localized(answer: Answer, code: int, locale: str = "zh_TW") -> None:
    assert code_of(answer) == code
    assert first_line(answer) == f"{code} {get_message(code, locale).phrase}"
    assert answer.header("content-language") == locale.replace("_", "-")
    check_localized(answer)
    assert answer.header("content-length") == str(len(answer.body))


def an_unknown_path_is_answered_in_the_visitors_language(ask: Ask) -> None:
    assert_localized(ask("/none", **ZH), 404)


def assert_allow_is_kept(ask: Ask) -> None:
    """Ask with a wrong method; not every framework answers that with 405."""
    answer = ask("/ok", "DELETE", **ZH)
    assert_localized(answer, 405)
    allow = answer.header("allow")
    assert allow is not None
    assert "GET" in allow


def the_frameworks_own_exception_keeps_its_headers(ask: Ask) -> None:
    busy = ask("/busy", **ZH)
    assert_localized(busy, 503)
    assert busy.header("retry-after") == "120"
    assert get_message(503, "zh_TW").advice.encode() in busy.body
    login = ask("/login", **ZH)
    assert_localized(login, 401)
    assert "Basic" in (login.header("www-authenticate") or "")


def an_empty_answer_is_filled_and_keeps_its_headers(ask: Ask) -> None:
    answer = ask("/bare", **ZH)
    assert_localized(answer, 404)
    assert answer.header("x-own") == "1"
    assert "crumb=1" in (answer.header("set-cookie") or "")


def a_body_of_the_applications_own_stays(ask: Ask) -> None:
    page = ask("/page", **ZH)
    assert code_of(page) == 404
    assert page.body == b"Nothing here"
    assert page.header("content-language") is None


def own_words_stand_in_the_localized_frame_in_every_format(ask: Ask) -> None:
    for accept in ("text/plain", BROWSER, "application/problem+json", "application/problem+xml"):
        own = ask("/own", Accept=accept, Accept_Language=ZH["Accept_Language"])
        assert code_of(own) == 404
        assert b"No such book" in own.body
        assert NOT_FOUND.encode() in own.body
        check_localized(own)
        if accept == "application/problem+json":
            assert json.loads(own.body)["detail"] == "No such book"


def a_problem_of_the_sites_own_has_texts_in_every_format(ask: Ask) -> None:
    language = {"Accept_Language": ZH["Accept_Language"]}
    problem = ask("/taken", Accept="application/problem+json", **language)
    assert code_of(problem) == 409
    document = json.loads(problem.body)
    assert document["title"] == "座位 <12A> 已被預訂"
    assert document["detail"] == "{train} 的座位 <12A> 已被預訂。"
    assert document["advice"] == "請選擇其他座位。"
    assert (document["status"], document["code"]) == (409, "seat-taken")
    page = ask("/taken", Accept=BROWSER, **language)
    assert "座位 &lt;12A&gt; 已被預訂".encode() in page.body
    assert b"<12A>" not in page.body
    english = ask("/taken", Accept="text/plain", Accept_Language="en")
    assert b"Seat <12A> is taken" in english.body
    check_localized(page)


def an_endpoint_can_be_left_out(ask: Ask) -> None:
    answer = ask("/left", **ZH)
    assert code_of(answer) == 404
    assert answer.header("content-language") is None
    assert NOT_FOUND.encode() not in answer.body


def an_answer_below_400_passes_and_says_what_it_depends_on(ask: Ask) -> None:
    answer = ask("/ok", **ZH)
    assert (code_of(answer), answer.body.decode()) == (200, f"{NOT_FOUND} {NOT_FOUND}")
    assert answer.header("content-language") == "zh-TW"
    assert {"accept-language", "cookie"} <= vary_of(answer)
    plain = ask("/plain", **ZH)
    assert (code_of(plain), plain.body) == (200, b"fine")
    assert plain.header("content-language") is None
    assert not vary_of(plain) & {"accept-language"}


def streams_pass_and_speak_the_visitors_language(ask: Ask) -> None:
    assert ask("/stream", **ZH).body.decode() == NOT_FOUND * 2
    refused = ask("/refused", **ZH)
    assert (code_of(refused), refused.body) == (403, b"onetwo")


def accept_decides_the_format(ask: Ask) -> None:
    def of(accept: str, path: str = "/none") -> tuple[str, bytes]:
        answer = ask(path, Accept=accept, Accept_Language="de")
        assert code_of(answer) == 404
        check_localized(answer)
        return (answer.header("content-type") or "").partition(";")[0], answer.body

    kind, page = of(BROWSER)
    assert kind == "text/html"
    assert b'lang="de"' in page
    kind, problem = of("application/problem+json")
    assert (kind, json.loads(problem)["title"]) == ("application/problem+json", PHRASES["de"])
    kind, document = of("application/problem+xml")
    assert kind == "application/problem+xml"
    assert PHRASES["de"] in "".join(ElementTree.fromstring(document).itertext())
    # An API's path settles it, for browsers too.
    assert "json" in of(BROWSER, "/api/x")[0]
    # What scripts in pages send names JSON first, and takes anything.
    assert "json" in of("application/json, */*")[0]


def a_partial_request_gets_a_fragment_of_the_page(ask: Ask) -> None:
    whole = ask("/none", Accept=BROWSER, Accept_Language="de")
    part = ask("/none", Accept=BROWSER, Accept_Language="de", HX_Request="true")
    assert b"<html" in whole.body
    assert b"<html" not in part.body
    assert PHRASES["de"].encode() in part.body
    assert "hx-request" in vary_of(whole) & vary_of(part)


def head_has_the_headers_and_no_body(ask: Ask) -> None:
    get, head = ask("/none", **ZH), ask("/none", "HEAD", **ZH)
    assert (code_of(head), head.body) == (404, b"")
    assert head.header("content-language") == "zh-TW"
    assert head.header("content-type") == get.header("content-type")
    assert head.header("content-length") in {None, str(len(get.body))}
    assert code_of(ask("/ok", **ZH)) == 200  # the connection is still in step


def what_a_416_says_of_the_range_is_kept(ask: Ask) -> None:
    answer = ask("/range", **ZH)
    assert_localized(answer, 416)
    assert answer.header("content-range") == "bytes */10"


def what_is_of_one_visitor_is_never_stored_by_a_shared_cache(ask: Ask) -> None:
    shared = ask("/public", **ZH)
    assert shared.header("cache-control") == "public, max-age=60"
    assert "cookie" in vary_of(shared)
    personal = ask("/public", X_Request_ID="R-4711", **ZH)
    assert b"R-4711" in personal.body
    check_localized(personal, personal=True)


def an_exception_that_nobody_handles_is_a_localized_500(ask: Ask) -> None:
    answer = ask("/boom", **ZH)
    assert_localized(answer, 500)
    assert b"ZeroDivision" not in answer.body


def the_selector_wins_over_the_header(ask: Ask) -> None:
    answer = ask("/none", Cookie="lang=fr", **ZH)
    assert_localized(answer, 404, "fr")
    assert "cookie" in vary_of(answer)
    assert ask("/ok", Cookie="lang=fr", **ZH).body.decode() == " ".join([PHRASES["fr"]] * 2)
    # What is no locale is passed over.
    assert_localized(ask("/none", Cookie="lang=..%2F", **ZH), 404)


def two_lines_of_a_header_are_one_list(ask: Ask) -> None:
    answer = ask("/none", Accept=["text/plain;q=0.5", "image/png"], Accept_Language=["tlh", "fr"])
    assert_localized(answer, 404, "fr")


def a_locale_that_the_application_sets_wins(ask: Ask) -> None:
    assert_localized(ask("/set", **ZH), 404, "de")
    assert_localized(ask("/none", **ZH), 404)


def bad_headers_are_answered_in_english(ask: Ask) -> None:
    for bad in ("", "*", ";;;=,q=x", "zh" * 2000, "xx-" * 500):
        answer = ask("/none?q=<script>alert(1)</script>", Accept="text/plain", Accept_Language=bad)
        assert code_of(answer) == 404
        assert first_line(answer) == "404 Not Found"
        assert b"script" not in answer.body


def a_phrase_of_the_sites_own_stays_out_of_the_status_line(ask: Ask) -> None:
    texts: Lingo = CHOICES["lingo"]
    texts.add_messages("en", {"404.phrase": "Something’s gone\r\nX-Injected: 1"})
    try:
        answer = ask("/none", Accept="text/plain", Accept_Language="en")
        assert code_of(answer) == 404
        assert answer.header("x-injected") is None
        assert "gone" in answer.body.decode()
    finally:
        texts.add_messages("en", {"404.phrase": "Not Found"})


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


def an_error_page_that_fails_is_logged_once_and_the_frameworks_own_goes_out(ask: Ask) -> None:
    with broken_pages() as logged:
        answers = [ask("/none", **ZH) for _ in range(3)]
    assert {code_of(answer) for answer in answers} == {404}
    assert all(NOT_FOUND.encode() not in answer.body for answer in answers)
    assert len(logged) == 1


@contextmanager
def broken_pages() -> Iterator[list[str]]:
    """Let every document fail; the list gets what is logged."""
    logged: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append(record.getMessage())

    def broken(*_: object, **__: object) -> Any:
        raise RuntimeError("no template")

    handler = Collect()
    logger = logging.getLogger("httplingo.integrations")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core_site, "render", broken)
        patch.setattr(log, "_seen", set())
        logger.addHandler(handler)
        try:
            yield logged
        finally:
            logger.removeHandler(handler)


BEHAVIOURS: list[Callable[[Ask], None]] = [
    an_unknown_path_is_answered_in_the_visitors_language,
    the_frameworks_own_exception_keeps_its_headers,
    an_empty_answer_is_filled_and_keeps_its_headers,
    a_body_of_the_applications_own_stays,
    own_words_stand_in_the_localized_frame_in_every_format,
    a_problem_of_the_sites_own_has_texts_in_every_format,
    an_endpoint_can_be_left_out,
    an_answer_below_400_passes_and_says_what_it_depends_on,
    streams_pass_and_speak_the_visitors_language,
    accept_decides_the_format,
    a_partial_request_gets_a_fragment_of_the_page,
    head_has_the_headers_and_no_body,
    what_a_416_says_of_the_range_is_kept,
    what_is_of_one_visitor_is_never_stored_by_a_shared_cache,
    an_exception_that_nobody_handles_is_a_localized_500,
    the_selector_wins_over_the_header,
    two_lines_of_a_header_are_one_list,
    a_locale_that_the_application_sets_wins,
    bad_headers_are_answered_in_english,
    a_phrase_of_the_sites_own_stays_out_of_the_status_line,
    interleaved_requests_do_not_mix_their_languages,
    an_error_page_that_fails_is_logged_once_and_the_frameworks_own_goes_out,
]
