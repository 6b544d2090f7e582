"""What a document says: the texts of a status, a site's own words, and a page's labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Self, TypeAlias

from httplingo import tags
from httplingo.lingo import Lingo

from .durations import duration, rounded_wait
from .sanitize import clean_text
from .template import Gap
from .theme import QUIET, Theme

Audience: TypeAlias = Literal["visitor", "developer"]

#: The keys of a page's own words, without ``page.``.
WORDS = (
    "home",
    "retry",
    "request_id",
    "request_note",
    "errors",
    "details",
    "status",
    "host",
    "path",
    "reference",
    "languages",
)


class Attributes(str):
    """Attributes of an element, which a template shows as they are."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


class Text(str):
    """A text that knows its language.

    Attributes:
        locale: The locale that gave it, such as ``zh_CN``; empty where nobody knows.

    >>> text = Text("Not Found", "en", around="ar")
    >>> text.dir, text.attributes
    ('ltr', ' lang="en" dir="ltr"')
    """

    __slots__ = ("_around", "locale")

    locale: str
    _around: str

    def __new__(cls, text: str, locale: str = "", around: str = "") -> Self:
        """Return a text in a language, on a page whose locale is ``around``."""
        self = super().__new__(cls, text)
        self.locale = locale
        self._around = around
        return self

    @property
    def lang(self) -> str:
        """The BCP 47 tag, or nothing."""
        return tags.language_tag(self.locale) if self.locale else ""

    @property
    def dir(self) -> Literal["ltr", "rtl", "auto"]:
        """The direction."""
        return tags.direction(self.locale) if self.locale else "auto"

    @property
    def attributes(self) -> Attributes:
        """What the element that shows the text needs of ``lang`` and ``dir``."""
        if not self.locale:
            return Attributes(' dir="auto"')
        if self.locale == self._around:
            return Attributes()
        return Attributes(f' lang="{self.lang}" dir="{self.dir}"')


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a form or a body.

    Attributes:
        field: Its name, or its JSON pointer (RFC 6901) without what stands before the first
            name; may be empty.
        detail: What is wrong with it.
    """

    field: Text | Gap
    detail: Text | Gap


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The address of the same page in another language.

    Attributes:
        url: The address.
        name: What the language calls itself.
        lang, dir: Its BCP 47 tag and its direction.
    """

    url: Text | Gap
    name: str
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class PageContext:
    """Everything that a page shows: what a theme's template has as ``page``.

    Each text is a `Text`, and empty where there is none. In a theme, the details of a request
    (``title``, ``detail`` and ``advice`` where the site gave them, ``errors``, ``request_id``,
    ``host``, ``path``, ``home_url``, ``retry_url``, ``retry_after`` and the addresses of
    ``languages``) are gaps, which can be shown and asked for, no more: the template is rendered
    once for many requests. A site's own renderer (``page=``) gets the texts themselves.

    Attributes:
        status: The status code.
        title: The phrase, or the site's own title.
        detail: What the site said of this occurrence, in its own words.
        advice: What a visitor can do.
        description: What the status means, for a developer.
        lead: What stands first below title and detail: the advice, or else the description.
        errors: What is wrong with each field, a `FieldError` each.
        retry_after: A sentence such as "Try again in 2 minutes.".
        reference: The specification of the status, for a developer.
        request_id: As it was given.
        host: As it was given.
        path: As it was given.
        home_url: An address that may stand in a link.
        retry_url: Another one.
        languages: The same page in other languages, a `LanguageLink` each.
        words: The page's labels by key: ``home``, ``retry``, ``request_id``, ``request_note``,
            ``errors``, ``details``, ``status``, ``host``, ``path``, ``reference``, ``languages``.
        locale: The locale of the page, such as ``zh_CN``.
        lang: The same as a BCP 47 tag.
        dir: Its direction, ``ltr`` or ``rtl``.
        audience: ``visitor`` or ``developer``.
        fragment: Whether the content of ``<main>`` alone is wanted.
        theme: The look of the page.

    >>> from httplingo.documents import page_context
    >>> page = page_context(404, "zh_CN", request_id="7f3a")
    >>> page.status, page.title, page.lang, page.request_id
    (404, '未找到', 'zh-CN', '7f3a')
    """

    status: int
    title: Text | Gap
    detail: Text | Gap
    advice: Text | Gap
    description: Text
    errors: tuple[FieldError, ...]
    retry_after: Text | Gap
    reference: str
    request_id: Text | Gap
    host: Text | Gap
    path: Text | Gap
    home_url: Text | Gap
    retry_url: Text | Gap
    languages: tuple[LanguageLink, ...]
    words: Mapping[str, Text]
    locale: str
    lang: str
    dir: Literal["ltr", "rtl"]
    audience: Audience
    fragment: bool
    theme: Theme | None

    @property
    def lead(self) -> Text | Gap:
        """What stands first below title and detail."""
        if self.advice or self.detail:
            return self.advice
        return self.description


@dataclass(frozen=True, slots=True)
class Choices:
    """What a site chose for a document, apart from the details of a request.

    Attributes:
        audience: ``visitor`` or ``developer``.
        theme: The look of a page; None where what was given is none.
        fragment: Whether the content of ``<main>`` alone is wanted.
        detail_locale: The locale of the site's own words; empty where nobody knows.
    """

    audience: Audience = "visitor"
    theme: Theme | None = QUIET
    fragment: bool = False
    detail_locale: str = ""


