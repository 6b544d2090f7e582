from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from httplingo import (
    Lingo,
    add_catalogs,
    get_locale,
    get_message,
    set_default_locale,
    set_locale,
    use_locale,
)
from httplingo.documents import render
from httplingo.integrations._core import log as faults
from httplingo.integrations._core import site
from httplingo.integrations.asgi import LocalizedErrorsMiddleware, ScopeAdapter
from tests.conftest import MakeCatalog

from .asking import CHINESE, asgi_app, ask, body, messages, receive, scope, start

BARE = asgi_app(start(404), body())


def test_an_empty_error_speaks_the_visitors_language() -> None:
    answer = ask(LocalizedErrorsMiddleware(BARE))
    assert answer.status == 404
    assert answer.body == render(404, "zh_TW", "text/plain").body
    assert answer.header("content-language") == "zh-TW"
    assert answer.header("content-length") == str(len(answer.body))
    assert answer.header("vary") == "Accept, Accept-Language"


def test_vary_is_there_though_the_request_named_nothing() -> None:
    answer = ask(LocalizedErrorsMiddleware(BARE), scope())
    assert answer.header("vary") == "Accept, Accept-Language, HX-Request"
    assert answer.header("content-language") == "en"


@pytest.mark.parametrize(
    "sent",
    [
        [start(200, (b"x", b"y")), body(b"a", True), body(b"b")],
        [start(304), body()],
        [start(404, (b"content-type", b"text/plain")), body(b"No such user")],
        [start(404, (b"content-type", b"application/json")), body(b'{"detail":"Not Found"', True)],
        [start(404, (b"content-encoding", b"gzip"), (b"content-length", b"0")), body()],
        [start(500, (b"content-length", b"9999")), body(b"a" * 9999)],
        [start(404, trailers=True), body(), {"type": "http.response.trailers", "headers": []}],
        [start(404), {"type": "http.response.pathsend", "path": "/404.html"}],
        [start(404), body(b"", True), body(b"own", True), body(b" words")],
        [start(404), body(b"Not Found", True), body(b", really")],
        [{"type": "http.response.debug", "info": {}}, start(404), body(b"own")],
        [start(600), body()],
    ],
)
def test_what_is_the_applications_own_passes_untouched(sent: list[dict[str, Any]]) -> None:
    assert messages(LocalizedErrorsMiddleware(asgi_app(*sent))) == sent


def test_what_passes_passes_at_once() -> None:
    async def run() -> None:
        seen: list[str] = []
        gate = asyncio.Event()

        async def app(_scope: Any, _receive: Any, send: Any) -> None:
            await send(start(503, (b"content-type", b"text/event-stream")))
            await send(body(b"first", True))
            await gate.wait()
            await send(body(b"last"))

        async def send(message: Any) -> None:
            seen.append(message["type"])

        task = asyncio.create_task(LocalizedErrorsMiddleware(app)(scope(), receive, send))
        await asyncio.sleep(0)
        assert seen == ["http.response.start", "http.response.body"]
        gate.set()
        await task

    asyncio.run(run())


def test_a_default_in_two_parts_is_replaced() -> None:
    app = asgi_app(
        start(404, (b"content-type", b"text/plain; charset=utf-8")),
        body(b"Not Found", True),
        body(),
    )
    assert ask(LocalizedErrorsMiddleware(app)).header("content-language") == "zh-TW"


