"""Pages and configuration for HAProxy 2.6 and newer.

Maps choose language and format, and hold the pages: HAProxy reads no file while it runs. They are
looked up only when there is an error. What differs from `negotiate_locale` is in
`httplingo.export.preferences`, and there is nothing else.

- An upstream's answer is replaced only where it has no ``Content-Type``: a page, or JSON, of its
  own stays, and so does the page that a framework makes for a bare ``abort(404)``.
- Of an answer that is replaced, ``Retry-After``, ``Allow``, ``Content-Range`` and
  ``WWW-Authenticate`` survive; ``Set-Cookie``, of which there may be several, does not.
- HAProxy compresses nothing that it answers itself.
- An upstream that is down is 503 in HAProxy, not 502.
- A request that it cannot read at all (400, 408) gets HAProxy's own few words, in English.
- An API can be left out for the upstream's answers, not for HAProxy's own (502, 503, 504).
- A page has to fit into a buffer (``tune.bufsize``, 16 KiB). HAProxy writes no line break that a
  map holds, so HTML and JSON are one line, with empty ones behind it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from httplingo.documents.document import HTML, content_type
from httplingo.documents.page import policy_of as policy_of_page

from .pages import (
    REQUEST_ID,
    SAFE_REQUEST_ID,
    Page,
    common_headers,
    policy_of,
    render_pages,
    stored_codes,
)
from .preferences import Choice
from .site import ExportError, Site

#: The codes that HAProxy answers itself (its manual, ``http-error``).
OWN_CODES = frozenset(
    {400, 401, 403, 404, 405, 407, 408, 410, 413, 425, 429, 500, 501, 502, 503, 504}
)

#: The longest line of a map, and so the longest page, that a buffer holds beside the headers.
LONGEST_PAGE = 14_000

_KEPT = ("Retry-After", "Allow", "Content-Range", "WWW-Authenticate")


def files(site: Site) -> dict[str, bytes]:
    """Return all files for HAProxy by path.

    Raises:
        ExportError: The theme fails, or its pages are too long for a buffer.
    """
    pages = [_in_one_line(page) for page in render_pages(site)]
    default = site.formats[0]
    maps = {
        "language": site.language_choices(),
        "locale": site.locale_choices() or [Choice("^$", site.default_locale)],
        "content-language": [Choice(locale, site.tag(locale)) for locale in site.locales],
        "format": site.format_choices() or [Choice("^$", default.name)],
        "suffix": [Choice(one.name, one.suffix) for one in site.formats],
        "type": [Choice(one.name, content_type(one.media_type)) for one in site.formats],
        "cache-control": [Choice(str(code), "no-cache") for code in stored_codes(site)],
        "pages": [Choice(*line) for page in pages for line in _lines(page)],
        "numbered": [Choice(*line) for page in pages for line in _numbered_lines(page)],
    }
    found = {
        f"{name}.map": "".join(f"{key} {value}\n" for key, value in choices).encode()
        for name, choices in maps.items()
    }
    found["httplingo.cfg"] = _configuration(site, pages).encode()
    return found


_STYLE_OR_TAG = re.compile(r"(<style\b[^>]*>.*?</style\s*>|<[^>]*>)", re.DOTALL | re.IGNORECASE)


def _in_one_line(page: Page) -> Page:
    """Return a page without line breaks, except for plain text, which has nothing else."""
    body = page.document.body.decode().strip("\n")
    headers = page.document.headers
    if page.format.media_type == HTML:
        parts = _STYLE_OR_TAG.split(body)
        for place, part in enumerate(parts):
            # Between two tags a line break is a space; within a text it may be meant.
            plain = place % 2 or not part.strip()
            parts[place] = part.replace("\n", " " if plain else "&#10;")
        body = "".join(parts)
        # A style sheet is another one now.
        policy = policy_of_page(body.encode(), None)
        old = page.document.header("Content-Security-Policy") or ""
        headers = (("Content-Security-Policy", _with_styles(old, policy)),)
    elif page.format.suffix == "json":
        body = body.replace("\n", " ")
    return page._replace(document=replace(page.document, body=body.encode(), headers=headers))


def _with_styles(policy: str, other: str) -> str:
    """Return a policy with the style sheets of another one."""
    styles = [one for one in other.split("; ") if one.startswith("style-src ")]
    return "; ".join(
        styles[0] if one.startswith("style-src ") else one for one in policy.split("; ")
    )


def _slots(page: Page) -> list[list[str]]:
    """Return the lines of a page, each cut at the number of the request."""
    lines = [line.split(REQUEST_ID) for line in page.document.body.decode().split("\n")]
    if max(map(len, lines)) > 2:
        raise ExportError(f"{page.path}: HAProxy can show a request's number only once in a line")
    if len(page.document.body) > LONGEST_PAGE:
        raise ExportError(f"{page.path}: HAProxy sends no page of more than {LONGEST_PAGE} bytes")
    return lines


def _lines(page: Page) -> list[tuple[str, str]]:
    """Return what follows the number, or the whole line, by its key in the map."""
    return [
        (_key(page.path, place), _encoded(line[-1]))
        for place, line in enumerate(_slots(page))
        if line[-1]
    ]


def _numbered_lines(page: Page) -> list[tuple[str, str]]:
    """Return what stands before the number, by the key of its line."""
    return [
        (_key(page.path, place), _encoded(line[0]))
        for place, line in enumerate(_slots(page))
        if len(line) > 1
    ]


def _key(path: str, place: int) -> str:
    return f"{path}+{place}" if place else path


def _encoded(text: str) -> str:
    """Write a text as a value that ``url_dec`` reads back.

    >>> _encoded(" 100% sure? ")
    '%20100%25 sure%3F%20'
    """
    text = "".join(f"%{ord(one):02X}" if one in "%+?\t\r" else one for one in text)
    # A map drops the spaces around a value.
    text = f"%20{text[1:]}" if text.startswith(" ") else text
    return f"{text[:-1]}%20" if text.endswith(" ") else text


def _configuration(site: Site, pages: list[Page]) -> str:
    lines: dict[int, int] = {}
    for page in pages:
        lines[page.code] = max(lines.get(page.code, 0), len(_slots(page)))
    replies = {code: _reply(site, code, lines[code]) for code in site.codes}
    rules = [
        *_requests(site),
        *_responses(replies),
        *(f"http-error status {code} {replies[code]}" for code in site.codes if code in OWN_CODES),
        *_headers(site, policy_of(pages)),
    ]
    return f"""\
