"""The document that a request's headers ask for."""

from __future__ import annotations

from httplingo.negotiation import negotiate_locale, negotiate_media_type

from .compression import choose_encoding
from .document import MEDIA_TYPES, TEXT, Document
from .rendering import render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Unpack

    from httplingo.typing import LocaleLike

    from .document import Details

#: So many ``Accept`` headers are remembered, none of them longer than this.
KEPT, LONGEST_KEPT = 256, 256
_types: dict[str | None, str] = {}


def negotiate_document(
    code: int,
    accept: str | None = None,
    accept_language: str | None = None,
    *,
    accept_encoding: str | None = None,
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
        accept_encoding: The value of ``Accept-Encoding``, for a body that is compressed, once,
            where nothing of the request is in it. None: it is not compressed.
        locale: A locale that is known otherwise, such as the framework's active one; it wins
            over ``accept_language``.
        available: The locales to choose from; None for the package's own.
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
    media_type = _media_type(accept) if offered is MEDIA_TYPES else _negotiated(accept, offered)
    if locale is None:
        locale = negotiate_locale(accept_language, available)
    if accept_encoding is not None:
        details["encoding"] = choose_encoding(accept_encoding)  # type: ignore[typeddict-item]
    return render(code, locale, media_type, **details)


def _media_type(accept: str | None) -> str:
    """Choose among all media types; what most browsers send is answered from memory."""
    # The length first: the hash of a header takes as long as the header is.
    if accept and len(accept) > LONGEST_KEPT:
        return _negotiated(accept, MEDIA_TYPES)
    found = _types.get(accept)
    if found is None:
        found = _negotiated(accept, MEDIA_TYPES)
        if len(_types) >= KEPT:
            _types.clear()
        _types[accept] = found
    return found


def _negotiated(accept: str | None, offered: Sequence[str]) -> str:
    return negotiate_media_type(accept, offered) or TEXT