def test_headers_that_matter_stay_and_those_of_the_old_body_go() -> None:
    kept = [
        (b"www-authenticate", b"Basic"),
        (b"retry-after", b"120"),
        (b"allow", b"GET"),
        (b"set-cookie", b"a=1"),
        (b"set-cookie", b"b=2"),
        (b"access-control-allow-origin", b"*"),
        (b"cache-control", b"private"),
    ]
    gone = [
        (b"content-type", b"text/plain"),
        (b"Content-Length", b"0"),
        (b"etag", b'"1"'),
        (b"last-modified", b"Mon, 23 Nov 2026 00:00:00 GMT"),
        (b"content-language", b"en"),
    ]
    answer = ask(
        LocalizedErrorsMiddleware(asgi_app(start(503, *kept, *gone, (b"vary", b"Origin")), body())),
    )
    assert [pair for pair in answer.headers if pair in kept] == kept
    assert not [pair for pair in answer.headers if pair in gone]
    assert answer.header("vary") == "Origin, Accept, Accept-Language"
    assert answer.header("cache-control") == "private"
    assert answer.header("retry-after") == "120"
    assert "2 分鐘" in answer.body.decode()


def test_the_sites_policy_gives_way_to_the_pages_except_for_who_may_frame_it() -> None:
    site = (b"content-security-policy", b"default-src 'self'; frame-ancestors 'none'")
    app = LocalizedErrorsMiddleware(asgi_app(start(404, site), body()))
    answer = ask(app, scope(accept="text/html"))
    own, framing = (answer.header("content-security-policy") or "").split("\n")
    assert "'sha256-" in own
    assert framing == "frame-ancestors 'none'"
    assert ask(app).header("content-security-policy") == site[1].decode()


def test_head_has_the_headers_and_no_body() -> None:
    app = LocalizedErrorsMiddleware(BARE)
    get, head = ask(app), ask(app, scope("HEAD", **CHINESE))
    assert head.body == b""
    assert head.headers == get.headers


def test_head_of_the_applications_own_error_page_stays() -> None:
    sent = [start(404, (b"content-length", b"4711"), (b"content-type", b"text/html")), body()]
    assert messages(LocalizedErrorsMiddleware(asgi_app(*sent)), scope("HEAD")) == sent


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_other_connections_are_none_of_its_business(kind: str) -> None:
    seen: list[Any] = []

    async def app(*arguments: Any) -> None:
        seen.extend(arguments)

    asked = {"type": kind}
    asyncio.run(LocalizedErrorsMiddleware(app)(asked, receive, receive))  # type: ignore[arg-type]
    assert seen == [asked, receive, receive]


def test_a_request_speaks_its_language_and_nothing_is_left_of_it() -> None:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        in_task = asyncio.create_task(asyncio.to_thread(get_locale))
        assert get_message(404).locale == "zh_TW"
        assert await in_task == "zh_TW"
        with use_locale("de"):
            assert get_message(404).locale == "de"
        await send(start(200))
        await send(body())

    async def run() -> None:
        async def send(_: Any) -> None: ...

        await LocalizedErrorsMiddleware(app)(scope(**CHINESE), receive, send)
        assert get_locale() == "en"

    asyncio.run(run())


def test_a_200_that_asks_nothing_chooses_no_language() -> None:
    def selector(_: Any) -> str:
        raise AssertionError

    assert (
        ask(LocalizedErrorsMiddleware(asgi_app(start(200), body(b"x")), selector=selector)).status
        == 200
    )


def test_the_selector_comes_before_the_header_and_the_frameworks_locale_before_both() -> None:
    class OfAFramework(ScopeAdapter):
        def framework_locale(self, request: Any) -> Any:
            return request.get("locale")

    class Middleware(LocalizedErrorsMiddleware):
        def adapter(self) -> OfAFramework:
            return OfAFramework()

    def language(locale: str | None = None, **options: Any) -> str | None:
        asked = {**scope(**CHINESE), "locale": locale}
        return ask(Middleware(BARE, **options), asked).header("content-language")

    assert language(selector=lambda _: "de") == "de"
    assert language("de", selector=lambda _: "fr") == "de"
    assert language("de", selector=lambda _: "fr", selector_first=True) == "fr"
    assert language(selector=lambda _: None) == "zh-TW"
    assert language(selector=lambda _: "../../etc/passwd") == "zh-TW"


