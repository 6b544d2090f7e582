"""The fast lane: details that need no more than being encoded and joined in."""

from __future__ import annotations

from .details import escape
from .document import HTML
from .durations import MAX_SECONDS, retry_sentence
from .prepared import ENCODERS
from .shape import CHOICES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .details import Encode
    from .prepared import Prepared

    #: Choices that must be the same objects, pieces, slots, headers, status, locale.
    Lane = tuple[
        tuple[tuple[str, object], ...],
        list[bytes],
        tuple[tuple[int, str, Encode], ...],
        tuple[tuple[str, str], ...],
        int,
        str,
    ]


def lane_of(
    media_type: str,
    details: Mapping[str, object],
    values: Mapping[str, bytes],
    prepared: Prepared,
) -> Lane | None:
    """Return how these details are filled in; None where more than their names decides it.

    Args:
        media_type: One of `MEDIA_TYPES`.
        details: The details as they were given.
        values: Those that are shown, encoded.
        prepared: The document that they go into.

    >>> from httplingo.documents.prepared import prepare
    >>> from httplingo.documents.shape import Shape
    >>> prepared = prepare(Shape(404, "en", "text/plain", ("path",)))
    >>> lane = lane_of("text/plain", {"path": "/"}, {"path": b"/"}, prepared)
    >>> [name for _, name, _ in lane[2]]
    ['path']
    >>> lane_of("text/plain", {"path": None}, {}, prepared) is None
    True
    """
    if {"extensions", "request_id"} <= details.keys():
        return None
    encoders = {**ENCODERS[media_type], "retry_after": _retry_encoder(media_type, prepared.locale)}
    for name, value in details.items():
        if name in CHOICES:
            continue
        # One that was left out, or that has no place in this format, is a matter of its value.
        if value is None or name not in values or name not in encoders:
            return None
    choices = tuple((name, value) for name, value in details.items() if name in CHOICES)
    slots = tuple((index, name, encoders[name]) for index, name in prepared.slots)
    # The slot is what checks the value that goes into the header.
    if "retry_after" in details and "retry_after" not in {name for _, name, _ in slots}:
        return None
    return (choices, list(prepared.parts), slots, prepared.headers, prepared.code, prepared.locale)


def _retry_encoder(media_type: str, locale: str) -> Encode:
    """Return what makes the sentence for whole seconds; other forms take the longer way."""

    def encode(value: object) -> bytes | None:
        if type(value) is not int or not 0 < value <= MAX_SECONDS:
            return None
        sentence = retry_sentence(value, locale)
        return (escape(sentence) if media_type == HTML else sentence).encode() or None

    return encode
