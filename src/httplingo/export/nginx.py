"""Pages and configuration for nginx.

``map`` chooses language and format, and works them out only when there is an error. What differs
from `negotiate_locale` is in `httplingo.export.preferences`, and there is nothing else.

- ``proxy_intercept_errors`` asks for the status alone: a page that an upstream sends itself is
  replaced like a bare answer. Where an application has pages of its own, switch it off for its
  location; nginx's own errors (502, 504) keep their page.
- Of the upstream's headers ``WWW-Authenticate``, ``Retry-After``, ``Allow`` and ``Content-Range``
  survive; ``Set-Cookie``, of which there may be several, does not.
- A number of the request is put in by SSI, so those pages are not sent compressed from files.
"""

from __future__ import annotations

from httplingo.documents.document import HTML

from .pages import (
    SAFE_REQUEST_ID,
    common_headers,
    page_files,
    policy_of,
    render_pages,
    stored_codes,
)
from .preferences import CAPTURED, TAG, Choice
from .site import ExportError, Format, Site

#: nginx reads no word of a configuration that is longer.
LONGEST_WORD = 4000

_ECHO = b'<!--# echo var="httplingo_request_id" -->'


def files(site: Site) -> dict[str, bytes]:
    """Return all files for nginx by path.

    Raises:
        ExportError: The theme fails, or there are more languages than fit into one expression.
    """
    pages = render_pages(site)
    found = page_files(site, pages, _ECHO)
    found["http.conf"] = _http(site).encode()
    found["server.conf"] = _server(site, policy_of(pages)).encode()
    return found


def _http(site: Site) -> str:
    choices = [_choice(one) for one in site.language_choices()]
    parts = [
        "# Which language and which format a request wants. Written by httplingo export; to be\n"
        "# included once, inside http { }:\n"
        f"#     include {site.root}/http.conf;\n",
        _map("$http_accept_language", "$httplingo_language", '""', choices),
        _map(
            "$httplingo_language",
            "$httplingo_locale",
            site.default_locale,
            [_choice(one) for one in site.locale_choices()],
        ),
        _map(
            "$httplingo_locale",
            "$httplingo_content_language",
            '""',
            [f"{locale} {site.tag(locale)};" for locale in site.locales],
        ),
        _map(
            "$http_accept",
            "$httplingo_format",
            site.formats[0].name,
            [_choice(one) for one in site.format_choices()],
        ),
        _map(
            "$httplingo_format",
            "$httplingo_suffix",
            site.formats[0].suffix,
            [f"{one.name} {one.suffix};" for one in site.formats],
        ),
        _map(
            "$status",
            "$httplingo_cache_control",
            "no-store",
            [f"{code} no-cache;" for code in stored_codes(site)],
        ),
    ]
    if site.request_id:
        parts.append(
            "# That of a proxy before this one, if it can stand in a page.\n"
            + _map(
                "$http_x_request_id",
                "$httplingo_request_id",
                "$request_id",
                [f'"~{SAFE_REQUEST_ID}" $http_x_request_id;'],
            )
        )
    return "\n".join(parts)


def _map(source: str, target: str, default: str, choices: list[str]) -> str:
    lines = "".join(f"    {choice}\n" for choice in choices)
    return f"map {source} {target} {{\n    default {default};\n{lines}}}\n"


def _choice(choice: Choice) -> str:
    word = f'"~*{choice.pattern}"'
    if len(word) > LONGEST_WORD:
        raise ExportError("too many languages for nginx; choose some with --locales")
    # A named group: one by number would change the $1 of a location.
    return f"{word} {f'${TAG}' if choice.value == CAPTURED else choice.value};"


def _server(site: Site, policy: str) -> str:
    codes = " ".join(map(str, site.codes))
    page = "/_httplingo/$httplingo_format/$httplingo_locale/$status.$httplingo_suffix"
    parts = [
        "# Error pages in the reader's language. Written by httplingo export; to be included\n"
        "# inside server { }, with http.conf inside http { }:\n"
        f"#     include {site.root}/server.conf;\n"
        "#\n"
        "# With the Brotli module, say `brotli_static on;` before it. With `pcre_jit on;` at the\n"
        "# top of nginx.conf the choice of a language costs less.\n"
        "#\n"
        "# To leave out an API, say in its location that its upstream's errors pass, or that no\n"
        "# error has a page (any error_page takes the place of all of these):\n"
        "#     location /api/ { proxy_intercept_errors off; ... }\n"
        "#     location /api/ { error_page 599 /; ... }\n",
        f"error_page {codes} {page};\n",
        "# Errors of an upstream have a page as well. Say the same of uwsgi, scgi or grpc.\n"
        "proxy_intercept_errors on;\nfastcgi_intercept_errors on;\n",
        *(_location(site, one, policy) for one in site.formats),
    ]
    return "\n".join(parts)


def _location(site: Site, one: Format, policy: str) -> str:
    # `gzip_vary` would name the last one, and costs a sixth of all that nginx does for a page.
    vary = site.vary(compressed=site.compressed)
    headers = [
        ("Content-Language", "$httplingo_content_language"),
        ("Vary", f'"{vary}"' if vary else ""),
        ("Cache-Control", "$httplingo_cache_control"),
        *((name, f'"{value}"') for name, value in common_headers(one, policy)),
        # What the upstream said, and the replaced answer would say no more.
        ("Retry-After", "$upstream_http_retry_after"),
        ("Allow", "$upstream_http_allow"),
        ("Content-Range", "$upstream_http_content_range"),
    ]
    lines = [
        "internal;",
        f"alias {site.root}/pages/;",
        "types { }",
        f"default_type {one.media_type};",
    ]
    # What such a list begins with is text/html, and to name it again is a warning.
    more = "" if one.media_type == HTML else f"{{}}_types {one.media_type};"
    if one.suffix != "json":
        lines += ["charset utf-8;", more.format("charset")]
    if site.request_id:
        lines += ["ssi on;", more.format("ssi"), "ssi_last_modified off;"]
    else:
        lines.append("gzip_static on;")
    lines += ["etag off;", 'add_header Last-Modified "";']
    lines += [f"add_header {name} {value} always;" for name, value in headers if value]
    body = "".join(f"    {line}\n" for line in lines if line)
    return f"location ^~ /_httplingo/{one.name}/ {{\n{body}}}\n"
