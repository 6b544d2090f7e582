"""The pages themselves, their compressed forms, and the headers that go with them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from importlib.util import find_spec
from typing import NamedTuple

from httplingo.documents import Document, page_context, render
from httplingo.documents.document import HTML, cache_control
from httplingo.documents.page import render_theme

from .site import ExportError, Format, Site

#: Stands in a page where a server puts the number of a request; no text of a catalog has it.
REQUEST_ID = "HTTPLINGO-REQUEST-ID"

#: What a number from outside has to be to be shown: nothing in it means anything in any format.
SAFE_REQUEST_ID = "^[0-9A-Za-z._:/+=-]{1,128}$"

#: Fewer bytes go in one packet with the headers, compressed or not; most JSON and text is shorter.
SMALL = 1024


class Page(NamedTuple):
    """One status in one language and format."""

    locale: str
    code: int
    format: Format
    document: Document

    @property
    def path(self) -> str:
        """Where it stands among the pages: ``de/404.html``."""
        return f"{self.locale}/{self.code}.{self.format.suffix}"


def render_pages(site: Site) -> list[Page]:
    """Return all pages of a site, once for each file.

    Raises:
        ExportError: The theme fails, or Jinja2, which pages need, is not installed.

    >>> from pathlib import Path
    >>> from httplingo.lingo import Lingo
    >>> site = Site.of(Lingo(), Path("/srv"), locales=["de"], codes=[404], formats=["html"])
    >>> [page.path for page in render_pages(site)]
    ['de/404.html']
    """
    _try_theme(site)
    return list(_render(site))


def _render(site: Site) -> Iterator[Page]:
    request_id = REQUEST_ID if site.request_id else None
    for locale in site.locales:
        for code in site.codes:
            for one in site.suffixes:
                document = render(
                    code,
                    locale,
                    one.media_type,
                    lingo=site.lingo,
                    theme=site.theme,
                    home_url=site.home_url or None,
                    request_id=request_id,
                )
                yield Page(locale, code, one, document)


def _try_theme(site: Site) -> None:
    """Raise what `render` only logs: an export is no request that must be answered."""
    if all(one.media_type != HTML for one in site.formats):
        return
    try:
        render_theme(
            page_context(site.codes[0], site.locales[0], lingo=site.lingo, theme=site.theme)
        )
    except ImportError as error:
        raise ExportError(f"pages need Jinja2: pip install 'httplingo[pages]' ({error})") from error
    except Exception as error:
        raise ExportError(f"the theme fails: {error}") from error


def page_files(site: Site, pages: list[Page], number: bytes) -> dict[str, bytes]:
    """Return the files of pages by their paths, those that compress well in both forms.

    Brotli's come only where its package is installed (the extra ``export``).

    Args:
        site: What is exported.
        pages: Its pages.
        number: What a server puts the number of a request in place of.
    """
    files: dict[str, bytes] = {}
    for page in pages:
        body = page.document.body.replace(REQUEST_ID.encode(), number)
        files[f"pages/{page.path}"] = body
        if not site.compressed or len(body) < SMALL:
            continue
        for suffix, packed in _compressed(body):
            if len(packed) < len(body):
                files[f"pages/{page.path}.{suffix}"] = packed
    return files


def _compressed(body: bytes) -> Iterator[tuple[str, bytes]]:
    yield "gz", gzip.compress(body, 9, mtime=0)
    if has_brotli():
        import brotli

        # 11, the default, takes twice as long for 1.6 % less.
        yield "br", brotli.compress(body, mode=brotli.MODE_TEXT, quality=10)


def has_brotli() -> bool:
    """Say whether pages are compressed with Brotli too."""
    return find_spec("brotli") is not None


def policy_of(pages: list[Page]) -> str:
    """Return one ``Content-Security-Policy`` that fits all pages; empty where none is HTML.

    Pages of 4xx and of 5xx have style sheets of their own, so it allows the hash of each.

    >>> from pathlib import Path
    >>> from httplingo.lingo import Lingo
    >>> site = Site.of(Lingo(), Path("/srv"), locales=["de"], codes=[404, 502])
    >>> policy_of(render_pages(site)).count("'sha256-")
    2
    """
    policies = dict.fromkeys(
        page.document.header("Content-Security-Policy") or "" for page in pages
    )
    directives: dict[str, dict[str, None]] = {}
    for policy in policies:
        for directive in filter(None, (one.strip() for one in policy.split(";"))):
            name, *sources = directive.split(" ")
            directives.setdefault(name, {}).update(dict.fromkeys(sources))
    merged = []
    for name, kept in directives.items():
        # 'none' beside anything else means nothing.
        sources = [one for one in kept if one != "'none'" or len(kept) == 1]
        merged.append(" ".join([name, *sources]))
    return "; ".join(merged)


def common_headers(one: Format, policy: str) -> list[tuple[str, str]]:
    """Return the headers that all pages of a format have.

    >>> from httplingo.export.site import FORMATS
    >>> common_headers(FORMATS["txt"][0], "")
    [('X-Content-Type-Options', 'nosniff')]
    """
    headers = [("X-Content-Type-Options", "nosniff")]
    if one.media_type == HTML:
        headers += [("Content-Security-Policy", policy), ("X-Robots-Tag", "noindex")]
    return headers


def stored_codes(site: Site) -> list[int]:
    """Return the codes whose pages a cache may keep, if it asks again (``no-cache``).

    >>> from pathlib import Path
    >>> from httplingo.lingo import Lingo
    >>> stored_codes(Site.of(Lingo(), Path("/srv")))
    [404, 405, 410, 414, 501]
    """
    if site.request_id:
        return []
    return [code for code in site.codes if cache_control(code, of_one_request=False) == "no-cache"]
