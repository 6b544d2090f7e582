"""The texts of a document, each with the language that it is in."""

from __future__ import annotations

from httplingo import get_message, tags
from httplingo.lookup import find_text

from .details import clean_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class Text(NamedTuple):
        """A text and the locale that gave it."""

        text: str
        locale: str

    class Texts(NamedTuple):
        """The texts of one status in one locale; the fields that are empty have no text."""

        code: int
        phrase: Text
        lead: Text
        description: Text
        reference: str

else:
    from collections import namedtuple

    Text = namedtuple("Text", ["text", "locale"])
    Texts = namedtuple("Texts", ["code", "phrase", "lead", "description", "reference"])

#: The keys of the page's own words that a page uses, without ``page.``.
WORDS = ("home", "retry", "request_id", "details", "status", "path", "reference", "languages")


def find(key: str, locale: str) -> Text:
    """Return the text of a key, fit for every format, and the locale that gave it.

    >>> find("page.home", "en")
    Text(text='Home page', locale='en')
    """
    text, source = find_text(key, locale)
    return Text(clean_text(text), source)


def status_texts(code: int, locale: object, audience: str = "visitor") -> Texts:
    """Return the texts of a status for an audience, all from the locale that gave the phrase.

    Where that locale lacks one, its parents give it, then English; `Text.locale` says which.
    A visitor reads the advice, or the description where there is no advice. A developer reads
    the description and the specification as well.

    Args:
        code: The status code, 100–599.
        locale: As for `get_message`.
        audience: ``visitor`` or ``developer``.

    >>> texts = status_texts(404, "en")
    >>> texts.phrase, texts.description.text
    (Text(text='Not Found', locale='en'), '')
    >>> status_texts(404, "en", "developer").reference
    'RFC 9110, Section 15.5.5'
    """
    message = get_message(code, locale)  # type: ignore[call-overload]
    main = message.locale
    # A code that no catalog knows has the texts of its class.
    name = str(code) if find_text(f"{code}.phrase", main)[0] else f"{code // 100}xx"
    description = find(f"{name}.description", main)
    lead = find(f"{name}.advice", main)
    nothing = Text("", main)
    if not lead.text:
        lead, description = description, nothing
    return Texts(
        code=code,
        phrase=Text(clean_text(message.phrase), main),
        lead=lead,
        description=description if audience == "developer" else nothing,
        reference=message.reference if audience == "developer" else "",
    )


def page_words(code: int, locale: str) -> dict[str, Text]:
    """Return the page's own words by key, ``{code}`` filled in.

    >>> page_words(404, "en")["status"].text
    'HTTP status 404'
    """
    words = {name: find(f"page.{name}", locale) for name in WORDS}
    status = words["status"]
    words["status"] = Text(status.text.replace("{code}", str(code)), status.locale)
    return words


def language_attributes(locale: str, around: str) -> str:
    """Return ``lang`` and ``dir`` for a text within another, empty where both are the same.

    >>> language_attributes("en", "ar"), language_attributes("en", "en")
    (' lang="en" dir="ltr"', '')
    """
    if locale == around:
        return ""
    return f' lang="{tags.language_tag(locale)}" dir="{tags.direction(locale)}"'
