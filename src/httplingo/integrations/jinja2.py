"""Localized phrases in a site's own Jinja2 templates.

>>> from jinja2 import Environment
>>> environment = Environment(extensions=[HttpStatus], autoescape=True)
>>> environment.from_string("{{ http_message(404).phrase }}, {{ 503 | http_phrase }}").render()
'Not Found, Service Unavailable'
"""

from __future__ import annotations

from jinja2 import Environment
from jinja2.ext import Extension

from httplingo import Message, get_message
from httplingo.typing import LocaleLike


def http_message(code: int | str, locale: LocaleLike | None = None) -> Message:
    """Return the texts of a status for a template; an unknown one gives those of 500.

    Args:
        code: The status code, also as text.
        locale: As for `httplingo.get_message`; None is the active locale.

    >>> http_message("404", "zh_CN").phrase, http_message("x").code
    ('未找到', 500)
    """
    try:
        return get_message(int(code), locale)
    except (LookupError, ValueError, TypeError):
        return get_message(500)


def http_phrase(code: int | str, locale: LocaleLike | None = None) -> str:
    """Return the phrase of a status for a template.

    >>> http_phrase(404, "zh_CN")
    '未找到'
    """
    return http_message(code, locale).phrase


class HttpStatus(Extension):
    """Gives templates ``http_message``, ``http_phrase``, and a filter of the latter name.

    Each speaks the active locale. Where autoescape is on, a translator's text is escaped.

    >>> from jinja2 import Environment
    >>> environment = Environment(extensions=["httplingo.integrations.jinja2.HttpStatus"])
    >>> environment.from_string("{{ http_phrase(404, 'zh-CN') }}").render()
    '未找到'
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(http_message=http_message, http_phrase=http_phrase)
        environment.filters["http_phrase"] = http_phrase
