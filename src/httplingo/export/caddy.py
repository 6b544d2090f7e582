"""Pages and configuration for Caddy 2.

``map`` chooses language and format, and works them out only when there is an error. What differs
from `negotiate_locale` is in `httplingo.export.preferences`, and there is nothing else.

- An upstream's answer is replaced only where it has no ``Content-Type``: a page, or JSON, of its
  own stays, and so does the page that a framework makes for a bare ``abort(404)``.
- Of an answer that is replaced, ``Retry-After``, ``Allow``, ``Content-Range``, ``Set-Cookie`` and
  ``WWW-Authenticate`` survive.
- A number of the request is put in by ``templates``, so those pages are not sent compressed from
  files.
"""

from __future__ import annotations

from httplingo.documents.document import content_type

from .pages import (
    SAFE_REQUEST_ID,
    Page,
    common_headers,
    has_brotli,
    page_files,
    policy_of,
    render_pages,
    stored_codes,
)
from .preferences import CAPTURED, Choice
from .site import Format, Site

# No text has these brackets, and Caddy's own would be two braces.
_BETWEEN = ("[[httplingo", "httplingo]]")
_NUMBER = f'{_BETWEEN[0]} placeholder "httplingo_request_id" {_BETWEEN[1]}'.encode()


def files(site: Site) -> dict[str, bytes]:
    """Return all files for Caddy by path.

    Raises:
        ExportError: The theme fails.
    """
    pages = render_pages(site)
    found = page_files(site, pages, _NUMBER)
    found["httplingo.caddy"] = _configuration(site, pages).encode()
    return found


def _configuration(site: Site, pages: list[Page]) -> str:
    return f"""\
# Error pages in the reader's language. Written by httplingo export; to be imported at the top of a
# Caddyfile, and then into a site and into its reverse_proxy:
#
#     import {site.root}/httplingo.caddy
#     example.org {{
#         import httplingo
#         reverse_proxy 127.0.0.1:8000 {{
#             import httplingo_upstream
#         }}
#     }}
#
# To leave out an API, do not import httplingo_upstream into its reverse_proxy. So that errors of
# Caddy itself have no page there either, say in the site:
#     vars /api/* httplingo off

(httplingo) {{
{_indent(_maps(site), 1)}
    handle_errors {{
        @httplingo {{
            expression `{{err.status_code}} in [{", ".join(map(str, site.codes))}]`
            not vars httplingo off
        }}
        handle @httplingo {{
{_indent(_pages(site, policy_of(pages)), 3)}        }}
    }}
}}

(httplingo_upstream) {{
    # An answer with content of its own stays as it is.
    @httplingo_own {{
        status 4xx 5xx
        header Content-Type *
    }}
    handle_response @httplingo_own {{
        copy_response
    }}
    @httplingo_bare status 4xx 5xx
    handle_response @httplingo_bare {{
        copy_response_headers {{
            include Allow Content-Range Retry-After Set-Cookie WWW-Authenticate
        }}
        error "the upstream said so" {{http.reverse_proxy.status_code}}
    }}
}}
"""


def _indent(text: str, depth: int) -> str:
    return "".join(
        "    " * depth + line if line.strip() else line for line in text.splitlines(keepends=True)
    )


def _maps(site: Site) -> str:
    formats = site.formats
    return "".join(
        [
            _map("{header.Accept-Language}", "language", "", site.language_choices()),
            _map("{httplingo_language}", "locale", site.default_locale, site.locale_choices()),
            _map(
                "{httplingo_locale}",
                "content_language",
                "",
                [Choice(f"^{locale}$", site.tag(locale)) for locale in site.locales],
            ),
            _map("{header.Accept}", "format", formats[0].name, site.format_choices()),
            _map(
                "{httplingo_format}",
                "suffix",
                formats[0].suffix,
                [Choice(f"^{one.name}$", one.suffix) for one in formats],
            ),
            _map(
                "{err.status_code}",
                "cache_control",
                "no-store",
                [Choice(f"^{code}$", "no-cache") for code in stored_codes(site)],
            ),
            _map(
                "{header.X-Request-ID}",
                "request_id",
                "{http.request.uuid}",
                [Choice(SAFE_REQUEST_ID, "${0}")],
            )
            if site.request_id
            else "",
        ]
    )


def _map(source: str, target: str, default: str, choices: list[Choice]) -> str:
    lines = "".join(
        f'    `~(?i){pattern}` "{"${1}" if value == CAPTURED else value}"\n'
        for pattern, value in choices
    )
    return f'map {source} {{httplingo_{target}}} {{\n{lines}    default "{default}"\n}}\n'


def _pages(site: Site, policy: str) -> str:
    """Return what answers an error."""
    codings = " ".join((["br"] if has_brotli() else []) + ["gzip"])
    vary = site.vary(compressed=site.compressed)
    parts = [
        f"root * {site.root}/pages\n",
        "# A page is the same for each method, and is never partial or not modified.\n"
        "@httplingo_method not method GET HEAD\n"
        "method @httplingo_method GET\n"
        "request_header -If-*\n"
        "request_header -Range\n",
        "header {\n"
        "    Content-Language {httplingo_content_language}\n"
        "    Cache-Control {httplingo_cache_control}\n"
        + (f'    Vary "{vary}"\n' if vary else "")
        + "    -Accept-Ranges\n    -Etag\n    -Last-Modified\n    defer\n}\n",
        *(_format(one, policy) for one in site.formats),
    ]
    if site.request_id:
        types = " ".join(one.media_type for one in site.formats)
        parts.append(
            f'templates {{\n    mime {types}\n    between "{_BETWEEN[0]}" "{_BETWEEN[1]}"\n}}\n'
        )
    parts.append("rewrite * /{httplingo_locale}/{err.status_code}.{httplingo_suffix}\n")
    lines = ["status {err.status_code}"]
    if not site.request_id:
        lines.append(f"precompressed {codings}")
    parts.append("file_server {\n" + "".join(f"    {line}\n" for line in lines) + "}\n")
    return "".join(parts)


def _format(one: Format, policy: str) -> str:
    headers = [("Content-Type", content_type(one.media_type)), *common_headers(one, policy)]
    lines = "".join(f'    {name} "{value}"\n' for name, value in headers)
    matcher = f"@httplingo_{one.name}"
    return (
        f"{matcher} expression `{{httplingo_format}} == '{one.name}'`\n"
        f"header {matcher} {{\n{lines}}}\n"
    )
