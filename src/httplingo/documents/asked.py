"""What is asked for: a status, a format and the details of a request, read and made safe."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from httplingo.lingo import Lingo
from httplingo.typing import LocaleLike

from . import page, plain, problem
from .context import Choices, PageContext, Text
from .details import PageRenderer, read_choices, read_details, report
from .document import (
    HTML,
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
from .sanitize import label
from .template import Gap, Template
from .texts import make_context, retry_sentence


class _Format(NamedTuple):
    """Which details documents of a media type show, and how their bytes are made."""

    shows: frozenset[str]
    values: Callable[[Mapping[str, Any]], dict[str, bytes]]


_JSON = _Format(problem.SHOWS, problem.json_values)
_XML = _Format(problem.SHOWS, problem.xml_values)
_FORMATS = {
    HTML: _Format(page.SHOWS, page.page_values),
    PROBLEM_JSON: _JSON,
    "application/json": _JSON,
    PROBLEM_XML: _XML,
    "application/xml": _XML,
    TEXT: _Format(plain.SHOWS, plain.plain_values),
}
#: What makes the rest, apart from pages, which may fail.
_TEMPLATES = {
    _JSON: problem.json_template,
    _XML: problem.xml_template,
    _FORMATS[TEXT]: plain.plain_template,
}

#: What shows something of one visitor, and what is said of one occurrence by the site.
_PERSONAL = frozenset({"request_id", "instance", "extensions", "errors"})
_OWN_WORDS = frozenset({"title", "detail", "advice", "errors"})

_log = logging.getLogger("httplingo.documents")


@dataclass(slots=True)
class Asked:
    """What is asked for, with everything read that was given."""

    site: Lingo
    code: int
    locale: str
    media_type: str
    choices: Choices
    facts: dict[str, Any]
    retry: RetryAfter | None

    @classmethod
    def of(
        cls,
        site: Lingo,
        code: int,
        locale: LocaleLike | None,
        media_type: str,
        details: Mapping[str, Any],
    ) -> Self:
        """Read what `httplingo.documents.render` is given; a detail that is no good is logged."""
        if media_type not in _FORMATS:
            raise DocumentError(f"no document has the media type {label(media_type)}")
        message = site.get_message(code, locale, default=None)
        if message is None:
            _log.warning("not a status code from 100 to 599: %s; 500 is rendered", label(code))
            message = site.get_message(500, locale)
        choices = read_choices(details)
        shows = _FORMATS[media_type].shows
        facts = read_details(details, shows)
        if "extensions" in facts:
            extensions = problem.extension_members(facts["extensions"], facts, choices.audience)
            facts["extensions"] = extensions
        retry = None
        if details.get("retry_after") is not None:
            retry = read_retry_after(details["retry_after"])
            if retry is None:
                report("retry_after", ValueError("neither seconds nor a date"))
            elif "retry_after" in shows:
                sentence = retry_sentence(site, retry.seconds, message.locale)
                facts |= {"retry_after": sentence} if sentence else {}
        return cls(site, message.code, message.locale, media_type, choices, facts, retry)

    def key(self) -> tuple[object, ...]:
        """What is made once depends on which details there are, not on what they are."""
        languages = tuple(self.facts.get("languages", ()))
        timed = self.retry is not None
        start = (self.code, self.locale, self.media_type, self.choices, languages, timed)
        return (*start, *self.facts)

    def values(self) -> dict[str, bytes]:
        """What fills the gaps of a template."""
        return _FORMATS[self.media_type].values(self.facts)

    def context(
        self, show: Callable[[str, Text], Text | Gap] = lambda _, text: text
    ) -> PageContext:
        """Return everything that a page shows, each text as ``show`` gives it."""
        return make_context(self.site, self.code, self.locale, self.facts, self.choices, show)

    def prepare(self) -> tuple[tuple[Template, Headers], bool]:
        """Return a document up to the details of a request, and whether it may be kept."""
        if self.code in NO_CONTENT:
            return (Template((b"",)), self.headers()), True
        gaps: list[Gap] = []

        def gap(name: str, text: Text) -> Gap:
            gaps.append(Gap(name, text.lang, text.dir, text.attributes))
            return gaps[-1]

        shown = self.context(show=gap)
        if self.media_type != HTML:
            make = _TEMPLATES[_FORMATS[self.media_type]]
            return (make(shown, frozenset(self.facts)), self.headers()), True
        template, lasting = _page(shown, gaps)
        policy = page.policy_of(b"".join(template.parts), self.choices.theme)
        return (template, self.headers(policy)), lasting

    def page_of_the_site(self, renderer: PageRenderer) -> Document | None:
        """Return a page that the site's own renderer makes; None where it fails."""
        try:
            body = renderer(self.context()).encode()
        except Exception as error:  # whatever a site's template does, an error page never fails
            _log.error("the theme's page is sent: the site's own", exc_info=error)
            return None
        # The site's layout has a policy of its own.
        return self.document(body, self.headers())

    def headers(self, policy: str = "") -> Headers:
        """Return the header fields that do not depend on what the details are."""
        own_words = not _OWN_WORDS.isdisjoint(self.facts)
        locales = [self.locale]
        if own_words and self.choices.detail_locale:
            locales.append(self.choices.detail_locale)
        of_one_request = self.personal or own_words or self.retry is not None
        return fixed_headers(
            self.code, self.media_type, locales, policy=policy, of_one_request=of_one_request
        )

    @property
    def personal(self) -> bool:
        """Whether it shows something of one visitor."""
        return not _PERSONAL.isdisjoint(self.facts)

    def document(self, body: bytes, headers: Headers) -> Document:
        """Return the document, with the header fields that depend on the request."""
        if self.code not in NO_CONTENT or self.code == 205:
            headers = (*headers, ("Content-Length", str(len(body))))
        if self.retry is not None:
            headers = (*headers, ("Retry-After", self.retry.header))
        return Document(body, self.media_type, headers, self.code, self.locale, self.personal)


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
