"""A status in plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .context import PageContext, field_of
from .template import Gap, Template

#: The details that plain text shows.
SHOWS = frozenset(
    ["title", "detail", "advice", "errors", "request_id", "host", "path", "retry_after"]
)


def plain_template(page: PageContext, given: frozenset[str]) -> Template:
    """Return a status in plain text: number and phrase, then a paragraph for each of the rest.

    Args:
        page: What it shows, details as gaps.
        given: The names of the details.

    >>> from httplingo.documents import page_context
    >>> plain_template(page_context(404, "en"), frozenset()).parts[0].splitlines()[0]
    b'404 Not Found'
    """
    developer = page.audience == "developer"
    paragraphs: list[list[str | Gap]] = [[f"{page.status} ", page.title]]
    paragraphs += [[text] for text in (page.detail, page.lead) if text]
    if developer and page.description and page.lead is not page.description:
        paragraphs.append([page.description])
    if "errors" in given:
        heading = page.words["errors"]
        paragraphs.append([f"{heading}\n" if heading else "", Gap("errors")])
    if page.retry_after:
        paragraphs.append([page.retry_after])
    paragraphs.append(_facts(page, developer))
    chunks: list[str | Gap] = []
    for paragraph in filter(None, paragraphs):
        chunks += ["\n" if chunks else "", *paragraph, "\n"]
    return Template.of(chunks)


def _facts(page: PageContext, developer: bool) -> list[str | Gap]:
    """Return a line for each fact of the request, without the last line's end."""
    words = page.words
    facts: list[list[str | Gap]] = []
    if page.request_id:
        facts.append([f"{words['request_id']}: ", page.request_id])
        facts += [[words["request_note"]]] if words["request_note"] else []
    for name, text in (("host", page.host), ("path", page.path)):
        if text:
            facts.append([f"{words[name]}: " if words[name] else "", text])
    if developer and page.reference:
        facts.append([f"{words['reference']}: {page.reference}"])
    chunks: list[str | Gap] = []
    for fact in facts:
        chunks += ["\n" if chunks else "", *fact]
    return chunks


def plain_values(facts: Mapping[str, Any]) -> dict[str, bytes]:
    r"""Return the bytes of each detail, by the name of its gap.

    >>> plain_values({"errors": [{"name": "email", "detail": "is missing"}, {"detail": "x"}]})
    {'errors': b'- email: is missing\n- x'}
    """
    values = {name: fact.encode() for name, fact in facts.items() if name != "errors"}
    if "errors" in facts:
        lines = (
            ": ".join(filter(None, (field_of(error), str(error.get("detail", "")))))
            for error in facts["errors"]
        )
        values["errors"] = "\n".join(f"- {line}" for line in lines).encode()
    return values
