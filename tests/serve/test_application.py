"""The default backend: what proxies ask, what they get, and that nothing makes it fail or grow."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import tracemalloc
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from httplingo import negotiate_locale
from httplingo.documents import render
from httplingo.serve import Application, Settings
from httplingo.serve.access_log import AccessLog
from tests.integrations.asking import Answer, scope
from tests.integrations.checker import check

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def ask(app: Application, path: str = "/", method: str = "GET", **headers: str) -> Answer:
    sent: list[dict[str, Any]] = []

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    asyncio.run(app(scope(method, path, **headers), None, send))
    answer = Answer(sent[0]["status"], sent[0]["headers"], sent[1]["body"])
    if answer.status not in {401, 405, 407, 426}:  # whose fields the proxy's upstream has sent
        check(method, answer)
    return answer


@pytest.fixture(scope="module")
def app() -> Application:
    return Application(Settings())


@pytest.mark.parametrize("code", range(400, 600))
def test_every_error_is_answered_with_its_page(app: Application, code: int) -> None:
    asked = {"X_Code": str(code), "X_Format": BROWSER, "Accept_Language": "zh-HK,zh;q=0.8"}
    answer = ask(app, **asked)
    assert answer.status == code
    assert answer.header("content-language") == "zh-TW"
    assert answer.body == render(code, "zh_TW", "text/html").body
    assert ask(app, f"/{code}.html", Accept_Language="zh-HK").body == answer.body


@pytest.mark.parametrize(
    ("path", "headers", "kind"),
    [
        ("/", {"X_Code": "503", "X_Format": "application/json"}, "application/json"),
        ("/503", {"Accept": "application/problem+json"}, "application/problem+json"),
        ("/503", {"Accept": "*/*"}, "text/html"),
        ("/503", {}, "text/html"),
        ("/503.json", {"Accept": BROWSER}, "application/json"),
        ("/503.txt", {}, "text/plain"),
        ("/503", {"Accept": "image/png"}, "text/plain"),
    ],
)
def test_the_format_is_what_was_asked_for(
    app: Application, path: str, headers: dict[str, str], kind: str
) -> None:
    answer = ask(app, path, **headers)
    assert answer.status == 503
    assert (answer.header("content-type") or "").partition(";")[0] == kind
    if "json" in kind:
        assert json.loads(answer.body)["status"] == 503


@pytest.mark.parametrize("path", ["/", "/index.html", "/399", "/600", "/4040", "/404/", "/404.php"])
def test_everything_else_is_a_404(app: Application, path: str) -> None:
    assert ask(app, path).status == 404


@pytest.mark.parametrize("code", ["200", "302", "", "4xx", "٤٠٤", "404, 500", "999"])
def test_a_code_that_is_none_is_a_404(app: Application, code: str) -> None:
    headers = [(b"x-code", code.encode("utf-8"))]
    sent: list[dict[str, Any]] = []

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    asyncio.run(app({**scope(), "headers": headers}, None, send))
    assert sent[0]["status"] == 404


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("gzip;q=0.1, identity;q=1", None),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("*;q=0", None),
        (";;q=,", None),
    ],
)
def test_the_content_coding_is_negotiated(
    app: Application, accepted: str, coding: str | None
) -> None:
    answer = ask(app, "/502.html", Accept_Encoding=accepted)
    assert answer.header("content-encoding") == coding
    plain = ask(app, "/502.html").body
    if coding == "gzip":
        assert gzip.decompress(answer.body) == plain
    elif coding == "br":
        assert brotli.decompress(answer.body) == plain
    else:
        assert answer.body == plain
    assert "Accept-Encoding" in (answer.header("vary") or "")


def test_a_page_shows_what_it_is_told_to_show_and_is_not_stored() -> None:
    app = Application(Settings(show=("request-id", "host", "path"), home_url="/"))
    asked = {
        "X_Code": "502",
        "X_Request_ID": "R<4711>",
        "X_Original_URI": "/a?b=<script>",
        "Host": "shop.example",
    }
    answer = ask(app, **asked)
    assert b"R&lt;4711&gt;" in answer.body
    assert b"shop.example" in answer.body
    assert b"<script>" not in answer.body
    assert answer.header("cache-control") == "no-store"


def test_head_has_the_length_and_no_body(app: Application) -> None:
    get, head = ask(app, "/404"), ask(app, "/404", "HEAD")
    assert (head.body, head.headers) == (b"", get.headers)


def test_health_readiness_and_metrics(app: Application) -> None:
    for path in ("/healthz", "/readyz"):
        assert (ask(app, path).status, ask(app, path).body) == (200, b"ok\n")
    ask(app, "/504.html", Accept_Language="de")
    text = ask(app, "/metrics").body.decode()
    assert 'httplingo_answers_total{code="504",format="text/html",locale="de"}' in text
    # A proxy that asks with a code asks for an error page, whatever the path is.
    assert ask(app, "/metrics", X_Code="500").status == 500


def test_only_the_locales_of_the_site_are_chosen() -> None:
    app = Application(Settings(locales=("de", "fr"), default_locale="fr"))
    languages = {"de-AT": "de", "ja": "fr", "zh-HK, de;q=0.1": "de"}
    for header, wanted in languages.items():
        assert ask(app, "/404", Accept_Language=header).header("content-language") == wanted


def test_catalogs_are_read_anew(make_catalog: Any) -> None:
    folder = make_catalog("de", {"404.phrase": "Eins"})
    app = Application(Settings(catalogs=(str(folder),)))
    assert b"Eins" in ask(app, "/404.txt", Accept_Language="de").body
    make_catalog("de", {"404.phrase": "Zwei"})
    app.refresh()
    assert b"Zwei" in ask(app, "/404.txt", Accept_Language="de").body


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_access_log_is_a_line_an_answer(form: Any) -> None:
    app = Application(Settings())
    written = io.StringIO()
    app.log = AccessLog(form, written)
    ask(app, X_Code="502", X_Request_ID="a\x1b[31m\\nb", X_Service_Name="shop")
    app.log.flush()
    (line,) = written.getvalue().splitlines()
    assert "\x1b" not in line
    if form == "json":
        assert json.loads(line)["service"] == "shop"
    else:
        assert 'service="shop"' in line


@pytest.mark.parametrize(
    ("variables", "hint"),
    [
        ({"HTTPLINGO_PORT": "http"}, "HTTPLINGO_PORT"),
        ({"HTTPLINGO_PORT": "70000"}, "65535"),
        ({"HTTPLINGO_WORKERS": "0"}, "at least one"),
        ({"HTTPLINGO_SHOW": "cookies"}, "request-id, host, path"),
        ({"HTTPLINGO_LOCALES": "de,tlh"}, "tlh"),
        ({"HTTPLINGO_THEME": "nihgt"}, "theme"),
        ({"HTTPLINGO_LOG_FORMAT": "xml"}, "log_format"),
        ({"HTTPLINGO_CATALOGS": "/nowhere"}, "nowhere"),
    ],
)
def test_a_mistake_in_the_settings_is_an_error_at_the_start(
    variables: dict[str, str], hint: str
) -> None:
    with pytest.raises(ValueError, match=hint):
        Settings.of_environment(variables)


def test_settings_survive_the_environment() -> None:
    settings = Settings(port=1, locales=("de", "fr"), show=("path",), theme="plain", home_url="/x")
    assert Settings.of_environment(settings.environment()) == settings


HEADERS = st.dictionaries(
    st.sampled_from(["x-code", "x-format", "accept", "accept-language", "accept-encoding"]),
    st.binary(max_size=200),
    max_size=5,
)


@given(HEADERS, st.text(max_size=30))
def test_any_request_is_answered(headers: dict[str, bytes], path: str) -> None:
    sent: list[dict[str, Any]] = []

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    pairs = [(name.encode(), value) for name, value in headers.items()]
    asyncio.run(APP({**scope(), "path": path, "headers": pairs}, None, send))
    assert sent[0]["status"] in {200, *range(400, 600)}
    language = headers.get("accept-language", b"").decode("latin-1")
    if sent[0]["status"] != 200:
        found = dict(sent[0]["headers"])[b"content-language"].decode().replace("-", "_")
        assert found == negotiate_locale(language)


APP = Application(Settings())


def test_a_flood_of_different_headers_leaves_no_memory_behind(app: Application) -> None:
    def flood(start: int) -> None:
        for number in range(start, start + 3_000):
            language = f"de;q=0.{number},x-{number}" + "a" * (number % 500)
            ask(app, "/404.html", Accept_Language=language, Accept_Encoding=f"gzip;q=0.{number}")

    flood(1)
    tracemalloc.start()
    flood(10_000)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1 << 20
