"""Babel's way from a site's code to its template: the names of the problems that it raises."""

from __future__ import annotations

import ast
from typing import IO, TYPE_CHECKING

from httplingo.workbench.faults import Fault, FaultsError
from httplingo.workbench.po.keys import FIELDS, is_problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

#: What makes a problem: the class, and each integration's function.
CALLABLES = frozenset({"Problem", "problem_response"})

#: The argument that gives a text in the call itself, by the field that it stands for.
_ARGUMENTS = dict(zip(FIELDS, ("title", "detail", "advice"), strict=True))

_NO_VALUES = frozenset({*_ARGUMENTS.values(), "type", "instance", "headers", "members"})


def extract(
    fileobj: IO[bytes],
    keywords: Mapping[str, object],  # noqa: ARG001 - a problem is no gettext call
    comment_tags: Collection[str],  # noqa: ARG001 - the call says what a translator needs
    options: Mapping[str, str],
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield a text for each problem that a Python file names, as Babel's extraction methods do.

    ``Problem(409, "seat-taken", seat=seat)`` gives ``seat-taken.phrase``, in English what the
    name says, until somebody writes better; and a comment with the placeholders. A name that is
    computed cannot be seen here, and a title that stands in the call needs no catalog.

    Args:
        fileobj: The Python file, opened in binary.
        keywords: Unused.
        comment_tags: Unused.
        options: ``callables``: names of more classes and functions with the arguments of
            `httplingo.Problem`, separated by spaces.

    Yields:
        Line, ``pgettext``, the key with the English text, and the comments.

    Raises:
        FaultsError: It is no Python.

    Source: Babel's manual, "Writing Extraction Methods".

    >>> import io
    >>> code = io.BytesIO(b'raise Problem(409, "seat-taken", seat=seat)')
    >>> list(extract(code, {}, (), {}))
    [(1, 'pgettext', ('seat-taken.phrase', 'Seat taken'), ['Placeholders: {seat}'])]
    """
    path = getattr(fileobj, "name", "<code>")
    try:
        tree = ast.parse(fileobj.read(), path)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise FaultsError([Fault(path, line, f"no Python: {error}")]) from error
    callables = CALLABLES.union(options.get("callables", "").split())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = _name_of(node)
        if name and _called(node.func) in callables:
            given = [keyword.arg for keyword in node.keywords if keyword.arg]
            if _ARGUMENTS["phrase"] not in given:
                values = ", ".join(f"{{{x}}}" for x in given if x not in _NO_VALUES)
                comments = [f"Placeholders: {values}"] if values else []
                text = name.replace("-", " ").capitalize()
                yield node.lineno, "pgettext", (f"{name}.phrase", text), comments


def _called(func: ast.expr) -> str:
    if isinstance(func, ast.Attribute):
        return func.attr
    return func.id if isinstance(func, ast.Name) else ""


def _name_of(node: ast.Call) -> str:
    """Return the second argument, where that is the name of a problem."""
    if len(node.args) > 1 and isinstance(argument := node.args[1], ast.Constant):
        name = argument.value
        return name if isinstance(name, str) and is_problem(name) else ""
    return ""
