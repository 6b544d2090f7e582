"""Documents rendered once, with gaps for the details of each request."""

from __future__ import annotations

from .compression import compress
from .document import HTML, MEDIA_TYPES, PROBLEM_JSON, PROBLEM_XML, TEXT, Document
from .headers import NO_CONTENT, fixed_headers
from .page import ENCODERS as HTML_ENCODERS
from .page import page_pieces, policy_of, safe_page
from .pieces import Pieces, assemble
from .plain import ENCODERS as TEXT_ENCODERS
from .plain import render_text
from .problem import JSON_ENCODERS, XML_ENCODERS, render_json, render_xml
from .shape import PERSONAL, Shape
from .texts import Texts, status_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NamedTuple

    from .details import Encode
    from .durations import RetryAfter

    class Prepared(NamedTuple):
        """A document without the details of a request."""

        parts: tuple[bytes, ...]
        slots: tuple[tuple[int, str], ...]
        headers: tuple[tuple[str, str], ...]
        media_type: str
        code: int
        locale: str

else:
    from collections import namedtuple

    Prepared = namedtuple("Prepared", "parts slots headers media_type code locale")

#: How each detail is written, by media type; what a format does not show is not among them.
ENCODERS: dict[str, dict[str, Encode]] = {
    HTML: HTML_ENCODERS,
    PROBLEM_JSON: JSON_ENCODERS,
    "application/json": JSON_ENCODERS,
    PROBLEM_XML: XML_ENCODERS,
    "application/xml": XML_ENCODERS,
    TEXT: TEXT_ENCODERS,
}
_RENDER = {
    PROBLEM_JSON: render_json,
    "application/json": render_json,
    PROBLEM_XML: render_xml,
    "application/xml": render_xml,
    TEXT: render_text,
}
assert set(ENCODERS) == {HTML, *_RENDER} == set(MEDIA_TYPES)


def prepare(shape: Shape) -> Prepared:
    """Render a document up to the details of a request.

    A theme that fails is logged, and a fixed page stands in its place.

    >>> prepare(Shape(404, "en", "application/problem+json", ("instance",))).slots
    ((1, 'instance'),)
    """
    texts = status_texts(shape.code, shape.locale, shape.audience)
    locales = _locales(shape, texts)
    policy = ""
    if shape.code in NO_CONTENT:
        pieces = Pieces((b"",), ())
    elif shape.media_type == HTML:
        pieces = _page(shape, texts)
        policy = policy_of(b"".join(pieces.parts), shape.theme)
    else:
        pieces = _RENDER[shape.media_type](shape, texts)
    encoding = shape.encoding
    if encoding:
        packed = None if pieces.slots else compress(pieces.parts[0], encoding)
        if packed is None:
            encoding = "identity"
        else:
            pieces = Pieces((packed,), ())
    headers = fixed_headers(
        shape.code,
        shape.media_type,
        locales,
        policy=policy,
        personal=not PERSONAL.isdisjoint(shape.present),
        encoding=encoding,
    )
    return Prepared(
        pieces.parts, pieces.slots, headers, shape.media_type, shape.code, texts.phrase.locale
    )


def _locales(shape: Shape, texts: Texts) -> tuple[str, ...]:
    main = texts.phrase.locale
    if not shape.second_locale or shape.media_type not in {HTML, TEXT}:
        return (main,)
    second = status_texts(shape.code, shape.second_locale).phrase.locale
    return tuple(dict.fromkeys((main, second)))


def _page(shape: Shape, texts: Texts) -> Pieces:
    try:
        return page_pieces(shape, texts)
    except ImportError as error:
        _report("a fixed page is sent, since %s; install 'httplingo[pages]'", error)
    except Exception as error:  # whatever a template does, an error page never fails
        _report("a fixed page is sent, since the theme %r fails: %r", shape.theme, error)
    return assemble([safe_page(texts)])


def _report(text: str, *values: object) -> None:
    import logging

    logging.getLogger(__name__).error(text, *values)


def fill(
    prepared: Prepared, values: Mapping[str, bytes], retry_after: RetryAfter | None = None
) -> Document:
    r"""Return the document with the details of a request in it.

    >>> prepared = prepare(Shape(404, "en", "application/problem+json", ("instance",)))
    >>> fill(prepared, {"instance": b'"/a"'}).body.decode()[-17:]
    '"instance":"/a"}\n'
    """
    parts, slots, headers, media_type, code, locale = prepared
    if slots:
        filled = list(parts)
        for index, name in slots:
            filled[index] = values[name]
        body = b"".join(filled)
    else:
        body = parts[0]
    if code not in NO_CONTENT or code == 205:
        headers = (*headers, ("Content-Length", str(len(body))))
    if retry_after is not None:
        headers = (*headers, ("Retry-After", retry_after.header))
    return Document(body, media_type, headers, code, locale)
