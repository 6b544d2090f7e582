"""A status as a page."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from .context import PageContext, field_of
from .sanitize import escape
from .template import Gap, Template, cut, holds_gap
from .theme import Theme, accents, environment

#: The details that a page shows.
SHOWS = frozenset(
    [
        *("title", "detail", "advice", "errors", "request_id", "host", "path"),
        *("home_url", "retry_url", "retry_after", "languages"),
    ]
)

_MAIN = re.compile(r"<main\b[^>]*>(.*)</main\s*>", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
# Where a detail that is escaped for HTML may still do harm.
_RAW = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def page_template(page: PageContext, gaps: Iterable[Gap]) -> Template:
    """Return a page of its theme, with gaps for the details.

    Args:
        page: What it shows, details as gaps.
        gaps: These gaps.

    Raises:
        ImportError: Jinja2 is not installed (``pip install 'httplingo[pages]'``).
        Exception: Whatever goes wrong in a template, or it does more with a detail than show it.
    """
    text = render_theme(page)
    for raw in _RAW.finditer(text):
        if holds_gap(raw[0]):
            raise ValueError(f"a detail cannot be shown within <{raw[1].lower()}>")
    return cut(_fragment(page, text) if page.fragment else text, gaps)


def render_theme(page: PageContext) -> str:
    """Return a page from its theme's template.

    Raises:
        ValueError: There is no such theme.
        Exception: As for `page_template`.

    >>> from httplingo.documents import page_context
    >>> '<html lang="en" dir="ltr">' in render_theme(page_context(404, "en"))
    True
    """
    theme = page.theme
    if theme is None:
        raise ValueError("the theme is neither one of the package's nor a folder")
    templates = environment(theme.folder)
    template = templates.select_template(["page.html", "base.html"])
    style = templates.globals["style"]
    text = template.render(
        page=page, style=f"{accents(theme, page.status)}\n{style}" if style else ""
    )
    # A browser reads it so, and takes the hash of a style sheet of what it read.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fragment(page: PageContext, text: str) -> str:
    """Return the content of ``<main>``, labelled with its language."""
    main = _MAIN.search(text)
    if main is None:
        raise ValueError("no <main> to take a fragment from")
    return f'<div lang="{page.lang}" dir="{page.dir}">\n{main[1].strip()}\n</div>\n'


def fixed_page(page: PageContext) -> Template:
    """Return a page without a theme, for when that fails.

    >>> from httplingo.documents import page_context
    >>> b"<h1>404 Not Found</h1>" in fixed_page(page_context(404, "en")).parts[0]
    True
    """
    heading = [f"{page.status} ", _shown(page.title)]
    main = ["<h1>", *heading, "</h1>\n"]
    for text in (page.detail, page.lead, page.retry_after):
        if text:
            main += [f"<p{text.attributes}>", _shown(text), "</p>\n"]
    for error in page.errors:
        main += ["<p>", _shown(error.field), " ", _shown(error.detail), "</p>\n"]
    if page.request_id:
        main += [escape(page.words["request_id"]), " <code>", page.request_id, "</code>\n"]
    language = f'lang="{page.lang}" dir="{page.dir}"'
    if page.fragment:
        return Template.of([f"<div {language}>\n", *main, "</div>\n"])
    return Template.of(
        [
            f"<!DOCTYPE html>\n<html {language}>\n"
            '<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n'
            '<meta name="color-scheme" content="light dark">\n<link rel="icon" href="data:,">\n',
            *("<title>", *heading, "</title>\n</head>\n<body>\n<main>\n"),
            *(*main, "</main>\n</body>\n</html>\n"),
        ]
    )


def _shown(text: str | Gap) -> str | Gap:
    return text if isinstance(text, Gap) else escape(text)


def page_values(facts: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the bytes of each detail, by the name of its gap.

    >>> page_values({"path": "/<b>", "languages": {"zh_CN": "/zh?a&b"}})
    {'path': b'/&lt;b&gt;', 'language_zh_CN': b'/zh?a&amp;b'}
    """
    values: dict[str, bytes] = {}
    for name, fact in facts.items():
        if name == "languages":
            for locale, url in fact.items():
                values[f"language_{locale}"] = escape(url).encode()
        elif name == "errors":
            for number, error in enumerate(fact):
                values[f"error_{number}_field"] = escape(field_of(error)).encode()
                values[f"error_{number}_detail"] = escape(str(error.get("detail", ""))).encode()
        else:
            values[name] = escape(fact).encode()
    return values


def policy_of(page: bytes, theme: Theme | None) -> str:
    """Return a ``Content-Security-Policy`` that allows a page's own style and nothing else.

    Source: Content Security Policy Level 3, Section 6.7.3.3 (hashes of inline elements).

    >>> policy_of(b"<style>p{}</style>", None).split("; ")[1]
    "style-src 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='"
    """
    hashes = dict.fromkeys(
        base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        for style in _STYLE.findall(page.decode())
    )
    style = " ".join(f"'sha256-{digest}'" for digest in hashes) or "'none'"
    rules = f"default-src 'none'; style-src {style}; "
    more = theme.policy if theme else ""
    if not (more.isascii() and more.isprintable()):
        more = ""
    if "img-src" not in more:
        rules += "img-src data:; "
    rules += "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    return f"{rules}; {more}" if more else rules
