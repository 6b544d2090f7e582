"""A status as a page."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from functools import lru_cache

from httplingo import tags

from .details import escape, markup_encoder
from .pieces import Pieces, Slot, cut
from .texts import language_attributes, page_words, status_texts
from .theme import ACCENTS, BUILT_IN, Theme
from .urls import safe_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from .details import Encode
    from .shape import Shape
    from .texts import Text, Texts

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "themes")
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
_COLOR = re.compile(
    r"#[0-9A-Fa-f]{3,8}|[a-z]+|(?:rgba?|hsla?|hwb|(?:ok)?l(?:ab|ch)|color)\([0-9a-z%., /+-]+\)",
    re.ASCII,
)
_DECLARATION = re.compile(r"([a-z-]+):\s*([^{}]+;)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


#: How many addresses are remembered in the form they have in a link, and how long they may be.
MAX_LINKS, LONGEST_LINK = 256, 128
_links: dict[str, bytes] = {}


def encode_url(value: object) -> bytes | None:
    """Return an address as it stands in a link; None where it is refused.

    >>> encode_url("/?a=1&b=2"), encode_url("javascript:alert(1)")
    (b'/?a=1&amp;b=2', None)
    """
    known = _links.get(value) if type(value) is str else None
    if known is not None:
        return known
    url = safe_url(value)
    if url is None:
        return None
    link = escape(url).encode()
    # A site's home page is the same for all; other addresses come and go within the bound.
    if len(url) <= LONGEST_LINK:
        if len(_links) >= MAX_LINKS:
            _links.clear()
        _links[str(value)] = link
    return link


#: How each detail that a page shows is written. Addresses are refused rather than cleaned.
ENCODERS: dict[str, Encode] = {
    "request_id": markup_encoder("request_id"),
    "path": markup_encoder("path"),
    "home_url": encode_url,
    "retry_url": encode_url,
}


def language_slot(locale: str) -> str:
    """Return the name of the slot for the address of a page in another language.

    >>> language_slot("zh_CN")
    'language_zh_cn'
    """
    return f"language_{locale.lower()}"


def render_page(shape: Shape, texts: Texts, details: Mapping[str, object]) -> str:
    """Return a page from its theme's template.

    Args:
        shape: What the page shows.
        texts: Its texts.
        details: The details by name: slots, or what to show.

    Raises:
        ImportError: Jinja2 is not installed (``pip install 'httplingo[pages]'``).
        Exception: Whatever goes wrong in a template.

    >>> from httplingo.documents.shape import Shape
    >>> page = render_page(Shape(404, "en"), status_texts(404, "en"), {})
    >>> '<html lang="en" dir="ltr">' in page
    True
    """
    theme = shape.theme if isinstance(shape.theme, Theme) else Theme(shape.theme)
    environment = _environment(os.fspath(theme.base))
    values = _values(shape, texts, theme, details)
    style = environment.globals["style"]
    values["style"] = f"{_colors(theme, texts.code)}{style}" if style else ""
    return environment.get_template("page.html").render(values)


def _values(
    shape: Shape, texts: Texts, theme: Theme, details: Mapping[str, object]
) -> dict[str, object]:
    """Return what a template can show."""
    locale = texts.phrase.locale
    second = None
    if shape.second_locale:
        second = status_texts(texts.code, shape.second_locale)
        if second.phrase.locale == locale:
            second = None
    return {
        "code": texts.code,
        "phrase": texts.phrase,
        "lead": texts.lead,
        "description": texts.description,
        "reference": texts.reference,
        "second": second,
        "words": page_words(texts.code, locale),
        "languages": [
            (tags.language_tag(name), _own_name(name), tags.direction(name), url)
            for name in shape.languages
            if (url := details.get(language_slot(name)))
        ],
        "lang": tags.language_tag(locale),
        "dir": tags.direction(locale),
        "locale": locale,
        "audience": shape.audience,
        "theme": theme,
        **{name: details.get(name) for name in (*ENCODERS, "retry_after")},
    }


@lru_cache(maxsize=256)
def _own_name(locale: str) -> str:
    """Return what a language calls itself; its tag where Babel does not know.

    >>> _own_name("zh_CN"), _own_name("pt_BR"), _own_name("de")
    ('简体中文', 'Português (Brasil)', 'Deutsch')
    """
    try:
        from babel import Locale, UnknownLocaleError
    except ImportError:
        return tags.language_tag(locale)
    try:
        known = Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        return tags.language_tag(locale)
    # CLDR names some languages by a word of their own: "简体中文", "British English".
    names = [
        known.languages.get(f"{known.language}_{subtag}")
        for subtag in (known.territory, known.script)
    ]
    name = next(filter(None, (*names, known.get_display_name(locale))), "")
    return name[0].upper() + name[1:] if name else tags.language_tag(locale)


def _colors(theme: Theme, code: int) -> str:
    light, dark = ACCENTS[code // 100]
    # A style sheet escapes nothing, so that only what is a colour gets in.
    light = theme.accent if _COLOR.fullmatch(theme.accent) else light
    dark = theme.accent_dark if _COLOR.fullmatch(theme.accent_dark) else dark
    return f":root{{--l:{light};--d:{dark}}}\n"


def compact(style: str) -> str:
    r"""Return a style sheet without comments, and without the spaces that carry no meaning.

    >>> compact("/* wide */\na,\nb {\n  color: red;\n}\n\np\nq { margin: 0 }")
    'a,b{color:red}p\nq { margin: 0 }'
    """
    sheet = ""
    for line in filter(None, (line.strip() for line in _COMMENT.sub("", style).splitlines())):
        declaration = _DECLARATION.fullmatch(line)
        if declaration:
            line = f"{declaration[1]}:{declaration[2]}"
        elif line.endswith(" {"):
            line = f"{line[:-2]}{{"
        elif line == "}":
            sheet = sheet.removesuffix(";") + line
            continue
        if '"' not in line:
            line = line.replace(", ", ",")
        # A line break is needed only within a selector or a value.
        sheet += line if not sheet or sheet[-1] in "{};," else f"\n{line}"
    return sheet


@lru_cache(maxsize=16)
def _environment(base: str) -> Environment:
    """Return the templates of a theme; ``page.html`` is its own, the package's are below it."""
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader

    folder = os.path.join(_FOLDER, base) if base in BUILT_IN else base
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder), FileSystemLoader(_FOLDER)]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )

    def attributes(text: Text, around: str) -> str:
        return language_attributes(text.locale, around)

    environment.globals["attributes"] = attributes
    environment.globals["style"] = _style(folder, base)
    return environment


