"""From a status and the details of a request to a document."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import PathLike
from typing import Any, NamedTuple, TypedDict, Unpack

from httplingo import negotiation
from httplingo.errors import InvalidLocaleError
from httplingo.lingo import Lingo, default_lingo
from httplingo.locales import active, requested
from httplingo.message import Message
from httplingo.typing import LocaleLike

from . import page, plain, problem
from .document import (
    HTML,
    MEDIA_TYPES,
    NO_CONTENT,
    PROBLEM_JSON,
    PROBLEM_XML,
    TEXT,
    Document,
    DocumentError,
    Headers,
    fixed_headers,
)
from .durations import RetryAfter, read_retry_after
from .sanitize import READERS, label, read_details, report
from .template import Gap, Template
from .texts import Audience, Choices, PageContext, Text, make_context, retry_sentence
from .theme import QUIET, Theme

#: A site's own renderer of pages: what it returns is the whole page.
PageRenderer = Callable[[PageContext], str]


class Details(TypedDict, total=False):
    """The keywords of `render`; each may be left out or None."""

    title: object
    detail: object
    advice: object
    detail_locale: LocaleLike | None
    errors: Sequence[Mapping[str, object]] | None
    request_id: object
    retry_after: int | float | str | datetime | timedelta | None
    home_url: str | None
    retry_url: str | None
    host: object
    path: object
    type: str | None
    instance: object
    extensions: Mapping[str, object] | None
    languages: Mapping[str, str] | None
    audience: Audience | None
    theme: str | PathLike[str] | Theme | None
    page: PageRenderer | None
    fragment: bool | None


class _Format(NamedTuple):
    """How documents of a media type are made: what they show, a template, and what fills it."""

    shows: frozenset[str]
    template: Callable[[PageContext, frozenset[str]], Template]
    values: Callable[[Mapping[str, Any]], dict[str, bytes]]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A document without the details of a request."""

    template: Template
    headers: Headers
    personal: bool


_JSON = _Format(problem.SHOWS, problem.json_template, problem.json_values)
_XML = _Format(problem.SHOWS, problem.xml_template, problem.xml_values)
_FORMATS = {
    HTML: _Format(page.SHOWS, lambda shown, _: page.fixed_page(shown), page.page_values),
    PROBLEM_JSON: _JSON,
    "application/json": _JSON,
    PROBLEM_XML: _XML,
    "application/xml": _XML,
    TEXT: _Format(plain.SHOWS, plain.plain_template, plain.plain_values),
}

#: What shows something of one visitor, and what is said of one occurrence by the site.
_PERSONAL = frozenset({"request_id", "instance", "extensions", "errors"})
_OWN_WORDS = frozenset({"title", "detail", "advice", "errors"})
_CHOICES = frozenset({"audience", "theme", "fragment", "detail_locale"})
_KEYWORDS = frozenset({*READERS, *_CHOICES, "retry_after", "page"})
_NO_CHOICES = Choices()

_log = logging.getLogger("httplingo.documents")


class _Memory(dict[Any, Any]):
    """Keeps values up to a number of bytes and a number of values; then it starts anew."""

    MAX_BYTES = 8 << 20
    MAX_VALUES = 4096

    def __init__(self) -> None:
        super().__init__()
        self.size = 0

    def keep(self, key: object, value: object, size: int) -> None:
        if self.size + size > self.MAX_BYTES or len(self) >= self.MAX_VALUES:
            self.clear()
            self.size = 0
        self.size += size
        self[key] = value


#: Generation, locale as it was asked for, media type, code → the document without details.
_documents = _Memory()
#: Generation, code, locale that answers, media type, choices, names of details → `_Prepared`.
_prepared = _Memory()


