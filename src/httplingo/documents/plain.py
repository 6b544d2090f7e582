"""A status in plain text."""

from __future__ import annotations

from .details import text_encoder
from .pieces import Pieces, Slot, assemble
from .texts import page_words, status_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .details import Encode
    from .shape import Shape
    from .texts import Texts

#: How each detail that plain text shows is written.
ENCODERS: dict[str, Encode] = {
    "request_id": text_encoder("request_id"),
    "path": text_encoder("path"),
}


def render_text(shape: Shape, texts: Texts) -> Pieces:
    """Return a status in plain text: number and phrase, a blank line, then what to do.

    >>> from httplingo.documents.shape import Shape
    >>> from httplingo.documents.texts import status_texts
    >>> pieces = render_text(Shape(404, "en", "text/plain"), status_texts(404, "en"))
    >>> pieces.parts[0].splitlines()[0]
    b'404 Not Found'
    """
    words = page_words(texts.code, texts.phrase.locale)
    chunks: list[str | Slot] = [*_paragraphs(texts)]
    if "retry_after" in shape.present:
        chunks += ["\n", Slot("retry_after"), "\n"]
    facts: list[str | Slot] = []
    for name in ("request_id", "path"):
        if name in shape.present:
            facts += [f"{words[name].text}: ", Slot(name), "\n"]
    if texts.reference:
        facts += [f"{words['reference'].text}: {texts.reference}\n"]
    if facts:
        chunks += ["\n", *facts]
    if shape.second_locale:
        second = status_texts(texts.code, shape.second_locale, shape.audience)
        if second.phrase.locale != texts.phrase.locale:
            chunks += ["\n", *_paragraphs(second)]
    return assemble(chunks)


def _paragraphs(texts: Texts) -> list[str]:
    paragraphs = [f"{texts.code} {texts.phrase.text}", texts.lead.text, texts.description.text]
    return ["\n\n".join(filter(None, paragraphs)), "\n"]
