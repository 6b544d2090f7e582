"""From a status and the details of a request to a document."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from httplingo import get_message, tags
from httplingo.errors import InvalidLocaleError
from httplingo.lingo import default_lingo
from httplingo.locales import active

from .details import escape
from .document import HTML, TEXT, Document, DocumentError
from .durations import forget_sentences, read_retry_after, retry_sentence
from .lanes import lane_of
from .page import encode_url, language_slot
from .prepared import ENCODERS, fill, prepare
from .shape import CHOICES, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar, Unpack

    from httplingo.typing import LocaleLike

    from .document import Details
    from .durations import RetryAfter
    from .lanes import Lane
    from .prepared import Prepared

    Key = TypeVar("Key")
    Value = TypeVar("Value")

#: How many documents are kept, and how many with gaps for details. A page with its headers is
#: some 4 KiB, so that both together stay under some 16 MiB, whatever is asked for.
MAX_KEPT = 2048

#: The details of a request, in any format.
DETAILS = frozenset(
    [
        "request_id",
        "retry_after",
        "home_url",
        "retry_url",
        "path",
        "instance",
        "extensions",
        "languages",
    ]
)

#: How many other languages a page links to.
MAX_LANGUAGES = 200

#: Locale as it was asked for (None: the active one is the default), media type, code.
_ready: dict[tuple[object, ...], Document] = {}
#: The code, the locale that answers, the media type, and the details by name alone.
_prepared: dict[tuple[object, ...], Prepared] = {}
#: Code, locale as it was asked for, media type and the names of the details → how to fill them in,
#: for details that need no more than being encoded.
_lanes: dict[tuple[object, ...], Lane] = {}


def render(
    code: int,
    locale: LocaleLike | None = None,
    media_type: str = HTML,
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
        **details: All optional; None is the same as leaving it out.

            - ``request_id``: A number that the visitor can give to the site; at most 128
              characters are shown. ``request_id`` of a problem.
            - ``retry_after``: When to try again: seconds, an HTTP-date, a ``datetime`` or a
              ``timedelta``. Shown as "in 2 minutes", and sent as ``Retry-After``.
            - ``home_url``, ``retry_url``: Links below the advice; ``http:``, ``https:`` or
              relative, others are left out.
            - ``path``: What was asked for; shown only when given, at most 512 characters.
            - ``instance``: A problem's ``instance``, a URI reference (RFC 9457, Section 3.1.5).
            - ``extensions``: More members of a problem, JSON values by name; in XML those whose
              names XML can hold. They do not take the place of the RFC's own.
            - ``languages``: Addresses of the same page in other languages, by locale.
            - ``audience``: ``visitor`` (advice) or ``developer`` (description and specification
              as well).
            - ``theme``: ``default``, ``plain``, the path of a folder, or a `Theme`.
            - ``second_locale``: A second language below the first, such as ``en``.
            - ``type_base``: The start of a problem's ``type``, which the code follows.
            - ``encoding``: ``gzip`` or ``br``; a document with details stays as it is.

    Raises:
        DocumentError: An unknown media type, audience or encoding.
        InvalidLocaleError: The locale is malformed.
        TypeError: An unknown keyword.

    >>> document = render(503, "en", "text/plain", retry_after=120)
    >>> document.body.decode().splitlines()[-1], document.header("Retry-After")
    ('Try again in 2 minutes.', '120')
    """
    if default_lingo().generation != _generation:
        _forget()
    wanted = active() if locale is None else locale
    if not details:
        try:
            return _ready[wanted, media_type, code]
        except (KeyError, TypeError):  # TypeError: a list is no key
            return _first(code, locale, media_type)
    try:
        # Sums of tuples, which are faster than stars.
        key = (code, wanted, media_type) + tuple(details)  # noqa: RUF005
        choices, parts, slots, headers, status, answer = _lanes[key]
    except (KeyError, TypeError):
        return _with_details(code, locale, media_type, details)
    for name, value in choices:
        if details[name] is not value:  # type: ignore[literal-required]
            return _with_details(code, locale, media_type, details)
    filled = parts.copy()
    for index, name, encode in slots:
        data = encode(details[name])  # type: ignore[literal-required]
        if data is None:
            return _with_details(code, locale, media_type, details)
        filled[index] = data
    body = b"".join(filled)
    headers = headers + (("Content-Length", str(len(body))),)  # noqa: RUF005
    if "retry_after" in details:
        headers = headers + (("Retry-After", str(details["retry_after"])),)  # noqa: RUF005
    # As Document(…) does, without its check of how many fields there are.
    return tuple.__new__(Document, (body, media_type, headers, status, answer))


