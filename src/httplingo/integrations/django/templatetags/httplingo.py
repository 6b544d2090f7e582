"""``{% load httplingo %}``: localized phrases in a site's own templates.

``{% http_phrase 404 %}``, ``{{ 404|http_phrase }}``, ``{% http_message 404 as message %}``. Each
speaks the language that is active in Django, and escapes a translator's text.
"""

from __future__ import annotations

from django import template
from django.utils import translation

from httplingo import get_message
from httplingo.message import Message

register = template.Library()


def http_message(code: object) -> Message:
    """Return the texts of a status; an unknown one gives those of 500.

    >>> http_message("x").code
    500
    """
    language = translation.get_language() or None
    try:
        return get_message(int(code), language)  # type: ignore[call-overload]
    except (LookupError, ValueError, TypeError):
        return get_message(500, language)


def http_phrase(code: object) -> str:
    """Return the phrase of a status.

    >>> http_phrase(404)
    'Not Found'
    """
    return http_message(code).phrase


register.simple_tag(http_message, name="http_message")
register.simple_tag(http_phrase, name="http_phrase")
register.filter("http_phrase", http_phrase)