# Error pages in the reader's language. Written by httplingo export; HAProxy reads it before the
# site's own file, whose frontend then begins with these settings:
#
#     haproxy -f {site.root}/httplingo.cfg -f /etc/haproxy/haproxy.cfg
#
#     frontend www from httplingo
#         bind :80
#         timeout client 30s
#         default_backend app
#
# An `errorfile` of the backend, or of the defaults that it has, comes before these pages. Debian's
# haproxy.cfg has seven in its defaults: delete them.
#
# To leave out an API, say in the frontend that its upstream's errors pass:
#         http-request set-var(txn.httplingo) str(off) if {{ path_beg /api/ }}

defaults httplingo
    mode http
""" + "".join(f"    {rule}\n" if rule else "\n" for rule in rules)


def _requests(site: Site) -> list[str]:
    """Return what is kept of a request: its headers are gone when an answer comes."""
    rules = [
        "http-request set-var(txn.httplingo_language) req.fhdr(accept-language),lower",
        "http-request set-var(txn.httplingo_accept) req.fhdr(accept),lower",
    ]
    if site.request_id:
        rules += [
            "http-request set-var(txn.httplingo_request_id) uuid",
            "http-request set-var(txn.httplingo_request_id) req.fhdr(x-request-id)"
            f" if {{ req.fhdr(x-request-id) -m reg '{SAFE_REQUEST_ID}' }}",
        ]
    return [*rules, ""]


def _responses(replies: dict[int, str]) -> list[str]:
    """Return what replaces an upstream's answer that says no more than its status."""
    bare = (
        "http-response set-var(txn.httplingo_bare) bool(true) if { status 400:599 }"
        " !{ res.fhdr(content-type) -m found } !{ var(txn.httplingo) -m str off }"
    )
    kept = [
        f"http-response set-var(txn.httplingo_{_variable(name)}) res.fhdr({name.lower()})"
        " if { var(txn.httplingo_bare) -m bool }"
        for name in _KEPT
    ]
    returns = [
        f"http-response return status {code} {reply}"
        f" if {{ var(txn.httplingo_bare) -m bool }} {{ status {code} }}"
        for code, reply in replies.items()
    ]
    return [bare, *kept, *returns, ""]


def _variable(name: str) -> str:
    return name.lower().replace("-", "_")


def _reply(site: Site, code: int, lines: int) -> str:
    """Return a page, line by line, after two expressions that print nothing.

    They set variables, since there is no other place for it: no rule is run before an answer of
    HAProxy's own, and with each request it would cost what only an error needs.
    """
    folder = site.root
    text = (
        f"%[var(txn.httplingo_accept,-),map_regm({folder}/format.map,{site.formats[0].name}),"
        f"set-var(txn.httplingo_format),map_str({folder}/suffix.map),"
        "set-var(txn.httplingo_suffix),bytes(999)]"
        f"%[var(txn.httplingo_language,-),map_regm({folder}/language.map,-),"
        f"map_reg({folder}/locale.map,{site.default_locale}),"
        f"set-var(txn.httplingo_locale),concat(/{code}.,txn.httplingo_suffix),"
        "set-var(txn.httplingo_page),bytes(999)]"
    )
    printed = []
    for place in range(lines):
        key = "var(txn.httplingo_page)" + (f",concat(+{place})" if place else "")
        line = f"%[{key},map_str({folder}/pages.map),url_dec]"
        if site.request_id:
            before = f"{key},map_str({folder}/numbered.map),url_dec"
            line = f"%[{before},concat(,txn.httplingo_request_id)]{line}"
        printed.append(line)
    end = "\\n".join(printed)
    return f'content-type text/plain lf-string "{text}{end}\\n"'


def _headers(site: Site, policy: str) -> list[str]:
    """Return the headers of each page: those that an answer has of its own are not touched."""
    folder = site.root
    ours = "if { var(txn.httplingo_format) -m found }"
    headers = [
        ("Content-Type", f"%[var(txn.httplingo_format),map_str({folder}/type.map)]"),
        (
            "Content-Language",
            f"%[var(txn.httplingo_locale),map_str({folder}/content-language.map)]",
        ),
        ("Cache-Control", f"%[status,map_str({folder}/cache-control.map,no-store)]"),
        ("Vary", site.vary(compressed=False)),
    ]
    rules = [
        f'http-after-response set-header {name} "{value}" {ours}'
        for name, value in headers
        if value
    ]
    for name in _KEPT:
        variable = f"txn.httplingo_{_variable(name)}"
        rules.append(
            f'http-after-response set-header {name} "%[var({variable})]"'
            f" if {{ var({variable}) -m found }}"
        )
    for one in site.formats:
        for name, value in common_headers(one, policy):
            rules.append(
                f'http-after-response set-header {name} "{value}"'
                f" if {{ var(txn.httplingo_format) -m str {one.name} }}"
            )
    return ["", *rules]
