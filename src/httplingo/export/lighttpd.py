"""Pages and configuration for lighttpd 1.4.60 and newer.

A script for mod_magnet (Debian's ``lighttpd-modules-lua``) chooses language and format by the same
weights and distances as `negotiate_locale` and `negotiate_media_type`. Conditions in lighttpd's
configuration could not: they know no variable to keep a tag in, and are evaluated for each
request. What differs is:

- ``q=0`` excludes only the member itself: ``zh, zh-CN;q=0`` still finds ``zh_CN``.
- ``*`` stands for the default, even where that is named with another weight.

Besides:

- An upstream's answer is replaced only where it has no ``Content-Type``: a page, or JSON, of its
  own stays, and so does the page that a framework makes for a bare ``abort(404)``. lighttpd's own
  pages are known by how they begin; this was checked with 1.4.69.
- All headers of an answer that is replaced survive.
- An upstream that is down is 503 in lighttpd, not 502.
"""

from __future__ import annotations

from pathlib import Path

from httplingo.documents.document import content_type

from .pages import (
    REQUEST_ID,
    Page,
    common_headers,
    page_files,
    policy_of,
    render_pages,
    stored_codes,
)
from .ranges import Found, Ranges
from .site import Format, Site

_SCRIPT = Path(__file__).with_name("lighttpd.lua")


def files(site: Site) -> dict[str, bytes]:
    """Return all files for lighttpd by path.

    Raises:
        ExportError: The theme fails.
    """
    pages = render_pages(site)
    found = page_files(site, pages, REQUEST_ID.encode())
    found["httplingo.conf"] = _configuration(site).encode()
    head = f"-- Written by httplingo export.\nlocal root = {_quoted(str(site.root))}\n\n"
    found["httplingo.lua"] = head.encode() + _SCRIPT.read_bytes()
    found["httplingo_site.lua"] = _site(site, pages).encode()
    return found


def _configuration(site: Site) -> str:
    return f"""\
# Error pages in the reader's language. Written by httplingo export; to be included into
# lighttpd.conf:
#
#     include "{site.root}/httplingo.conf"
#
# It needs Debian's lighttpd-modules-lua. To leave out an API, say after it:
#
#     $HTTP["url"] =~ "^/api/" {{ magnet.attract-response-start-to = () }}

server.modules += ( "mod_magnet" )
magnet.attract-response-start-to = ( "{site.root}/httplingo.lua" )
"""


def _site(site: Site, pages: list[Page]) -> str:
    """Return what the script knows of a site, as a module of Lua."""
    policy = policy_of(pages)
    formats = {one.name: _format(site, one, policy) for one in site.formats}
    otherwise = "txt" if "txt" in formats else site.formats[0].name
    kept = stored_codes(site)
    codes = ", ".join(
        f'[{code}] = "{"no-cache" if code in kept else "no-store"}"' for code in site.codes
    )
    tags = ", ".join(f"{locale} = {_quoted(site.tag(locale))}" for locale in site.locales)
    number = _quoted(REQUEST_ID.replace("-", "%-")) if site.request_id else "nil"
    return f"""\
-- What httplingo.lua knows of this site. Written by httplingo export.
local formats = {{
{"".join(f"  {{ {text} }},{chr(10)}" for text in formats.values())}}}
{_ranges(site.ranges)}
return {{
  default_locale = {_quoted(site.default_locale)},
  tags = {{ {tags} }},
  codes = {{ {codes} }},
  formats = formats,
  otherwise = formats[{[*formats].index(otherwise) + 1}],
  ranges = ranges,
  request_id = {number},
}}
"""


def _format(site: Site, one: Format, policy: str) -> str:
    vary = site.vary(compressed=site.compressed)
    headers = [
        ("Content-Type", content_type(one.media_type)),
        ("Vary", vary),
        *common_headers(one, policy),
    ]
    written = ", ".join(f'["{name}"] = {_quoted(value)}' for name, value in headers if value)
    return (
        f"media_type = {_quoted(one.media_type)}, suffix = {_quoted(one.suffix)}, "
        f"headers = {{ {written} }}"
    )


def _ranges(ranges: Ranges) -> str:
    """Return which locale each range finds; most languages share what their regions find."""
    places: dict[str, int] = {}
    words = []
    for word, by_script in ranges.items():
        scripts = []
        for script, regions in by_script.items():
            text = ", ".join(f'["{region}"] = {_found(one)}' for region, one in regions.items())
            place = places.setdefault(text, len(places) + 1)
            scripts.append(f'["{script}"] = regions[{place}]')
        words.append(f'  ["{word}"] = {{ {", ".join(scripts)} }},\n')
    listed = "".join(f"  {{ {text} }},\n" for text in places)
    return f"local regions = {{\n{listed}}}\nlocal ranges = {{\n{''.join(words)}}}"


def _found(found: Found | None) -> str:
    return "false" if found is None else f"{{ {found.distance}, {_quoted(found.locale)} }}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
