"""Problem details in JSON and in XML (RFC 9457)."""

from __future__ import annotations

import json
import re

from httplingo import tags

from .details import clean, clean_text, escape
from .pieces import Pieces, Slot, assemble
from .urls import safe_reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .details import Encode
    from .shape import Shape
    from .texts import Texts

#: The members that RFC 9457, Section 3.1, defines; an extension cannot take their place.
MEMBERS = ("type", "title", "status", "detail", "instance")

#: The namespace of problem details in XML (RFC 9457, Appendix B).
NAMESPACE = "urn:ietf:rfc:7807"

#: How deep the values of extension members may nest.
MAX_DEPTH = 32

# A name that XML can hold without a namespace prefix (Namespaces in XML 1.0, NCName), from
# ASCII: RFC 9457, Section 3.2, asks for letters, digits and "_".
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]{,255}", re.ASCII)


def _members(shape: Shape, texts: Texts) -> dict[str, object]:
    """Return the members of a problem; slots stand for those that a request gives."""
    base = safe_reference(shape.type_base) if shape.type_base else None
    members: dict[str, object] = {
        "type": f"{base}{texts.code}" if base else "about:blank",
        "title": texts.phrase.text,
        "status": texts.code,
        "detail": (texts.description.text or texts.lead.text),
    }
    if not members["detail"]:
        del members["detail"]
    for name in ("instance", "request_id"):
        if name in shape.present:
            members[name] = Slot(name)
    if texts.reference:
        members["reference"] = texts.reference
    return members


def render_json(shape: Shape, texts: Texts) -> Pieces:
    """Return a status as ``application/problem+json`` (RFC 9457, Section 3).

    ``title`` and ``detail`` are localized (Section 4.2.1 allows it for ``about:blank`` too);
    ``type`` and ``status`` never change with the language.

    >>> from httplingo.documents.shape import Shape
    >>> from httplingo.documents.texts import status_texts
    >>> pieces = render_json(Shape(404, "en"), status_texts(404, "en"))
    >>> json.loads(pieces.parts[0])["type"]
    'about:blank'
    """
    chunks: list[str | Slot] = []
    for name, value in _members(shape, texts).items():
        chunks += ["," if chunks else "{", f"{json.dumps(name)}:"]
        chunks.append(value if isinstance(value, Slot) else json.dumps(value, ensure_ascii=False))
    if "extensions" in shape.present:
        chunks.append(Slot("extensions"))
    return assemble([*chunks, "}\n"])


def render_xml(shape: Shape, texts: Texts) -> Pieces:
    """Return a status as ``application/problem+xml`` (RFC 9457, Appendix B).

    >>> from httplingo.documents.shape import Shape
    >>> from httplingo.documents.texts import status_texts
    >>> pieces = render_xml(Shape(404, "en"), status_texts(404, "en"))
    >>> b"<status>404</status>" in pieces.parts[0]
    True
    """
    language = tags.language_tag(texts.phrase.locale)
    chunks: list[str | Slot] = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<problem xmlns="{NAMESPACE}" xml:lang="{language}">\n',
    ]
    for name, value in _members(shape, texts).items():
        content = value if isinstance(value, Slot) else escape(str(value))
        chunks += [f"  <{name}>", content, f"</{name}>\n"]
    if "extensions" in shape.present:
        chunks.append(Slot("extensions"))
    return assemble([*chunks, "</problem>\n"])


def _dumps(value: object) -> str | None:
    """Return a value as JSON (RFC 8259); None where it has no such form."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=str)
    except Exception:  # whatever an object's own __str__ raises: the document comes without it
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        # Two halves of a pair become the character that they are; a lone one is replaced.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _json_string(value: object) -> bytes | None:
    text = str(value)[:2048]
    return json.dumps(clean(text), ensure_ascii=False).encode() if text else None


def _json_extensions(value: object) -> bytes | None:
    text = ""
    for name, member in _extensions(value):
        dumped = _dumps(member)
        if dumped is not None:
            text += f",{_dumps(name)}:{dumped}"
    return text.encode() or None


def _extensions(value: object) -> Iterator[tuple[str, object]]:
    """Yield the members that a problem can have beside those of the RFC."""
    mapping: Mapping[object, object] = value if hasattr(value, "items") else {}  # type: ignore[assignment]
    for name, member in mapping.items():
        if isinstance(name, str) and name and name not in MEMBERS:
            yield name, member


def _xml_string(value: object) -> bytes | None:
    return escape(clean(str(value)[:2048])).encode() or None


def _xml_extensions(value: object) -> bytes | None:
    text = ""
    for name, member in _extensions(value):
        dumped = _dumps(member) if _NAME.fullmatch(name) else None
        if dumped is not None:
            # Through JSON and back: only its six kinds of value are left, and no cycle.
            text += f"  {_element(name, json.loads(dumped))}\n"
    return text.encode() or None


def _element(name: str, value: object, depth: int = 0) -> str:
    """Return a value as an element: an array's items are named ``i`` (RFC 9457, Appendix B)."""
    if depth > MAX_DEPTH:
        return f"<{name}/>"
    if isinstance(value, dict):
        content = "".join(
            _element(key, member, depth + 1)
            for key, member in value.items()
            if _NAME.fullmatch(key)
        )
    elif isinstance(value, list):
        content = "".join(_element("i", member, depth + 1) for member in value)
    elif isinstance(value, str):
        content = escape(clean_text(value))
    else:
        content = "" if value is None else json.dumps(value)
    return f"<{name}>{content}</{name}>"


def _reference(value: object) -> str | None:
    return safe_reference(value if isinstance(value, str) else str(value))


def _json_reference(value: object) -> bytes | None:
    url = _reference(value)
    return None if url is None else json.dumps(url).encode()


def _xml_reference(value: object) -> bytes | None:
    url = _reference(value)
    return None if url is None else escape(url).encode()


#: How each detail that a problem can show is written.
JSON_ENCODERS: dict[str, Encode] = {
    "request_id": _json_string,
    "instance": _json_reference,
    "extensions": _json_extensions,
}
XML_ENCODERS: dict[str, Encode] = {
    "request_id": _xml_string,
    "instance": _xml_reference,
    "extensions": _xml_extensions,
}
