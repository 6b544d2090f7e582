"""Problem details in JSON and in XML (RFC 9457)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from .context import PageContext
from .sanitize import clean_text, escape
from .template import Gap, Template

#: The details that a problem shows.
SHOWS = frozenset(
    ["type", "title", "detail", "advice", "instance", "request_id", "errors", "extensions"]
)

#: The members of a document's own beside those that RFC 9457, Section 3.1, defines.
EXTENSIONS = frozenset({"advice", "errors", "request_id", "reference"})

#: The namespace of problem details in XML (RFC 9457, Appendix B).
NAMESPACE = "urn:ietf:rfc:7807"

#: How deep the values of extension members may nest.
MAX_DEPTH = 32

# A name that XML can hold without a namespace prefix (Namespaces in XML 1.0, NCName), from
# ASCII: RFC 9457, Section 3.2, asks for letters, digits and "_".
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]{,255}", re.ASCII)


def _members(page: PageContext, given: frozenset[str]) -> dict[str, str | int | Gap]:
    """Return the members of a problem; gaps stand for those that a request gives."""
    members: dict[str, str | int | Gap] = {
        "type": Gap("type") if "type" in given else "about:blank",
        "title": page.title,
        "status": page.status,
        "detail": page.detail or page.description,
        "advice": page.advice,
        "instance": Gap("instance") if "instance" in given else "",
        "request_id": page.request_id,
        "errors": Gap("errors", page.errors[0].detail.lang) if page.errors else "",
        "reference": page.reference if page.audience == "developer" else "",
    }
    return {name: value for name, value in members.items() if value}


def extension_members(
    extensions: Mapping[str, object], given: Mapping[str, object], audience: str
) -> dict[str, object]:
    """Return the extension members that take no place of the document's own.

    >>> extension_members({"status": 1, "reference": "A-7"}, {}, "visitor")
    {'reference': 'A-7'}
    """
    own = {"type", "title", "status", "detail", "advice", "instance"}
    own |= {"request_id", "errors"} & given.keys()
    own |= {"reference"} if audience == "developer" else set()
    return {name: value for name, value in extensions.items() if name not in own}


def json_template(page: PageContext, given: frozenset[str]) -> Template:
    """Return a status as ``application/problem+json`` (RFC 9457, Section 3).

    ``title``, ``detail`` and ``advice`` are localized (Section 4.2.1 allows it for ``about:blank``
    too); ``type`` and ``status`` never change with the language.

    Args:
        page: What it shows, details as gaps.
        given: The names of the details.

    >>> from httplingo.documents import page_context
    >>> json.loads(json_template(page_context(404, "en"), frozenset()).parts[0])["type"]
    'about:blank'
    """
    chunks: list[str | Gap] = []
    for name, value in _members(page, given).items():
        chunks += ["," if chunks else "{", f'"{name}":']
        chunks.append(value if isinstance(value, Gap) else _dumps(value))
    if "extensions" in given:
        chunks.append(Gap("extensions"))
    return Template.of([*chunks, "}\n"])


def json_values(facts: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the bytes of each detail, by the name of its gap.

    >>> json_values({"instance": "/a", "extensions": {"balance": 30}})
    {'instance': b'"/a"', 'extensions': b',"balance":30'}
    """
    values = {name: _dumps(fact).encode() for name, fact in facts.items()}
    if "extensions" in facts:
        members = (
            f",{_dumps(name)}:{_dumps(member)}" for name, member in facts["extensions"].items()
        )
        values["extensions"] = "".join(members).encode()
    return values


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def xml_template(page: PageContext, given: frozenset[str]) -> Template:
    """Return a status as ``application/problem+xml`` (RFC 9457, Appendix B).

    Args:
        page: What it shows, details as gaps.
        given: The names of the details.

    >>> from httplingo.documents import page_context
    >>> xml = xml_template(page_context(404, "en"), frozenset()).parts[0]
    >>> b"<status>404</status>" in xml
    True
    """
    chunks: list[str | Gap] = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<problem xmlns="{NAMESPACE}" xml:lang="{page.lang}">\n',
    ]
    for name, value in _members(page, given).items():
        # The schema of the RFC gives its own members no attributes.
        language = getattr(value, "lang", "") if name in EXTENSIONS else ""
        label = f' xml:lang="{language}"' if language not in {"", page.lang} else ""
        content = value if isinstance(value, Gap) else escape(str(value))
        chunks += [f"  <{name}{label}>", content, f"</{name}>\n"]
    if "extensions" in given:
        chunks.append(Gap("extensions"))
    return Template.of([*chunks, "</problem>\n"])


def xml_values(facts: Mapping[str, Any]) -> dict[str, bytes]:
    r"""Return the bytes of each detail, by the name of its gap.

    >>> xml_values({"instance": "/a?b&c", "extensions": {"a": [1, None]}})
    {'instance': b'/a?b&amp;c', 'extensions': b'  <a><i>1</i><i></i></a>\n'}
    """
    values = {}
    for name, fact in facts.items():
        if name == "extensions":
            elements = (_element(key, member) for key, member in fact.items())
            text = "".join(f"  {element}\n" for element in elements if element)
        elif name == "errors":
            text = "".join(_element("i", error) for error in fact)
        else:
            text = escape(fact)
        values[name] = text.encode()
    return values


def _element(name: str, value: object, depth: int = 0) -> str:
    """Return a value as an element: an array's items are named ``i`` (RFC 9457, Appendix B).

    It is empty where the name has no form in XML.
    """
    if not _NAME.fullmatch(name):
        return ""
    if depth > MAX_DEPTH:
        return f"<{name}/>"
    if isinstance(value, dict):
        content = "".join(_element(key, member, depth + 1) for key, member in value.items())
    elif isinstance(value, list):
        content = "".join(_element("i", member, depth + 1) for member in value)
    elif isinstance(value, str):
        content = escape(clean_text(value))
    else:
        content = "" if value is None else json.dumps(value)
    return f"<{name}>{content}</{name}>"