def _style(folder: str, base: str) -> str:
    folders = [folder] if base in BUILT_IN else [os.path.join(_FOLDER, "default"), folder]
    sheets = []
    for place in folders:
        try:
            with open(os.path.join(place, "style.css"), encoding="utf-8") as file:
                sheets.append(compact(file.read()))
        except FileNotFoundError:
            continue
    return "\n".join(sheets)


def safe_page(texts: Texts) -> str:
    """Return a fixed page without theme and details, for when a template fails.

    >>> "<h1>404 Not Found</h1>" in safe_page(status_texts(404, "en"))
    True
    """
    locale = texts.phrase.locale
    language = f'lang="{tags.language_tag(locale)}" dir="{tags.direction(locale)}"'
    title = escape(f"{texts.code} {texts.phrase.text}")
    page = (
        f"<!DOCTYPE html>\n<html {language}>\n"
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<link rel="icon" href="data:,">\n'
        f"<title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    )
    for text in (texts.lead, texts.description):
        if text.text:
            attributes = language_attributes(text.locale, locale)
            page += f"<p{attributes}>{escape(text.text)}</p>\n"
    return page + "</main>\n</body>\n</html>\n"


def policy_of(page: bytes, theme: object) -> str:
    """Return a ``Content-Security-Policy`` that allows a page's own style and nothing else.

    Source: Content Security Policy Level 3, Section 6.7.3.3 (hashes of inline elements).

    >>> policy_of(b"<style>p{}</style>", "default").split("; ")[1]
    "style-src 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='"
    """
    text = page.decode()
    hashes = dict.fromkeys(
        base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        for style in _STYLE.findall(text)
    )
    style = " ".join(f"'sha256-{digest}'" for digest in hashes) or "'none'"
    rules = f"default-src 'none'; style-src {style}; "
    more = theme.policy if isinstance(theme, Theme) else ""
    if not (more.isascii() and more.isprintable()):
        more = ""
    if "img-src" not in more:
        rules += "img-src data:; "
    rules += "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    return f"{rules}; {more}" if more else rules


def page_pieces(shape: Shape, texts: Texts) -> Pieces:
    """Return a page cut at its details.

    Raises:
        Exception: The template fails, or it computes with a detail.
    """
    names = (*shape.present, *(language_slot(name) for name in shape.languages))
    return cut(render_page(shape, texts, {name: Slot(name) for name in names}))