def render(
    code: int,
    locale: LocaleLike | None = None,
    media_type: str = HTML,
    *,
    lingo: Lingo | None = None,
    **details: Unpack[Details],
) -> Document:
    """Return a status as a document; one without details comes ready from memory.

    An error page never fails: a code outside 100–599 gives the document of 500, a detail that
    cannot be shown is left out, and a theme that fails gives a fixed page; each is logged. So
    is an HTML page without Jinja2, which the extra ``httplingo[pages]`` brings.

    Args:
        code: The status code.
        locale: As for `httplingo.get_message`; None is the active locale.
        media_type: One of `MEDIA_TYPES`.
        lingo: The site's texts; None for those that the functions of the package use.
        **details: All optional; None is the same as leaving it out.

            - ``title``, ``detail``, ``advice``: The site's own words, as strings or as what
              becomes one, such as a lazy translation. They stand in the localized document:
              ``title`` and ``advice`` in place of the package's, ``detail`` as what is known of
              this occurrence (RFC 9457, Section 3.1.4).
            - ``detail_locale``: The locale of the site's own words. Where it is another one than
              the document's, ``Content-Language`` names both.
            - ``errors``: What is wrong with each field: mappings with ``detail``, with
              ``pointer`` (a JSON pointer, RFC 6901) or ``name``, and perhaps ``type``.
            - ``request_id``: A number that the visitor can give to the site; at most 128
              characters are shown. ``request_id`` of a problem.
            - ``retry_after``: When to try again: seconds, an HTTP-date, a ``datetime`` or a
              ``timedelta``. Shown as "in 2 minutes", and sent as ``Retry-After``.
            - ``home_url``, ``retry_url``: Links below the advice; ``http:``, ``https:`` or
              relative, others are left out.
            - ``host``, ``path``: What was asked for; shown only when given.
            - ``type``, ``instance``: Those of a problem, URI references (RFC 9457, Sections 3.1.1
              and 3.1.5).
            - ``extensions``: More members of a problem, JSON values by name; in XML those whose
              names XML can hold. They take no place of the document's own.
            - ``languages``: Addresses of the same page in other languages, by locale.
            - ``audience``: ``visitor`` (advice) or ``developer`` (description and specification
              as well).
            - ``theme``: The name of one of the package's, the path of a folder, or a `Theme`.
            - ``page``: The site's own renderer. It is called with a `PageContext` and returns
              the page; where it fails, that is logged, and the theme's page is sent.
            - ``fragment``: The content of the page's ``<main>`` alone, for a client that puts it
              into a page that is there.

    Raises:
        DocumentError: An unknown media type or audience.
        InvalidLocaleError: The locale is malformed.
        TypeError: An unknown keyword.

    >>> document = render(503, "en", "text/plain", retry_after=120)
    >>> document.body.decode().splitlines()[-1], document.header("Retry-After")
    ('Try again in 2 minutes.', '120')
    """
    site = default_lingo() if lingo is None else lingo
    if not details:
        wanted = active() if locale is None else locale
        try:
            document: Document = _documents[site.generation, wanted, media_type, code]
            return document
        except (KeyError, TypeError):  # TypeError: a list is no key
            return _first(site, code, locale, media_type)
    return _make(site, code, locale, media_type, details)[0]


def negotiate_document(
    code: int,
    accept: str | None = None,
    accept_language: str | None = None,
    *,
    lingo: Lingo | None = None,
    locale: LocaleLike | None = None,
    available: Collection[str] | None = None,
    offered: Sequence[str] = MEDIA_TYPES,
    **details: Unpack[Details],
) -> Document:
    """Return a status in the format and the language that a request asks for.

    No header raises anything, whatever it holds. Where an ``Accept`` refuses all that is
    offered, plain text is sent all the same (RFC 9110, Section 12.5.1, allows it): an error
    that says nothing helps nobody, and an image that is missing needs no page.

    Args:
        code: The status code.
        accept: The value of ``Accept``; None if it is absent.
        accept_language: The value of ``Accept-Language``; None if it is absent.
        lingo: As for `render`.
        locale: A locale that is known otherwise, such as the framework's active one; it wins
            over ``accept_language``.
        available: The locales to choose from; None for those that have a catalog.
        offered: The media types to choose from, the preferred first.
        **details: As for `render`.

    Raises:
        DocumentError: As for `render`.
        InvalidLocaleError: ``locale`` is malformed.
        TypeError: An unknown keyword.

    >>> document = negotiate_document(404, "text/plain, */*;q=0.1", "zh-HK,zh;q=0.8,en;q=0.5")
    >>> document.media_type, document.header("Vary")
    ('text/plain', 'Accept, Accept-Language')
    """
    site = default_lingo() if lingo is None else lingo
    media_type = negotiation.negotiate_media_type(accept, offered) or TEXT
    if locale is None and available is None:
        locale = site.negotiate_locale(accept_language)
    elif locale is None:
        locale = negotiation.negotiate_locale(
            accept_language, available, default=site.default_locale
        )
    return render(code, locale, media_type, lingo=site, **details)


