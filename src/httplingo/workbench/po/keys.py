"""The keys of texts and their order."""

from __future__ import annotations

import re

#: The fields of a status, in the order in which they stand in a catalog.
FIELDS = ("phrase", "description", "advice")

_CODE = re.compile(r"[1-5][0-9]{2}")
_CLASS = re.compile(r"[1-5]xx")
_WORD = re.compile(r"page\.[a-z][a-z_]*")
_PROBLEM = re.compile(r"(?!page\Z)[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_PROBLEM = 64


def is_code(name: str) -> bool:
    """Say whether a name is a status code, 100–599.

    >>> is_code("404"), is_code("4xx"), is_code("600")
    (True, False, False)
    """
    return bool(_CODE.fullmatch(name))


def is_class(name: str) -> bool:
    """Say whether a name is a class of status codes (RFC 9110, Section 15).

    >>> is_class("4xx"), is_class("404")
    (True, False)
    """
    return bool(_CLASS.fullmatch(name))


def is_problem(name: str) -> bool:
    """Say whether a name can be that of a problem: lower-case words with hyphens between them.

    Its texts have the keys ``form-expired.phrase``, ``.description`` and ``.advice``; ``page`` is
    no problem, as its keys are a page's own words.

    >>> is_problem("form-expired"), is_problem("Form_Expired"), is_problem("page")
    (True, False, False)
    """
    return len(name) <= _LONGEST_PROBLEM and bool(_PROBLEM.fullmatch(name))


def is_page_word(name: str) -> bool:
    """Say whether a name is the key of one of a page's own words.

    >>> is_page_word("page.home"), is_page_word("404.phrase")
    (True, False)
    """
    return bool(_WORD.fullmatch(name))


def sort_key(key: str) -> tuple[int, str, int, str]:
    """Order keys: codes, each class before its own; then problems with a name; then words.

    >>> sorted(["page.home", "404.phrase", "4xx.advice", "4xx.phrase", "200.phrase"], key=sort_key)
    ['200.phrase', '4xx.phrase', '4xx.advice', '404.phrase', 'page.home']
    >>> sorted(["page.home", "form-expired.phrase", "511.phrase"], key=sort_key)
    ['511.phrase', 'form-expired.phrase', 'page.home']
    """
    name, _, field = key.partition(".")
    position = FIELDS.index(field) if field in FIELDS else len(FIELDS)
    if is_class(name):
        return (int(name[0]), "", position, field)
    if is_code(name):
        return (int(name[0]), name, position, field)
    if is_problem(name) and field in FIELDS:
        return (8, name, position, field)
    return (9, name, position, field)


def is_key(key: str) -> bool:
    """Say whether a key is one that the package could ask for.

    >>> is_key("299.phrase"), is_key("page.home"), is_key("299.title")
    (True, True, False)
    >>> is_key("seat-taken.advice"), is_key("seat_taken.advice")
    (True, False)
    """
    name, _, field = key.partition(".")
    named = is_code(name) or is_class(name) or is_problem(name)
    return is_page_word(key) or (named and field in FIELDS)
