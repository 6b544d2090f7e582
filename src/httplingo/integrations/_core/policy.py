"""A site's choices, and the answers that they make: shared by every integration.

`Policy` says which answers are replaced, in which format, and makes the document with its
headers. It knows no protocol: `asgi`, `wsgi` and the adapters hand it strings.
"""

from __future__ import annotations

from httplingo.documents import MEDIA_TYPES, Document, render
from httplingo.documents.document import HTML, TEXT
from httplingo.negotiation import negotiate_media_type

from . import defaults
from .headers import merged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, TypedDict

    from httplingo.typing import LocaleLike

    from .headers import Headers
    from .locale import Selector

    #: Path → whether a program is answered there.
    ApiPaths = str | Iterable[str] | Callable[[str], bool]
    #: Request, status and headers → True: replace, False: leave alone, None: as it would be.
    Replace = Callable[[Any, int, Any], bool | None]
    #: What the documents show beside the status: keywords of `render`, or what returns them.
    GivenDetails = Mapping[str, Any] | Callable[[Any], Mapping[str, Any]]

    class Choices(TypedDict, total=False):
        """The keywords of `Policy`."""

        selector: Selector | None
        replace: Replace | None
        api: ApiPaths
        formats: Sequence[str]
        details: GivenDetails | None


#: How many ``Accept`` headers are remembered, and how long they may be, in characters.
MAX_ACCEPTS, LONGEST_ACCEPT = 256, 256

#: The formats in which nothing but a program reads an answer.
_FOR_PROGRAMS = ("application/", "text/xml")