def page_context(
    code: int,
    locale: LocaleLike | None = None,
    *,
    lingo: Lingo | None = None,
    **details: Unpack[Details],
) -> PageContext:
    """Return everything that a page shows, for a renderer or a template of the site's own.

    Args:
        code: The status code.
        locale: As for `render`.
        lingo: As for `render`.
        **details: As for `render`.

    Raises:
        Exception: As `render` does.

    >>> page = page_context(404, "de", detail="Artikel 7 gibt es nicht.")
    >>> page.title, page.detail, page.words["home"]
    ('Nicht gefunden', 'Artikel 7 gibt es nicht.', 'Startseite')
    """
    site = default_lingo() if lingo is None else lingo
    message = _message(site, code, locale)
    choices = _choices(details)
    facts, _ = _facts(site, message, HTML, details)
    return make_context(site, message.code, message.locale, facts, choices)


def check_details(details: Mapping[str, object]) -> None:
    """Say what is wrong with keywords of `render` that a site configures, before it starts.

    Raises:
        TypeError: An unknown keyword; the nearest right one is named.
        DocumentError: An unknown audience, or a theme that is no folder.

    >>> check_details({"home_ulr": "/"})
    Traceback (most recent call last):
    TypeError: no detail is named 'home_ulr'; did you mean 'home_url'?
    """
    choices = _choices(details)
    if choices.theme is None:
        raise DocumentError("a theme is a name, the path of a folder, or a Theme")
    choices.theme.check()


def _first(site: Lingo, code: int, locale: LocaleLike | None, media_type: str) -> Document:
    """Render a document without details, and keep it."""
    generation = site.generation
    wanted = active() if locale is None else locale
    document, lasting = _make(site, code, locale, media_type, {})
    # What is not text is dear to hash; a code that is no int is not kept under its own name.
    if lasting and isinstance(wanted, str | None) and type(code) is int:
        size = len(document.body) + 2048
        _documents.keep((generation, wanted, media_type, code), document, size)
    return document


def _make(
    site: Lingo,
    code: int,
    locale: LocaleLike | None,
    media_type: str,
    details: Mapping[str, Any],
) -> tuple[Document, bool]:
    """Return a document, and whether it would be the same the next time."""
    form = _FORMATS.get(media_type)
    if form is None:
        raise DocumentError(f"no document has the media type {label(media_type)}")
    generation = site.generation
    message = _message(site, code, locale)
    choices = _choices(details)
    facts, retry = _facts(site, message, media_type, details)
    if details.get("page") is not None and media_type == HTML and message.code not in NO_CONTENT:
        own = _page_of_the_site(site, message, details["page"], facts, choices, retry)
        if own is not None:
            return own, False
    # What is made once depends on which details there are, not on what they are.
    names = (*facts, tuple(facts.get("languages", ())), retry is not None)
    key = (generation, message.code, message.locale, media_type, choices, *names)
    prepared, lasting = _prepared.get(key), True
    if prepared is None:
        prepared, lasting = _prepare(site, message, media_type, facts, choices, retry is not None)
        if lasting:
            size = 2 * prepared.template.size + 400 * len(prepared.template.parts) + 2048
            _prepared.keep(key, prepared, size)
    body = prepared.template.fill(form.values(facts))
    document = _document(message, media_type, body, prepared.headers, retry, prepared.personal)
    return document, lasting


def _document(
    message: Message,
    media_type: str,
    body: bytes,
    headers: Headers,
    retry: RetryAfter | None,
    personal: bool,
) -> Document:
    if message.code not in NO_CONTENT or message.code == 205:
        headers = (*headers, ("Content-Length", str(len(body))))
    if retry is not None:
        headers = (*headers, ("Retry-After", retry.header))
    return Document(body, media_type, headers, message.code, message.locale, personal)


def _message(site: Lingo, code: int, locale: LocaleLike | None) -> Message:
    message = site.get_message(code, locale, default=None)
    if message is None:
        _log.warning("not a status code from 100 to 599: %s; 500 is rendered", label(code))
        message = site.get_message(500, locale)
    return message


def _choices(details: Mapping[str, Any]) -> Choices:
    """Return what a site chose, and refuse keywords that no document has."""
    if not details.keys() <= _KEYWORDS:
        unknown = next(name for name in details if name not in _KEYWORDS)
        raise TypeError(f"no detail is named {label(unknown)}{_nearest(unknown)}")
    if _CHOICES.isdisjoint(details):
        return _NO_CHOICES
    audience: Audience = details.get("audience") or "visitor"
    if audience not in {"visitor", "developer"}:
        raise DocumentError(f"no document has the audience {label(audience)}")
    own = ""
    try:
        if details.get("detail_locale") is not None:
            wanted = requested(details["detail_locale"])
            own = wanted if isinstance(wanted, str) else wanted[0]
    except InvalidLocaleError as error:
        report("detail_locale", error)
    theme = _theme(details.get("theme"))
    return Choices(audience, theme, bool(details.get("fragment")), own)


