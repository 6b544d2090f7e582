"""From a status and the details of a request to a document."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Unpack

from httplingo import negotiation
from httplingo.lingo import Lingo, default_lingo
from httplingo.locales import active
from httplingo.typing import LocaleLike

from .asked import Asked
from .context import PageContext
from .details import Details
from .document import HTML, MEDIA_TYPES, NO_CONTENT, TEXT, Document


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
#: Generation and `Asked.key` → a document without the details of a request, and its headers.
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
    return Asked.of(site, code, locale, HTML, details).context()


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
    generation = site.generation
    asked = Asked.of(site, code, locale, media_type, details)
    if details.get("page") is not None and media_type == HTML and asked.code not in NO_CONTENT:
        own = asked.page_of_the_site(details["page"])
        if own is not None:
            return own, False
    key = (generation, *asked.key())
    prepared, lasting = _prepared.get(key), True
    if prepared is None:
        prepared, lasting = asked.prepare()
        if lasting:
            template = prepared[0]
            _prepared.keep(key, prepared, 2 * template.size + 400 * len(template.parts) + 2048)
    template, headers = prepared
    return asked.document(template.fill(asked.values()), headers), lasting
