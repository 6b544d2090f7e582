"""Pages and configuration for Apache httpd 2.4.

mod_rewrite chooses language and format, and only where an error has led to a page. mod_negotiation
and its type maps cannot: they find no region that is not named in the map, so ``de-AT, en;q=0.5``
gets English where there is German, and ``zh-HK`` gets simplified Chinese or none. What differs
from `negotiate_locale` is in `httplingo.export.preferences`, and there is nothing else.

- ``ProxyErrorOverride`` asks for the status alone: a page that an upstream sends itself is
  replaced like a bare answer. Where an application has pages of its own, switch it off for its
  location; httpd's own errors keep their page.
- Of the upstream's headers ``WWW-Authenticate`` survives; ``Retry-After``, ``Allow``,
  ``Content-Range`` and ``Set-Cookie`` do not, since httpd keeps no other of what it replaces.
- httpd has no page for a code that it does not know, of the registered ones 418 and 425.
- An upstream that is down is 503 in httpd, not 502, and one that is slow is 502, not 504.
- A number of the request is put in by mod_include, so those pages are not sent compressed from
  files.
"""

from __future__ import annotations

from .pages import (
    SAFE_REQUEST_ID,
    Page,
    common_headers,
    page_files,
    policy_of,
    render_pages,
    stored_codes,
)
from .preferences import CAPTURED, Choice
from .site import Format, Site

#: The codes that ``ErrorDocument`` takes; checked with 2.4.71.
KNOWN_CODES = frozenset(
    {*range(400, 418), 421, 422, 423, 424, 426, 428, 429, 431, 451, *range(500, 509), 510, 511}
)

_ECHO = b'<!--#echo encoding="entity" var="httplingo_request_id" -->'
_ERROR = '"^/_httplingo/([0-9]{3})$"'
_ENCODINGS = (("br", "br"), ("gz", "gzip"))


def files(site: Site) -> dict[str, bytes]:
    """Return all files for Apache by path.

    Raises:
        ExportError: The theme fails.
    """
    pages = render_pages(site)
    found = page_files(site, pages, _ECHO)
    found["httplingo.conf"] = _configuration(site, pages).encode()
    return found


def _configuration(site: Site, pages: list[Page]) -> str:
    rules = _rules(site)
    codes = [code for code in site.codes if code in KNOWN_CODES]
    modules = "rewrite headers" + (" include unique_id" if site.request_id else "")
    parts = [
        "# Error pages in the reader's language. Written by httplingo export; to be included\n"
        "# inside <VirtualHost>, before any ProxyPass and RewriteRule:\n"
        f"#     Include {site.root}/httplingo.conf\n"
        f"# It needs these modules: a2enmod {modules}\n"
        "#\n"
        "# To leave out an API, say after it that its upstream's errors pass, and that errors of\n"
        "# httpd itself have no page:\n"
        "#     <Location /api/>\n"
        "#         ProxyErrorOverride Off\n"
        "#         ErrorDocument 502 default\n"
        "#     </Location>\n",
        "".join(f"ErrorDocument {code} /_httplingo/{code}\n" for code in codes),
        "# Errors of an upstream have a page as well.\n"
        "<IfModule mod_proxy.c>\n"
        f"    ProxyErrorOverride On {' '.join(map(str, codes))}\n"
        '    ProxyPass "/_httplingo/" "!"\n'
        "</IfModule>\n",
        f'Alias "/_httplingo/pages/" "{site.root}/pages/"\n',
        "RewriteEngine On\n"
        + _rule("!^/_httplingo/", "-", [f"S={sum(map(_is_rule, rules)) + 1}"])
        + "# Nobody asks for a page by its address.\n"
        + 'RewriteCond %{ENV:REDIRECT_STATUS} "^$"\n'
        + _rule("^", "-", ["R=404", "L"])
        + "".join(rules),
        _directory(site, policy_of(pages)),
    ]
    return "\n".join(parts)


def _rule(pattern: str, target: str, flags: list[str]) -> str:
    return f'RewriteRule "{pattern}" "{target}" [{",".join(flags)}]\n'


def _is_rule(line: str) -> bool:
    return "RewriteRule" in line