def _theme(theme: str | PathLike[str] | Theme | None) -> Theme | None:
    """Return a look; None for what is none."""
    if theme is None or isinstance(theme, Theme):
        return theme or QUIET
    try:
        return Theme(theme)
    except TypeError:
        return None


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, _KEYWORDS, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _facts(
    site: Lingo, message: Message, media_type: str, details: Mapping[str, Any]
) -> tuple[dict[str, Any], RetryAfter | None]:
    """Return the details that a format shows, fit to be shown, and the ``Retry-After``."""
    shows = _FORMATS[media_type].shows
    facts = read_details(details, shows)
    if "extensions" in facts:
        facts["extensions"] = problem.extension_members(
            facts["extensions"], facts, details.get("audience") or ""
        )
    retry = None
    value = details.get("retry_after")
    if value is not None:
        retry = read_retry_after(value)
        if retry is None:
            report("retry_after", ValueError("neither seconds nor a date"))
        elif "retry_after" in shows:
            sentence = retry_sentence(site, retry.seconds, message.locale)
            if sentence:
                facts["retry_after"] = sentence
    return facts, retry


def _prepare(
    site: Lingo,
    message: Message,
    media_type: str,
    facts: Mapping[str, Any],
    choices: Choices,
    timed: bool,
) -> tuple[_Prepared, bool]:
    """Return a document up to the details of a request, and whether it may be kept."""
    gaps: list[Gap] = []

    def gap(name: str, text: Text) -> Gap:
        gaps.append(Gap(name, text.lang, text.dir, text.attributes))
        return gaps[-1]

    lasting, policy = True, ""
    if message.code in NO_CONTENT:
        template = Template((b"",))
    else:
        shown = make_context(site, message.code, message.locale, facts, choices, gap)
        if media_type == HTML:
            template, lasting = _page(shown, gaps)
            policy = page.policy_of(b"".join(template.parts), choices.theme)
        else:
            template = _FORMATS[media_type].template(shown, frozenset(facts))
    headers = _headers(message, media_type, facts, choices, timed, policy)
    return _Prepared(template, headers, not _PERSONAL.isdisjoint(facts)), lasting


def _page(shown: PageContext, gaps: list[Gap]) -> tuple[Template, bool]:
    """Return the theme's page, or a fixed one where that fails, and whether it may be kept."""
    try:
        # A list of errors makes a page of its own.
        return page.page_template(shown, gaps), not shown.errors
    except ImportError as error:
        _log.error("a fixed page is sent, since %s; install 'httplingo[pages]'", error)
        return page.fixed_page(shown), not shown.errors
    except Exception as error:  # whatever a template does, an error page never fails
        _log.error("a fixed page is sent, since the theme fails: %r", shown.theme, exc_info=error)
        # What was wrong may be right the next time: a file that is being replaced.
        return page.fixed_page(shown), False


def _headers(
    message: Message,
    media_type: str,
    facts: Mapping[str, Any],
    choices: Choices,
    timed: bool,
    policy: str,
) -> Headers:
    locales = [message.locale]
    if choices.detail_locale and not _OWN_WORDS.isdisjoint(facts):
        locales.append(choices.detail_locale)
    of_one_request = timed or not (_PERSONAL | _OWN_WORDS).isdisjoint(facts)
    return fixed_headers(
        message.code, media_type, locales, policy=policy, of_one_request=of_one_request
    )


def _page_of_the_site(
    site: Lingo,
    message: Message,
    renderer: PageRenderer,
    facts: Mapping[str, Any],
    choices: Choices,
    retry: RetryAfter | None,
) -> Document | None:
    """Return a page that the site's own renderer makes; None where it fails."""
    try:
        body = renderer(make_context(site, message.code, message.locale, facts, choices)).encode()
    except Exception as error:  # whatever a site's template does, an error page never fails
        _log.error("the theme's page is sent: the site's own", exc_info=error)
        return None
    # The site's layout has a policy of its own.
    headers = _headers(message, HTML, facts, choices, retry is not None, "")
    personal = not _PERSONAL.isdisjoint(facts)
    return _document(message, HTML, body, headers, retry, personal)
