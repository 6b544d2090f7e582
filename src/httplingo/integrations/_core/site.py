"""A site's choices and the answers that they make: one object an application, everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from httplingo import Lingo
from httplingo._bounded import Bounded
from httplingo.documents import MEDIA_TYPES, Document, render
from httplingo.documents.document import HTML
from httplingo.lingo import default_lingo
from httplingo.locales import LazyLocale
from httplingo.tags import language_tag
from httplingo.typing import Requested

from . import defaults
from .answer import Adapter, Answer, Headers, Replacement, Shape
from .choices import CHOICES_OF_ENDPOINT, GivenDetails, Page, Replace, check_details
from .formats import FOR_PROGRAMS, ApiPaths, Formats, check_formats, choose, path_predicate
from .locale import Selection, Selector, effective_locale
from .log import report
from .replace import merged, status_line, union

#: How many answers are kept ready, and the longest header that one is found by.
KEPT, LONGEST_KEPT = 1024, 256

JSON, PROBLEM_JSON = "application/json", "application/problem+json"


class Site:
    """What a site wants of its error answers.

    The site's callables get the framework's own request, and headers as a list of pairs of
    strings. A mistake in what is given raises here, when the application starts.

    Args:
        adapter: Reads the framework's requests.
        lingo: The catalogs and default locale; None for the default ones.
        selector: Returns the locale of a request, or None where it has nothing to say. What it
            reads stands in ``Vary``: the header fields that its attribute ``vary`` names, or
            ``Cookie`` where it has none.
        selector_first: Ask the selector before the framework's own active locale.
        replace: Widens or narrows what is replaced. Called with the request, the status (400 to
            599) and the headers; True replaces whatever the body is, False never does, None
            leaves it to the package: what carries nothing of the application's own, and what
            carries its words, which then stand in the localized frame.
        details: Keywords of `httplingo.documents.render`, such as ``home_url`` or ``theme``, or
            a callable that returns them for a request.
        page: The site's own renderer, for pages in its own layout: called with the request and a
            `httplingo.documents.PageContext`, it returns the page. It gets the same headers; if
            it fails, that is logged and the package's page is sent.
        formats: The media types to choose from, of `httplingo.documents.MEDIA_TYPES`; what a
            client without a preference gets is the first. Or a callable that returns them for a
            request. None: as the framework would.
        api: Where programs are answered: the start of a path, several, or a predicate of the
            path. There the answer is in a format for programs, for browsers too.
        problems: Answer JSON with problem details (RFC 9457), not in the framework's own shape.
        shape: The framework's own JSON for errors, None where it has none.
        framework_formats: What ``formats`` is by default.

    Raises:
        TypeError, ValueError: A choice is malformed; the message names it.
    """

    def __init__(
        self,
        adapter: Adapter,
        *,
        lingo: Lingo | None = None,
        selector: Selector | None = None,
        selector_first: bool = False,
        replace: Replace | None = None,
        details: GivenDetails | None = None,
        page: Page | None = None,
        formats: Formats | None = None,
        api: ApiPaths = (),
        problems: bool = False,
        shape: Shape | None = None,
        framework_formats: tuple[str, ...] = MEDIA_TYPES,
    ) -> None:
        for name, given in (("selector", selector), ("replace", replace), ("page", page)):
            if given is not None and not callable(given):
                raise TypeError(f"{name}: a callable is needed, not {given!r:.60}")
        self.adapter = adapter
        self.lingo = lingo or default_lingo()
        self.choose = Selection(adapter, self.lingo, selector, first=selector_first)
        self._replace = replace
        self._details = details
        self._page = page
        if details is not None and not callable(details):
            check_details(details)
        self._formats = (
            formats
            if callable(formats)
            else check_formats(framework_formats if formats is None else formats)
        )
        self._is_api = path_predicate(api)
        #: Whether JSON is problem details.
        self.problems = problems
        self._shape = None if problems else shape
        self._given: dict[str, Any] = {
            "lingo": lingo,
            "selector": selector,
            "selector_first": selector_first,
            "replace": replace,
            "details": details,
            "page": page,
            "formats": formats,
            "api": api,
            "problems": problems,
            "shape": shape,
            "framework_formats": framework_formats,
        }
        self._vary = ", ".join(["Accept", *self.choose.vary])
        # Whether a document depends on more of a request than its language and format.
        self._varies = callable(details) or callable(formats) or page is not None
        #: What a bare error was answered with: under a server a third of what one costs.
        self._ready: Bounded[tuple[object, ...], Replacement] = Bounded(KEPT)

    # While a request is handled

    def locale(self, request: Any, *, live: bool = False) -> LazyLocale:
        """Return what stands for a request's locale while it is handled.

        Args:
            request: The framework's request.
            live: The framework's locale may change within a request, so it is asked each time.
        """
        return LazyLocale(self.choose, request, live=live)

    def labelled(self, headers: Headers, lazy: LazyLocale) -> Headers | None:
        """Return the headers of an application's own answer with what its language depends on.

        ``Vary`` says so, and ``Content-Language`` where the application has not said it. None
        where no message in the negotiated locale was asked for, or nothing is missing.
        """
        if not lazy.used:
            return None
        vary = [value for name, value in headers if name.lower() == "vary"]
        wanted = union([*vary, *self.choose.vary])
        language = any(name.lower() == "content-language" for name, _ in headers)
        if language and vary == [wanted]:
            return None
        kept = [pair for pair in headers if pair[0].lower() != "vary"]
        if not language:
            kept.append(("Content-Language", self._language(lazy)))
        return [*kept, ("Vary", wanted)]

    def _language(self, lazy: LazyLocale) -> str:
        return language_tag(self.lingo.get_message(404, lazy.resolve()).locale)

    # Errors

    def of_endpoint(self, request: Any) -> Site | None:
        """Return the site as the endpoint of a request wants it; None where it is left out.

        See `httplingo.integrations.localized_errors`.
        """
        endpoint = self.adapter.endpoint(request)
        choices = getattr(endpoint, CHOICES_OF_ENDPOINT, None)
        if choices is None:
            return self
        if choices is False:
            return None
        # Made with each error of such a route: an error page costs more than that.
        return Site(self.adapter, **{**self._given, **choices})

    def waits_for_body(self, request: Any, answer: Answer) -> bool | None:
        """Say from status and headers alone whether an answer is replaced.

        Returns:
            True: whatever its body is. None: the body decides, so it is worth waiting for.
        """
        if not 400 <= answer.status < 600:
            return False
        site = self.of_endpoint(request)
        if site is None:
            return False
        wish = site._wish(request, answer)
        if wish is not None:
            return wish
        if not answer.headers:
            return None
        length = answer.header("content-length")
        if (
            answer.header("content-encoding")
            or defaults.media_type(answer.header("content-type")) not in defaults.MEDIA_TYPES
            or (length.isdecimal() and int(length[:9]) > defaults.LONGEST)
        ):
            return False
        return None

    def replacement(
        self,
        request: Any,
        answer: Answer,
        lazy: LazyLocale | None = None,
        *,
        decided: bool | None = None,
        media_type: str | None = None,
    ) -> Replacement | None:
        """Return what is sent in the place of an answer; None where that stays as it is.

        Nothing is raised: where an error page fails, the framework's own answer goes out.

        Args:
            request: The framework's request.
            answer: What would be sent.
            lazy: The request's own locale; None for one that failed before it had any.
            decided: What `waits_for_body` has said; None: it is asked here.
            media_type: The format, where the framework has chosen it; None: `media_type` does.
        """
        if not 400 <= answer.status < 600:
            return None
        try:
            site = self.of_endpoint(request)
            if site is None or not site._replaces(request, answer, decided):
                return None
            locale = effective_locale(lazy or self.locale(request))
            return site._ready_or_made(request, answer, locale, media_type)
        except Exception as error:  # whatever fails, the framework's own answer goes out
            report("an error page failed", error)
            return None

    def _replaces(self, request: Any, answer: Answer, decided: bool | None) -> bool:
        if decided is not None:
            return decided
        wish = self._wish(request, answer)
        if wish is not None:
            return wish
        if answer.default is not None:
            return answer.default or bool(answer.details)
        if answer.details:
            return True
        if answer.body is None or answer.header("content-encoding"):
            return False
        return defaults.is_default(answer.status, answer.header("content-type"), answer.body)

    def _wish(self, request: Any, answer: Answer) -> bool | None:
        """Ask the site's own predicate."""
        if self._replace is None:
            return None
        wish = self._replace(request, answer.status, answer.headers)
        return None if wish is None else bool(wish)

    def media_type(self, request: Any) -> str:
        """Return the format in which a request is answered."""
        formats = self._formats
        offered = check_formats(formats(request)) if callable(formats) else formats
        accept = self.adapter.header(request, "Accept")
        if self._is_api is not None and self._is_api(self.adapter.path(request)):
            # Of formats without one for programs, the site's choice counts.
            offered = tuple(one for one in offered if one in FOR_PROGRAMS) or offered
            if "text/html" in (accept or ""):
                accept = None  # what browsers name besides is XML, which nobody means
        return choose(accept, offered)

    def _ready_or_made(
        self, request: Any, answer: Answer, locale: Requested | None, media_type: str | None
    ) -> Replacement:
        """Return a replacement, from memory where it follows from little of the request."""
        if self._varies or answer.headers or answer.details:
            return self._make(request, answer, locale, media_type or self.media_type(request))
        header = self.adapter.header
        accept = header(request, "Accept") or ""
        path = self._is_api is not None and self._is_api(self.adapter.path(request))
        partly = header(request, "HX-Request")
        key = (self.lingo.generation, answer.status, locale, accept, path, partly, media_type)
        ready = self._ready.get(key)
        if ready is None:
            ready = self._make(request, answer, locale, media_type or self.media_type(request))
            if len(accept) + len(partly or "") <= LONGEST_KEPT:
                self._ready[key] = ready
        return ready.copy()

    def _make(
        self, request: Any, answer: Answer, locale: Requested | None, media_type: str
    ) -> Replacement:
        details = {**self._details_of(request), **answer.details}
        retry_after = answer.header("retry-after")
        if retry_after:
            # What the header says and what the page says are one thing.
            details["retry_after"] = retry_after
        problem = details.pop("problem", None)
        if problem is not None:
            details.update(problem.details(self.lingo, locale))
        if media_type == JSON and self._shape is not None:
            if answer.shaped and answer.body is not None:
                return self._as_it_is(answer, answer.body)
            return self._in_shape(self._shape, answer, locale, details)
        if media_type == JSON and self.problems:
            media_type = PROBLEM_JSON
        if media_type == HTML:
            if self.adapter.header(request, "HX-Request") == "true":
                details["fragment"] = True
            if self._page is not None:
                details["page"] = partial(self._page, request)
        document = render(answer.status, locale, media_type, lingo=self.lingo, **details)
        return Replacement(
            answer.status,
            status_line(answer.status),
            merged(
                answer.status,
                answer.headers,
                self._own_headers(document),
                personal=document.personal,
            ),
            document.body,
        )

    def _details_of(self, request: Any) -> Mapping[str, Any]:
        given = self._details
        return (given(request) if callable(given) else given) or {}

    def _own_headers(self, document: Document) -> Headers:
        """Return a document's headers, and what it depends on in this site."""
        headers = [pair for pair in document.headers if pair[0] != "Vary"]
        vary = f"{self._vary}, HX-Request" if document.media_type == HTML else self._vary
        return [*headers, ("Vary", vary)]

    def _as_it_is(self, answer: Answer, body: bytes) -> Replacement:
        """Return an answer that has the framework's shape, with what its format depends on."""
        vary = [value for name, value in answer.headers if name.lower() == "vary"]
        headers = [pair for pair in answer.headers if pair[0].lower() != "vary"]
        headers.append(("Vary", union([*vary, self._vary])))
        return Replacement(answer.status, status_line(answer.status), headers, body)

    def _in_shape(
        self,
        shape: Shape,
        answer: Answer,
        locale: Any,
        details: dict[str, Any],
    ) -> Replacement:
        message = self.lingo.get_message(answer.status, locale)
        content = shape(answer.status, message.phrase, details)
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
        body = text.encode()
        own: Headers = [
            ("Content-Type", JSON),
            ("Content-Length", str(len(body))),
            ("Vary", self._vary),
        ]
        said = answer.details.get("detail") or getattr(answer.details.get("problem"), "detail", "")
        if not said or message.phrase in text:
            # The words of the site alone are in a language that nobody knows.
            own.insert(0, ("Content-Language", language_tag(message.locale)))
        return Replacement(
            answer.status,
            status_line(answer.status),
            merged(answer.status, answer.headers, own),
            body,
        )
