"""What a document is made of: texts that know their language, and all that a page may show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self, TypeAlias

from httplingo import tags

from .template import Gap
from .theme import QUIET, Theme

Audience: TypeAlias = Literal["visitor", "developer"]


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


def field_of(error: Mapping[str, object]) -> str:
    """Return what a page calls the field of an error: its name, or its JSON pointer in short.

    >>> field_of({"name": "email"}), field_of({"pointer": "#/items/0/size"})
    ('email', 'items/0/size')
    """
    return str(error.get("name") or str(error.get("pointer", "")).removeprefix("#").lstrip("/"))