class Policy:
    """What a site wants of its error answers.

    Args:
        selector: Returns the locale of a request, or None where it has nothing to say. What it
            is called with is the integration's: scope, environ, or the framework's request.
        replace: Widens or narrows what is replaced. Called with the request, the status (400 to
            599) and the headers as the protocol has them; True replaces whatever the body is,
            False never does, None leaves it to the package: empty bodies and frameworks' known
            defaults (`defaults`).
        api: Where programs are answered: the start of a path, several, or a predicate of the
            path. There problem details are preferred to a page.
        formats: The media types to choose from, of `httplingo.documents.MEDIA_TYPES`.
        details: Keywords of `httplingo.documents.render`, such as ``home_url`` or ``theme``, or
            a callable that returns them for a request.

    >>> Policy(api="/api/").media_type("/api/users", "*/*")
    'application/problem+json'
    """

    def __init__(
        self,
        *,
        selector: Selector | None = None,
        replace: Replace | None = None,
        api: ApiPaths = (),
        formats: Sequence[str] = MEDIA_TYPES,
        details: GivenDetails | None = None,
    ) -> None:
        unknown = [one for one in formats if one not in MEDIA_TYPES]
        if unknown or not formats:
            raise ValueError(f"no document has the media type {unknown or formats!r:.60}")
        self.selector = selector
        self._replace = replace
        self._is_api = _predicate(api)
        self._for_visitors = tuple(formats)
        # A program that takes anything is better served with what it can read.
        self._for_programs = tuple(
            sorted(formats, key=lambda one: (one == HTML, not one.startswith(_FOR_PROGRAMS)))
        )
        self._details = details
        #: Whether an answer may depend on more of a request than its two headers.
        self.depends_on_request = bool(selector or api or details)
        self._chosen: dict[tuple[str | None, bool], str] = {}

    def replaces(self, request: object, status: int, headers: object) -> bool | None:
        """Ask the site's predicate; an answer below 400 or above 599 is never replaced.

        >>> Policy().replaces(None, 200, []), Policy().replaces(None, 404, [])
        (False, None)
        """
        if not 400 <= status < 600:
            return False
        return None if self._replace is None else self._replace(request, status, headers)

    def may_be_default(self, content_type: str, length: str, encoding: str) -> bool:
        """Say from the headers alone whether it is worth waiting for the body.

        >>> Policy().may_be_default("text/event-stream", "", "")
        False
        """
        return (
            not encoding
            and defaults.media_type(content_type) in defaults.MEDIA_TYPES
            and (not length.isdigit() or int(length[:9]) <= defaults.LONGEST)
        )

    def media_type(self, path: str, accept: str | None) -> str:
        """Return the format of an answer.

        ``Accept`` decides. Among what it likes equally, an API's path has problem details first,
        and so has a client that names no page at all (``*/*``, or no header: curl, a script, an
        SDK); a browser, which names ``text/html``, has the page first. Where all is refused,
        plain text is sent all the same (RFC 9110, Section 12.5.1).

        >>> browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        >>> Policy().media_type("/", browser), Policy().media_type("/", "*/*")
        ('text/html', 'application/problem+json')
        """
        api = self._is_api(path) if self._is_api is not None else False
        if accept is not None and len(accept) > LONGEST_ACCEPT:
            return self._choose(api, accept)
        chosen = self._chosen.get((accept, api))
        if chosen is None:
            if len(self._chosen) >= MAX_ACCEPTS:
                self._chosen.clear()
            chosen = self._chosen[accept, api] = self._choose(api, accept)
        return chosen

    def _choose(self, api: bool, accept: str | None) -> str:
        wanted = (accept or "").lower()
        browser = "text/html" in wanted or "application/xhtml+xml" in wanted
        offered = self._for_visitors if browser and not api else self._for_programs
        fallback = TEXT if TEXT in offered else offered[0]
        return negotiate_media_type(accept, offered) or fallback

    def document(
        self,
        request: object,
        status: int,
        locale: LocaleLike | None,
        media_type: str,
        retry_after: str | None = None,
        **more: Any,
    ) -> Document:
        """Return the document of a status, with the site's details and the request's.

        Args:
            request: What ``details`` is called with.
            status: The status code.
            locale: As for `render`; None is the active locale.
            media_type: As `media_type` chose it.
            retry_after: The answer's ``Retry-After``.
            **more: More keywords of `render`; they win over the site's.

        >>> Policy().document(None, 404, "zh_CN", "text/plain").locale
        'zh_CN'
        """
        details = self._details
        if details is None and retry_after is None and not more:
            return render(status, locale, media_type)
        given = details(request) if callable(details) else details
        keywords = {**(given or {}), **more}
        if retry_after is not None:
            keywords.setdefault("retry_after", retry_after)
        return render(status, locale, media_type, **keywords)

    def answer(
        self,
        request: object,
        status: int,
        headers: Iterable[tuple[str, str]] = (),
        *,
        path: str,
        accept: str | None,
        locale: LocaleLike | None = None,
        **more: Any,
    ) -> tuple[Document, Headers]:
        """Return a localized answer: the document, and its headers with those that were there.

        It is what an adapter's error handler needs.

        Args:
            request: What ``details`` is called with.
            status: The status code.
            headers: Those of the framework's own answer; see `headers.merged`.
            path: The request's path.
            accept: The request's ``Accept``.
            locale: None is the active locale.
            **more: More keywords of `render`.

        >>> document, headers = Policy().answer(
        ...     None, 405, [("Allow", "GET")], path="/", accept="text/html", locale="de"
        ... )
        >>> document.locale, dict(headers)["Allow"]
        ('de', 'GET')
        """
        original = list(headers)
        retry_after = None
        for name, value in original:
            if name.lower() == "retry-after":
                retry_after = value
        media_type = self.media_type(path, accept)
        document = self.document(request, status, locale, media_type, retry_after, **more)
        return document, merged(original, document.headers)


def _predicate(api: ApiPaths) -> Callable[[str], bool] | None:
    if callable(api):
        return api
    starts = (api,) if isinstance(api, str) else tuple(api)
    return (lambda path: path.startswith(starts)) if starts else None
