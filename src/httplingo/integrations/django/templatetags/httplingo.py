"""``{% load httplingo %}``: localized phrases in a site's own templates.

``{% http_phrase 404 %}``, ``{{ 404|http_phrase }}``, ``{% http_message 404 as message %}``. Each
speaks the language of the request, or else the one that is active in Django, and escapes a
translator's text.
"""

from __future__ import annotations

from django import template
from django.utils import translation

from httplingo.integrations.django.site import site
from httplingo.locales import activated
from httplingo.message import Message

register = template.Library()


def http_message(code: object) -> Message:
    """Return the texts of a status; an unknown one gives those of 500.

    >>> http_message("x").code
    500
    """
    # Without the middleware, a request has no other language than Django's.
    language = translation.get_language() if activated() is None else None
    lingo = site().lingo
    try:
        return lingo.get_message(int(code), language)  # type: ignore[call-overload]
    except (LookupError, ValueError, TypeError):
        return lingo.get_message(500, language)


def http_phrase(code: object) -> str:
    """Return the phrase of a status.

    >>> http_phrase(404)
    'Not Found'
    """
    return http_message(code).phrase


register.simple_tag(http_message, name="http_message")
register.simple_tag(http_phrase, name="http_phrase")
register.filter("http_phrase", http_phrase)