def test_vary_names_what_the_selector_reads() -> None:
    def by_host(_: Any) -> str:
        return "de"

    def vary(**options: Any) -> str | None:
        return ask(LocalizedErrorsMiddleware(BARE, **options)).header("vary")

    assert vary(selector=by_host) == "Accept, Accept-Language, Cookie"
    by_host.vary = "Host"  # type: ignore[attr-defined]
    assert vary(selector=by_host) == "Accept, Accept-Language, Host"
    by_host.vary = ()  # type: ignore[attr-defined]
    assert vary(selector=by_host) == "Accept, Accept-Language"


def test_a_selector_that_fails_is_logged_once_and_passed_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def selector(_: Any) -> str:
        raise RuntimeError("no cookie today")

    app = LocalizedErrorsMiddleware(BARE, selector=selector)
    assert {ask(app).header("content-language") for _ in range(3)} == {"zh-TW"}
    assert caplog.text.count("a locale selector failed") == 1


def test_the_locale_that_the_application_sets_wins() -> None:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        set_locale("fr")
        await send(start(404))
        await send(body())

    assert ask(LocalizedErrorsMiddleware(app)).header("content-language") == "fr"


def test_the_predicate_widens_and_narrows() -> None:
    own = asgi_app(
        start(404, (b"content-type", b"text/plain")), body(b"No", True), body(b" such user")
    )
    widened = LocalizedErrorsMiddleware(own, replace=lambda _, status, __: status == 404 or None)
    assert ask(widened).header("content-language") == "zh-TW"
    narrowed = LocalizedErrorsMiddleware(BARE, replace=lambda asked, _, __: asked["path"] != "/raw")
    assert ask(narrowed, scope(path="/raw")).body == b""
    assert ask(narrowed).body


def test_a_predicate_that_fails_leaves_the_answer_as_it_was() -> None:
    def replace(*_: Any) -> bool:
        raise RuntimeError("predicate")

    assert messages(LocalizedErrorsMiddleware(BARE, replace=replace)) == [start(404), body()]


def test_an_exception_before_the_start_is_answered_and_goes_on_to_the_server() -> None:
    async def app(*_: Any) -> None:
        raise RuntimeError("broken")

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises(RuntimeError, match="broken"):
        asyncio.run(LocalizedErrorsMiddleware(app)(scope(**CHINESE), receive, send))
    assert sent[0]["status"] == 500
    assert sent[1]["body"] == render(500, "zh_TW", "text/plain").body


@pytest.mark.parametrize("status", [200, 404])
def test_an_exception_after_the_start_only_goes_on(status: int) -> None:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send(start(status))
        raise RuntimeError("broken")

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises(RuntimeError, match="broken"):
        asyncio.run(LocalizedErrorsMiddleware(app)(scope(), receive, send))
    assert sent == [start(status)]


def test_if_the_page_fails_the_own_answer_goes_out_and_the_fault_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise OSError("the catalog is gone")

    monkeypatch.setattr(faults, "_seen", set())
    monkeypatch.setattr(site, "render", broken)
    default = [start(404, (b"content-type", b"text/plain")), body(b"Not Found")]
    app = LocalizedErrorsMiddleware(asgi_app(*default))
    with caplog.at_level(logging.ERROR):
        assert [messages(app) for _ in range(3)] == [default] * 3
    assert caplog.text.count("an error page failed") == 1


def test_what_is_remembered_follows_changed_catalogs_and_a_changed_default(
    make_catalog: MakeCatalog,
) -> None:
    app = LocalizedErrorsMiddleware(BARE)
    assert ask(app).body == ask(app).body == render(404, "zh_TW", "text/plain").body
    assert ask(app, scope()).header("content-language") == "en"
    set_default_locale("de")
    assert ask(app, scope()).header("content-language") == "de"
    add_catalogs(make_catalog("zh_TW", {"404.phrase": "site's own"}))
    assert ask(app).body.startswith(b"404 site's own")


