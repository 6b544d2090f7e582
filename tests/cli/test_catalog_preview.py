"""`httplingo catalog preview` in a real browser: edit the file, see the page change."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import polib
import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Command
from .test_catalog_verbs import catalog

COMMAND = str(Path(sys.executable).with_name("httplingo"))

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """A page that ends before the server does, with no complaint in its console."""
    page = browser.new_page()
    page.set_default_timeout(10_000)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(url)
    yield page
    page.close()
    assert faults == []


@pytest.fixture
def url(folder: Path) -> Iterator[str]:
    """A running preview of German."""
    yield from preview(folder)


@pytest.fixture
def site_url(command: Command, site: Path) -> Iterator[str]:
    """A running preview of a site's own German."""
    command("init", "de", "--directory", site)
    yield from preview(site)


def preview(folder: Path) -> Iterator[str]:
    process = subprocess.Popen(
        [COMMAND, "catalog", "preview", "de", "--directory", str(folder), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield process.stdout.readline().split()[0]
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
    process.stdout.close()


def save(path: Path, key: str, text: str) -> None:
    file = polib.pofile(str(path), wrapwidth=0)
    next(entry for entry in file if entry.msgctxt == key).msgstr = text
    file.save()


def test_a_saved_text_shows_within_a_second_without_a_click(page: Page, folder: Path) -> None:
    row = page.locator("article[data-key='404.phrase']")
    heading = page.frame_locator("#page").get_by_role("heading")
    expect(row.locator(".text")).to_have_text("Nicht gefunden")
    expect(heading).to_contain_text("Nicht gefunden")
    save(catalog(folder, "de"), "404.phrase", "Hier ist  nichts")
    expect(heading).to_contain_text("Hier ist nichts", use_inner_text=True)
    expect(row.locator(".text")).to_have_text("Hier ist nichts")
    expect(row.locator(".finding")).to_have_text("spaces: two spaces in a row")


def test_a_broken_file_is_shown_where_it_is_broken_and_keeps_the_last_good_page(
    page: Page, folder: Path
) -> None:
    path = catalog(folder, "de")
    good = path.read_text("utf-8")
    expect(page.locator("#faults")).to_be_hidden()
    path.write_text(good.replace('msgstr "Nicht gefunden"', 'msgstr "Nicht gefunden'), "utf-8")
    line = good[: good.index('msgstr "Nicht gefunden"')].count("\n") + 1
    expect(page.locator("#faults")).to_contain_text(f"httplingo.po:{line}: ")
    expect(page.locator("#faults pre")).to_have_text('msgstr "Nicht gefunden')
    expect(page.frame_locator("#page").get_by_role("heading")).to_contain_text("Nicht gefunden")
    path.write_text(good, "utf-8")
    expect(page.locator("#faults")).to_be_hidden()


def test_the_error_page_shows_in_any_code_format_direction_and_scheme(page: Page) -> None:
    frame = page.frame_locator("#page")
    expect(frame.locator("html")).to_have_attribute("dir", "ltr")
    light = frame.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    page.select_option("#scheme", "dark")
    page.select_option("#direction", "rtl")
    expect(frame.locator("html")).to_have_attribute("dir", "rtl")
    dark = frame.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert light != dark
    page.locator("article[data-key='503.phrase'] button").click()
    expect(frame.get_by_role("heading")).to_contain_text("Dienst nicht verfügbar")
    frame.get_by_role("link", name="Startseite").click()
    expect(frame.get_by_role("heading")).to_contain_text("Dienst nicht verfügbar")
    page.select_option("#format", "json")
    expect(frame.locator("body")).to_contain_text('"status":503')
    note = page.locator("article[data-key='page.home'] .note")
    expect(note).to_contain_text("Link to the first page of the site")
    page.fill("#search", "410.")
    expect(page.locator("article").first).to_have_attribute("data-key", "410.phrase")


def test_a_code_of_the_sites_own_can_be_chosen_as_soon_as_it_is_saved(
    browser: Browser, site_url: str, site: Path
) -> None:
    page = browser.new_page()
    page.set_default_timeout(10_000)
    page.goto(site_url)
    expect(page.locator("article[data-key='404.phrase']")).to_be_visible()
    with catalog(site, "de").open("a", encoding="utf-8") as file:
        file.write('\nmsgctxt "520.phrase"\nmsgid "Odd"\nmsgstr "Sonderbar"\n')
    page.locator("article[data-key='520.phrase'] button").click()
    heading = page.frame_locator("#page").get_by_role("heading")
    expect(heading).to_contain_text("Sonderbar")
    expect(page.locator("#code")).to_have_value("520")
    page.close()


def ask(url: str, path: str, host: str | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request("GET", path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_it_answers_this_machine_only_under_its_own_name(url: str) -> None:
    assert urlsplit(url).hostname == "127.0.0.1"
    assert ask(url, "/")[0] == 200
    assert ask(url, "/", "localhost:1")[0] == 200
    assert ask(url, "/state", "rebound.example")[0] == 421
    assert ask(url, "/state", "[")[0] == 421
    assert ask(url, "/../../etc/passwd")[0] == 404
    status, text = ask(url, "/page?code=%3Cb%3E&format=exe&direction=up&scheme=%22")
    assert status == 200
    assert re.search(r"<html lang=\"de\" dir=\"ltr\"", text)
    assert json.loads(ask(url, "/state")[1])["locale"] == "de"


def test_a_port_that_is_taken_or_none_is_reported(command: Command, url: str, folder: Path) -> None:
    for port in (str(urlsplit(url).port), "70000"):
        done = command("preview", "de", "--directory", folder, "--port", port)
        assert done.status == 2
        assert f"127.0.0.1:{port}: " in done.err