def _rules(site: Site) -> list[str]:
    """Return what is done for an error, each rule with its conditions."""
    rules = [
        "\n# The wanted language, the locale that it finds, and the format.\n",
        *_chain("%{HTTP:Accept-Language}", "httplingo_language", "", site.language_choices()),
        *_chain(
            "%{ENV:httplingo_language}",
            "httplingo_locale",
            site.default_locale,
            site.locale_choices(),
        ),
        *_chain(
            "%{ENV:httplingo_locale}",
            "httplingo_content_language",
            "",
            [Choice(f"^{locale}$", site.tag(locale)) for locale in site.locales],
        ),
        *_chain("%{HTTP:Accept}", "httplingo_format", site.formats[0].name, site.format_choices()),
        "\n",
        _rule("^", "-", ["E=httplingo_cache_control:no-store"]),
    ]
    kept = "|".join(map(str, stored_codes(site)))
    if kept:
        rules.append(
            _rule(f"^/_httplingo/(?:{kept})$", "-", ["E=httplingo_cache_control:no-cache"])
        )
    if site.request_id:
        rules.append(_rule("^", "-", ["E=httplingo_request_id:%{ENV:UNIQUE_ID}"]))
        rules.append(
            f'RewriteCond %{{HTTP:X-Request-ID}} "{SAFE_REQUEST_ID}"\n'
            + _rule("^", "-", ["E=httplingo_request_id:%{HTTP:X-Request-ID}"])
        )
    for one in site.formats:
        rules += _page(site, one)
    return rules


def _chain(source: str, variable: str, default: str, choices: list[Choice]) -> list[str]:
    """Return rules that set a variable to the first choice whose expression matches."""
    rules = [_rule("^", "-", [f"E={variable}:{default}"])]
    for place, (pattern, value) in enumerate(choices):
        value = "%1" if value == CAPTURED else value
        left = len(choices) - place - 1
        rules.append(
            f'RewriteCond {source} "{pattern}" [NC]\n'
            + _rule("^", "-", [f"E={variable}:{value}", *([f"S={left}"] if left else [])])
        )
    return rules


def _page(site: Site, one: Format) -> list[str]:
    """Return what finds the file of a page, compressed where that is accepted."""
    wanted = f"RewriteCond %{{ENV:httplingo_format}} ={one.name}\n"
    path = f"%{{ENV:httplingo_locale}}/$1.{one.suffix}"
    flags = ["PT", f"T={one.media_type}", "E=no-gzip:1", "E=no-brotli:1"]
    pattern = _ERROR.strip('"')
    rules = []
    for suffix, coding in () if site.request_id else _ENCODINGS:
        accepted = (
            f"(?:^|,)[[:blank:]]*{coding}[[:blank:]]*"
            "(?:;[[:blank:]]*q=(?:1|0[.]0*[1-9])[^,]*)?(?:,|$)"
        )
        rules.append(
            wanted
            + f'RewriteCond %{{HTTP:Accept-Encoding}} "{accepted}" [NC]\n'
            + f'RewriteCond "{site.root}/pages/{path}.{suffix}" -f\n'
            + _rule(pattern, f"/_httplingo/pages/{path}.{suffix}", flags)
        )
    rules.append(wanted + _rule(pattern, f"/_httplingo/pages/{path}", flags))
    return rules


def _directory(site: Site, policy: str) -> str:
    vary = site.vary(compressed=site.compressed)
    lines = [
        "Require all granted",
        "AllowOverride None",
        "Options None",
        "AddDefaultCharset utf-8",
        "AddEncoding br .br",
        "AddEncoding gzip .gz",
        # Debian has a type for the one, and takes the other for Breton.
        "RemoveType .gz",
        "RemoveLanguage .br",
        "FileETag None",
        "Header unset Last-Modified",
        "Header unset Accept-Ranges",
        'Header always set Content-Language "%{httplingo_content_language}e"',
        'Header always set Cache-Control "%{httplingo_cache_control}e"',
        # mod_rewrite names what its conditions read, and not what they did not come to.
        "Header unset Vary",
        *([f'Header always set Vary "{vary}"'] if vary else []),
    ]
    if site.request_id:
        lines += ["Options +Includes", "SetOutputFilter INCLUDES"]
    for one in site.suffixes:
        lines.append(f'<FilesMatch "[.]{one.suffix}([.](br|gz))?$">')
        lines += [
            f'    Header always set {name} "{value}"' for name, value in common_headers(one, policy)
        ]
        lines.append("</FilesMatch>")
    body = "".join(f"    {line}\n" for line in lines)
    return f'<Directory "{site.root}/pages">\n{body}</Directory>\n'