def _first(code: int, locale: LocaleLike | None, media_type: str) -> Document:
    ready = _ready
    key = active() if locale is None else locale
    document = _with_details(code, locale, media_type, {})
    # What is not text is dear to hash; a code that is no int is not kept under its own name.
    if isinstance(key, str | None) and type(code) is int:
        _keep(ready, (key, media_type, code), document)
    return document


def _keep(memory: dict[Key, Value], key: Key, value: Value) -> None:
    if len(memory) >= MAX_KEPT:
        memory.clear()
    memory[key] = value


def _with_details(
    code: int, locale: LocaleLike | None, media_type: str, details: Mapping[str, object]
) -> Document:
    message = get_message(code, locale, default=None)
    if message is None:
        _report(f"not a status code from 100 to 599: {code!r:.60}; 500 is rendered")
        message = get_message(500, locale)
    encoders = ENCODERS.get(media_type)
    if encoders is None:
        raise DocumentError(f"no document has the media type {media_type!r:.60}")
    # What is rendered once depends on which details there are, not on what they are.
    key: list[object] = [message.code, message.locale, media_type]
    values: dict[str, bytes] = {}
    retry_after = None
    if "extensions" in details and "request_id" in details:
        details = _told_apart(details)
    for name, value in details.items():
        if value is None:
            continue
        encode = encoders.get(name)
        if encode is not None:
            data = encode(value)
            if data is not None:
                values[name] = data
                key.append(name)
        elif name == "retry_after":
            retry_after = read_retry_after(value)
            key.append(_put_retry(retry_after, message.locale, media_type, values))
        elif name == "languages":
            key.append((name, _put_languages(value, media_type, values)))
        elif name in CHOICES:
            key.append((name, value))
        elif name not in DETAILS:
            raise TypeError(f"render() has no detail named {name!r:.60}")
    memory, lanes = _prepared, _lanes
    shape = tuple(key)
    prepared = memory.get(shape)
    if prepared is None:
        prepared = prepare(Shape.of(key))
        _keep(memory, shape, prepared)
    if prepared.slots and type(code) is int:
        wanted = active() if locale is None else locale
        lane = lane_of(media_type, details, values, prepared)
        # What is not text is dear to hash.
        if lane is not None and isinstance(wanted, str | None):
            _keep(lanes, (code, wanted, media_type, *details), lane)
    return fill(prepared, values, retry_after)


def _told_apart(details: Mapping[str, object]) -> Mapping[str, object]:
    """Take an extension named ``request_id`` away where the detail of that name is given."""
    extensions = details["extensions"]
    if details["request_id"] is None or not isinstance(extensions, Mapping):
        return details
    others = {name: value for name, value in extensions.items() if name != "request_id"}
    return {**details, "extensions": others}


def _put_retry(
    retry_after: RetryAfter | None, locale: str, media_type: str, values: dict[str, bytes]
) -> str:
    """Put the sentence among the values where the format shows it; return what to remember."""
    if retry_after is None:
        return ""
    sentence = retry_sentence(retry_after.seconds, locale) if media_type in {HTML, TEXT} else ""
    if not sentence:
        return "timed"
    values["retry_after"] = (escape(sentence) if media_type == HTML else sentence).encode()
    return "retry_after"


def _put_languages(value: object, media_type: str, values: dict[str, bytes]) -> tuple[str, ...]:
    """Put the addresses among the values; return the locales, as many as `MAX_LANGUAGES`."""
    names: list[str] = []
    if media_type == HTML and isinstance(value, Mapping):
        for locale, url in islice(value.items(), MAX_LANGUAGES):
            try:
                name = tags.canonical(locale)
            except InvalidLocaleError:
                continue
            data = encode_url(url)
            if data is not None and name not in names:
                names.append(name)
                values[language_slot(name)] = data
    return tuple(names)


def _report(text: str) -> None:
    import logging

    logging.getLogger(__name__).warning("%s", text)


def _forget() -> None:
    # Others are put in their place: what is being rendered now is kept in those that nobody asks.
    global _ready, _prepared, _lanes, _generation
    _generation = default_lingo().generation
    _ready, _prepared, _lanes = {}, {}, {}
    forget_sentences()


_generation = 0