def test_no_headers_are_shared_between_answers() -> None:
    app = LocalizedErrorsMiddleware(BARE)
    ask(app).headers.clear()
    messages(app)[0]["headers"].clear()
    assert ask(app).header("content-language") == "zh-TW"


def test_headers_that_can_be_read_only_once_reach_the_server() -> None:
    pairs = [(b"content-type", b"text/html"), (b"set-cookie", b"a=1")]
    own = {"type": "http.response.start", "status": 404, "headers": iter(pairs)}
    answer = ask(LocalizedErrorsMiddleware(asgi_app(own, body(b"<p>our own page</p>"))))
    assert answer.headers == pairs


def fails(_: Any) -> dict[str, Any]:
    raise RuntimeError("no details today")


def test_all_of_an_answer_goes_out_where_the_page_in_its_place_fails() -> None:
    app = LocalizedErrorsMiddleware(
        asgi_app(start(404, (b"x-own", b"1")), body(b"first, ", True), body(b"last")),
        replace=lambda *_: True,
        details=fails,
    )
    answer = ask(app)
    assert (answer.header("x-own"), answer.body) == ("1", b"first, last")


def test_a_200_that_shows_a_message_says_what_it_depends_on() -> None:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        shown = get_message(404).phrase.encode()
        await send(start(200, (b"vary", b"Origin")))
        await send(body(shown))

    answer = ask(LocalizedErrorsMiddleware(app))
    assert answer.header("vary") == "Origin, Accept-Language"
    assert answer.header("content-language") == "zh-TW"


@pytest.mark.parametrize(
    ("choices", "hint"),
    [
        ({"formats": ["text/htm"]}, "perhaps 'text/html'"),
        ({"formats": []}, "at least one"),
        ({"details": {"them": "plain"}}, "perhaps 'theme'"),
        ({"details": {"theme": "/no/such/folder"}}, "theme"),
        ({"api": ""}, "api"),
        ({"api": [1]}, "api"),
        ({"selector": "lang"}, "selector"),
        ({"replace": True}, "replace"),
    ],
)
def test_a_mistake_in_the_configuration_is_an_error_at_the_start(
    choices: dict[str, Any], hint: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=hint):
        LocalizedErrorsMiddleware(BARE, **choices)


def test_an_iterator_of_api_paths_is_not_used_up() -> None:
    app = LocalizedErrorsMiddleware(BARE, api=(path for path in ["/api/"]))
    for _ in range(2):
        answer = ask(app, scope(path="/api/x", accept="text/html"))
        assert answer.header("content-type") == "application/problem+json"


def test_formats_may_be_chosen_for_each_request() -> None:
    def formats(asked: Any) -> list[str]:
        return ["text/plain"] if asked["path"] == "/text" else ["text/html", "application/json"]

    app = LocalizedErrorsMiddleware(BARE, formats=formats)
    kinds = [ask(app, scope(path=path)).header("content-type") for path in ("/text", "/")]
    assert kinds == ["text/plain; charset=utf-8", "text/html; charset=utf-8"]


def test_a_retry_after_of_the_answer_is_what_the_page_says() -> None:
    app = LocalizedErrorsMiddleware(
        asgi_app(start(503, (b"retry-after", b"3600")), body()), details={"retry_after": 60}
    )
    answer = ask(app, scope(accept="text/plain"))
    assert answer.header("retry-after") == "3600"
    assert "in 1 hour" in answer.body.decode()


def test_two_sites_answer_side_by_side() -> None:
    first, second = Lingo(), Lingo(default_locale="de")
    first.add_messages("en", {"404.phrase": "First house"})
    apps = [LocalizedErrorsMiddleware(BARE, lingo=one) for one in (first, second)]
    bodies = [ask(app, scope(accept="text/plain")).body.decode() for app in apps]
    assert [text.splitlines()[0] for text in bodies] == ["404 First house", "404 Nicht gefunden"]
