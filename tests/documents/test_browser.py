"""Every locale and theme in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from httplingo import add_messages, available_locales, get_message, tags
from httplingo._codes import REFERENCES
from httplingo.documents import BUILT_IN, Document, Theme, render

if TYPE_CHECKING:
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        Frame,
        Page,
        Request,
        Route,
        ViewportSize,
    )

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
CODES = [int(name) for name in REFERENCES if name.isdecimal() and name >= "400"]
PHONE: ViewportSize = {"width": 320, "height": 640}
ORIGIN = "http://site.test"

DETAILS: dict[str, Any] = {
    "request_id": "7f3a-91c2-04be",
    "retry_after": 120,
    "home_url": "/",
    "retry_url": "/retry",
    "host": "a.example",
    "path": "/a/rather/long/path/with-no-place-to-break-it-" + "x" * 60,
    "languages": {"en": "/en", "ar": "/ar", "zh_CN": "/zh", "hi": "/hi"},
    "audience": "developer",
    "detail": "The order with the number 17-2026-" + "x" * 40 + " was kept.",
    "detail_locale": "en",
    "errors": [{"detail": "is missing", "name": "email"}, {"detail": "y" * 60, "pointer": "#/a"}],
}
LOGO = '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/></svg>'
OWN = Theme(site_name="Example & Co", logo=LOGO, accent="#7a1fa2", accent_dark="#e2b6ff")
LOOKS: dict[str, Any] = {**{name: name for name in BUILT_IN}, "own": OWN}
# Scripts and directions that differ in what a layout can do wrong.
SCRIPTS = ("en", "ar", "hi", "zh_CN")


class Site:
    """A site of documents, each at an address of its own, with its headers; counts troubles."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.documents: dict[str, Document] = {}
        self.troubles: list[str] = []
        self.page.route("**/*", self._answer)
        self.page.on("console", lambda message: self.troubles.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("dialog", self._dialog)

    def _answer(self, route: Route, request: Request) -> None:
        document = self.documents.get(request.url.removeprefix(ORIGIN))
        if request.url == f"{ORIGIN}/wall":
            frames = "".join(f'<iframe src="{path}"></iframe>' for path in self.documents)
            style = "<style>iframe { width: 320px; height: 640px; border: 0 }</style>"
            route.fulfill(body=f"<!DOCTYPE html>{style}{frames}", content_type="text/html")
        elif document is None:
            self.troubles.append(f"request: {request.url}")
            route.abort()
        else:
            headers = dict(document.headers)
            route.fulfill(status=document.status, headers=headers, body=document.body)

    def _dialog(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def load(self, path: str) -> Page:
        self.troubles.clear()
        self.page.goto(f"{ORIGIN}{path}")
        return self.page

    def assert_peace(self) -> None:
        """Say that nothing went wrong while loading."""
        # Chromium itself says in the console that a page has an error's status.
        assert [each for each in self.troubles if "Failed to load resource" not in each] == []

    def show(self, document: Document) -> Page:
        """Load a document, and say that it loaded in peace."""
        self.documents = {"/page": document}
        page = self.load("/page")
        self.assert_peace()
        return page

    def show_all(self, documents: dict[str, Document]) -> dict[str, Frame]:
        """Load documents side by side on one page, in frames of 320 pixels; return the frames."""
        self.documents = {f"/{name}": document for name, document in documents.items()}
        page = self.load("/wall")
        self.assert_peace()
        return {frame.url.rpartition("/")[2]: frame for frame in page.frames[1:]}


@pytest.fixture(scope="module")
def site(browser: Browser) -> Iterator[Site]:
    """A telephone of the smallest kind."""
    context = browser.new_context(viewport=PHONE)
    yield Site(context)
    context.close()


def findings(page: Page, *, without: str = "") -> list[str]:
    """Run axe-core over the page in a world of its own, past the policy; return its violations."""
    rules = json.dumps({without: {"enabled": False}} if without else {})
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
    script = AXE.read_text("utf-8") + (
        f";axe.run(document, {{resultTypes: ['violations'], rules: {rules}}}).then("
        "found => JSON.stringify("
        "found.violations.map(each => [each.id, each.nodes.map(node => node.html)])))"
    )
    answer = session.send(
        "Runtime.evaluate",
        {
            "expression": script,
            "contextId": world["executionContextId"],
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    session.detach()
    found: list[str] = json.loads(answer["result"]["value"])
    return found


@pytest.mark.parametrize("look", LOOKS)
def test_every_locale_is_labelled_and_fits_320_pixels(site: Site, look: str) -> None:
    locales = available_locales()
    frames = site.show_all(
        {name: render(503, name, theme=LOOKS[look], **DETAILS) for name in locales}
    )
    assert frames.keys() == set(locales)
    for locale, frame in frames.items():
        lang, direction, shown, width = frame.evaluate(
            "() => [document.documentElement.lang, document.documentElement.dir,"
            " getComputedStyle(document.querySelector('h1')).direction,"
            " document.documentElement.scrollWidth]"
        )
        assert (lang, direction) == (tags.language_tag(locale), tags.direction(locale))
        assert shown == direction
        if look != "plain":
            assert width == 320, locale


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_accessible_by_day_and_by_night(site: Site, look: str) -> None:
    for locale in SCRIPTS:
        page = site.show(render(503, locale, theme=LOOKS[look], **DETAILS))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            # Where no sheet sets a ground, axe-core takes it for white, in a dark browser too.
            without = "color-contrast" if look == "plain" else ""
            assert findings(page, without=without) == [], (locale, scheme)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")


@pytest.mark.parametrize("look", [name for name in LOOKS if name != "plain"])
def test_the_colours_of_each_class_have_contrast(site: Site, look: str) -> None:
    for code in (202, 302, 404):
        page = site.show(render(code, "en", theme=LOOKS[look], **DETAILS))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert findings(page) == [], (code, scheme)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")


@pytest.mark.parametrize("look", [name for name in LOOKS if name != "plain"])
def test_a_page_fits_a_wall_and_a_sheet_of_paper(browser: Browser, look: str) -> None:
    context = browser.new_context(viewport={"width": 3840, "height": 2160})
    site = Site(context)
    for locale in ("de", "ar"):
        page = site.show(render(503, locale, theme=LOOKS[look], **DETAILS))
        assert page.evaluate("document.documentElement.scrollWidth") == 3840
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 28
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert not page.locator(".actions").is_visible()
        page.emulate_media(media="screen")
    context.close()


@pytest.mark.parametrize("look", [name for name in LOOKS if name != "plain"])
def test_the_longest_phrases_of_each_locale_fit_320_pixels(site: Site, look: str) -> None:
    documents = {}
    for locale in available_locales():
        phrases = {code: get_message(code, locale).phrase for code in CODES}
        widest = max(CODES, key=lambda code: max(map(len, phrases[code].split())))
        longest = max(CODES, key=lambda code: len(phrases[code]))
        for code in {widest, longest}:
            documents[f"{locale}-{code}"] = render(code, locale, theme=LOOKS[look])
    for name, frame in site.show_all(documents).items():
        assert frame.evaluate("document.documentElement.scrollWidth") == 320, name


@pytest.mark.parametrize("locale", ["ar", "fa", "he", "ur"])
def test_the_page_mirrors_where_writing_runs_to_the_left(site: Site, locale: str) -> None:
    left_of = "document.querySelector('.code').getBoundingClientRect()"
    width = site.show(render(404, locale)).evaluate(
        "getComputedStyle(document.body).borderRightWidth"
    )
    assert float(width.removesuffix("px")) >= 6
    assert site.page.evaluate(f"{left_of}.right") > 280


def test_a_line_of_thai_ends_with_a_word(site: Site) -> None:
    """Thai has no spaces between words; a reader stumbles where a line breaks within one."""
    within = site.show(render(503, "th", **DETAILS)).evaluate(
        r"""() => {
          const segmenter = new Intl.Segmenter('th', {granularity: 'word'}), wrong = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const thai = /[\u0e00-\u0e7f]/;
          let lines = 0;
          for (let node; (node = walker.nextNode());) {
            const text = node.data, range = document.createRange();
            const starts = new Set([...segmenter.segment(text)].map(part => part.index));
            let before = null;
            for (let at = 0; at < text.length; at++) {
              range.setStart(node, at); range.setEnd(node, at + 1);
              const box = range.getClientRects()[0];
              if (!box || !box.width || !thai.test(text[at])) continue;
              if (before !== null && box.top > before + 5) {
                lines++;
                if (!starts.has(at)) wrong.push(text.slice(at - 8, at + 8));
              }
              before = box.top;
            }
          }
          return [lines, wrong];
        }"""
    )
    assert within[0] > 3
    assert within[1] == []


ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "' autofocus onfocus='alert(1)",
    "</title><svg onload=alert(1)>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_dialog_opens_for_hostile_details_and_texts(site: Site, attack: str) -> None:
    keys = ["404.phrase", "404.advice", "404.description", "page.home", "page.retry_after"]
    add_messages("qaa", dict.fromkeys(keys, attack))
    details: dict[str, Any] = {
        "request_id": attack,
        "path": attack,
        "home_url": attack,
        "detail": attack,
        "errors": [{"name": attack, "detail": attack}],
        "retry_url": "javascript:alert(1)",
        "retry_after": 9,
        "theme": Theme(site_name=attack, accent=attack),
    }
    page = site.show(render(404, "qaa", audience="developer", **details))
    assert page.locator("script, img, svg, [onload], [onfocus]").count() == 0
    for link in page.locator("a").all():
        link.click(timeout=2000, no_wait_after=True)
    page.goto("about:blank")
    assert not [each for each in site.troubles if each.startswith("dialog")]


def test_the_policy_stops_what_a_theme_would_load(site: Site, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "{% extends 'base.html' %}"
        "{% block footer %}<img src='https://elsewhere.test/x.png' alt=''>{% endblock %}"
    )
    site.documents = {"/page": render(404, "en", theme=tmp_path)}
    site.load("/page")
    assert not [each for each in site.troubles if each.startswith("request")]
    assert [each for each in site.troubles if "Content Security Policy" in each]


def test_forced_colours_and_print_keep_the_texts(browser: Browser) -> None:
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    site = Site(context)
    page = site.show(render(503, "en", **DETAILS))
    # axe-core reads the colours of the sheet; these are what the browser put in their place.
    assert findings(page, without="color-contrast") == []
    shown = page.locator(".actions a").first.evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    )
    assert (
        shown[0]
        != shown[1]
        == page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    )
    assert page.locator(".actions a").first.evaluate("e => getComputedStyle(e).borderTopStyle") == (
        "solid"
    )
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator(".actions").is_visible()
    context.close()