def make_context(
    lingo: Lingo,
    code: int,
    locale: str,
    facts: Mapping[str, Any],
    choices: Choices,
    show: Callable[[str, Text], Text | Gap] = lambda _, text: text,
) -> PageContext:
    """Return everything that a document shows.

    Args:
        lingo: Where the texts come from.
        code: The status code, 100–599.
        locale: The locale that gives the phrase.
        facts: The details, as `sanitize.read_details` returns them, and ``retry_after`` as a
            sentence.
        choices: What the site chose.
        show: Returns what stands for a detail, such as a gap, from its name and its text.
    """
    own, nothing = choices.detail_locale, Text("", locale, locale)

    def shown(name: str, text: Text) -> Text | Gap:
        return show(name, text) if text else text

    def detail(name: str) -> Text | Gap:
        return shown(name, Text(facts[name])) if name in facts else nothing

    def words(name: str, otherwise: Text) -> Text | Gap:
        return shown(name, Text(facts[name], own, locale)) if name in facts else otherwise

    return PageContext(
        status=code,
        title=words("title", _title(lingo, code, locale)),
        detail=words("detail", nothing),
        advice=words("advice", _status_text(lingo, code, "advice", locale)),
        description=_status_text(lingo, code, "description", locale),
        errors=tuple(
            FieldError(
                shown(f"error_{number}_field", Text(field_of(error))),
                shown(f"error_{number}_detail", Text(str(error.get("detail", "")), own, locale)),
            )
            for number, error in enumerate(facts.get("errors", ()))
        ),
        retry_after=shown("retry_after", facts.get("retry_after", nothing)),
        reference=lingo.get_message(code, locale).reference,
        request_id=detail("request_id"),
        host=detail("host"),
        path=detail("path"),
        home_url=detail("home_url"),
        retry_url=detail("retry_url"),
        words=page_words(lingo, code, locale),
        languages=tuple(
            LanguageLink(
                shown(f"language_{name}", Text(url)),
                own_name(name),
                tags.language_tag(name),
                tags.direction(name),
            )
            for name, url in facts.get("languages", {}).items()
        ),
        locale=locale,
        lang=tags.language_tag(locale),
        dir=tags.direction(locale),
        audience=choices.audience,
        fragment=choices.fragment,
        theme=choices.theme,
    )


def field_of(error: Mapping[str, object]) -> str:
    """Return what a page calls the field of an error: its name, or its JSON pointer in short.

    >>> field_of({"name": "email"}), field_of({"pointer": "#/items/0/size"})
    ('email', 'items/0/size')
    """
    return str(error.get("name") or str(error.get("pointer", "")).removeprefix("#").lstrip("/"))


def find_text(lingo: Lingo, key: str, locale: str) -> Text:
    """Return the text of a key, fit for every format, on a page in this locale.

    >>> from httplingo.lingo import default_lingo
    >>> find_text(default_lingo(), "page.home", "en")
    'Home page'
    """
    text, source = lingo.find_text(key, locale)
    return Text(clean_text(text), source or locale, locale)


def _status_text(lingo: Lingo, code: int, field: str, locale: str) -> Text:
    """Return the code's own text, or else its class's."""
    own = find_text(lingo, f"{code}.{field}", locale)
    return own or find_text(lingo, f"{code // 100}xx.{field}", locale)


def _title(lingo: Lingo, code: int, locale: str) -> Text:
    """Return the phrase; of a code that IANA lists as "(Unused)", that of its class."""
    phrase = _status_text(lingo, code, "phrase", locale)
    # Each translation keeps the parentheses, which some scripts have in a wider form.
    unused = phrase[:1] in {"(", "（"} and phrase[-1:] in {")", "）"}
    return find_text(lingo, f"{code // 100}xx.phrase", locale) if unused else phrase


def page_words(lingo: Lingo, code: int, locale: str) -> dict[str, Text]:
    """Return a page's labels by key, ``{code}`` filled in; what no catalog has is empty.

    >>> from httplingo.lingo import default_lingo
    >>> page_words(default_lingo(), 404, "en")["status"]
    'HTTP status 404'
    """
    words = {name: find_text(lingo, f"page.{name}", locale) for name in WORDS}
    status = words["status"]
    # Never str.format: a translator's text is data.
    words["status"] = Text(status.replace("{code}", str(code)), status.locale, locale)
    return words


def retry_sentence(lingo: Lingo, seconds: int, locale: str) -> Text:
    """Return ``page.retry_after`` with the wait in it, such as "Try again in 2 minutes.".

    It is empty for no wait at all, and where Babel is not installed or lacks the language.

    >>> from httplingo.lingo import default_lingo
    >>> retry_sentence(default_lingo(), 3600, "en"), retry_sentence(default_lingo(), 0, "en")
    ('Try again in 1 hour.', '')
    """
    text = find_text(lingo, "page.retry_after", locale)
    if seconds > 0 and text:
        for name in dict.fromkeys((text.locale, text.locale.partition("_")[0])):
            wait = duration(*rounded_wait(seconds), name)
            if wait:
                return Text(text.replace("{duration}", wait), text.locale, locale)
    return Text("", locale, locale)


# Babel takes half a millisecond for each, and a page may link to fifty.
@lru_cache(maxsize=256)
def own_name(locale: str) -> str:
    """Return what a language calls itself; its tag where Babel does not know.

    >>> own_name("zh_CN"), own_name("pt_BR"), own_name("de")
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
