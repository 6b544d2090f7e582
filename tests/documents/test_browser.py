"""Every locale and theme in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from httplingo import add_catalogs, available_locales, tags
from httplingo.documents import Document, Theme, render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, ViewportSize

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
PHONE: ViewportSize = {"width": 320, "height": 640}
ORIGIN = "http://site.test"

DETAILS: dict[str, Any] = {
    "request_id": "7f3a-91c2-04be",
    "retry_after": 120,
    "home_url": "/",
    "retry_url": "/retry",
    "path": "/a/rather/long/path/with-no-place-to-break-it-" + "x" * 60,
    "languages": {"en": "/en", "ar": "/ar", "zh_CN": "/zh", "hi": "/hi"},
    "audience": "developer",
    "second_locale": "en",
}
LOGO = '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/></svg>'
THEMES: dict[str, Any] = {
    "default": "default",
    "plain": "plain",
    "own": Theme(site_name="Example & Co", logo=LOGO, accent="#7a1fa2", accent_dark="#e2b6ff"),
}


class Site:
    """One page after the other at a real address, with its headers; counts what goes wrong."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.document: Document = render(404, "en")
        self.troubles: list[str] = []
        self.page.route("**/*", self._answer)
        self.page.on("console", lambda message: self.troubles.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("dialog", self._dialog)

    def _answer(self, route: Route, request: Request) -> None:
        if request.url != f"{ORIGIN}/page":
            self.troubles.append(f"request: {request.url}")
            route.abort()
            return
        document = self.document
        route.fulfill(status=document.status, headers=dict(document.headers), body=document.body)

    def _dialog(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def show(self, document: Document) -> Page:
        """Load a document, and say that it loaded in peace."""
        self.document = document
        self.troubles.clear()
        self.page.goto(f"{ORIGIN}/page")
        # Chromium itself says in the console that a page has an error's status.
        troubles = [each for each in self.troubles if "Failed to load resource" not in each]
        assert troubles == []
        return self.page


@pytest.fixture(scope="module", params=["light", "dark"])
def lit_site(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Site]:
    """A telephone of the smallest kind, by day and by night."""
    context = browser.new_context(color_scheme=request.param, viewport=PHONE)
    yield Site(context)
    context.close()


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


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("locale", available_locales())
def test_a_page_is_quiet_accessible_and_fits(lit_site: Site, locale: str, theme: str) -> None:
    page = lit_site.show(render(503, locale, theme=THEMES[theme], **DETAILS))
    root = page.locator("html")
    assert root.get_attribute("lang") == tags.language_tag(locale)
    assert root.get_attribute("dir") == tags.direction(locale)
    direction = page.evaluate("getComputedStyle(document.querySelector('h1')).direction")
    assert direction == tags.direction(locale)
    if theme != "plain":
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert "rgb(" in page.evaluate("getComputedStyle(document.body).borderInlineStartColor")
        assert page.evaluate("parseFloat(getComputedStyle(document.body).paddingLeft)") > 10
    # Where no sheet sets a ground, axe-core takes it for white, in a dark browser too.
    assert findings(page, without="color-contrast" if theme == "plain" else "") == []


@pytest.mark.parametrize("locale", available_locales())
def test_no_status_scrolls_sideways_at_320_pixels(site: Site, locale: str) -> None:
    for code in (404, 407, 413, 422, 426, 431, 451, 500, 505, 511):
        page = site.show(render(code, locale, audience="developer", path="/" + "x" * 300))
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_page_mirrors_in_arabic(site: Site, make_catalog: Any) -> None:
    add_catalogs(make_catalog("ar", {"404.phrase": "غير موجود"}))
    left_of = "document.querySelector('.code').getBoundingClientRect()"
    width = site.show(render(404, "ar")).evaluate(
        "getComputedStyle(document.body).borderRightWidth"
    )
    assert float(width.removesuffix("px")) >= 6
    assert site.page.evaluate(f"{left_of}.right") > 280


ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "' autofocus onfocus='alert(1)",
    "</title><svg onload=alert(1)>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_dialog_opens_for_hostile_details_and_texts(
    site: Site, attack: str, make_catalog: Any
) -> None:
    keys = ["404.phrase", "404.advice", "404.description", "page.home", "page.retry_after"]
    add_catalogs(make_catalog("qaa", dict.fromkeys(keys, attack)))
    details: dict[str, Any] = {
        "request_id": attack,
        "path": attack,
        "home_url": attack,
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
        "{% extends 'default/page.html' %}"
        "{% block footer %}<img src='https://elsewhere.test/x.png' alt=''>{% endblock %}"
    )
    site.document = render(404, "en", theme=tmp_path)
    site.troubles.clear()
    site.page.goto(f"{ORIGIN}/page")
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
