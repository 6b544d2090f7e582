"""The registry of checks: a function each, with its severity, explanation and examples."""

from __future__ import annotations

import inspect
import re
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from httplingo.workbench.faults import Fault

    from .subject import Catalog, Text

    #: Where something was found: in a text, in a line of the catalog, or in another file.
    Place = Text | int | Fault
    Found = Iterator[tuple[Place, str]]
    TextCheck = Callable[[Text], Iterator[str]]
    CatalogCheck = Callable[[Catalog], Found]


class Severity(IntEnum):
    """How bad a finding is: an error must not ship, a warning should not, a hint may be right."""

    HINT = 0
    WARNING = 1
    ERROR = 2


class Example(NamedTuple):
    """A catalog of which a check complains, or does not, with the locale it is in."""

    good: bool
    locale: str
    source: str


class Check(NamedTuple):
    """A named check.

    Attributes:
        name: What an ignore comment and a finding call it.
        severity: How bad its findings are.
        style: Whether it judges style only; a given source's own words are exempt from that.
        release: Whether only a release needs it: a contribution may leave it open.
        run: Yields the place of each finding and a message.
        documentation: The explanation and the examples.
    """

    name: str
    severity: Severity
    style: bool
    release: bool
    run: CatalogCheck
    documentation: str

    @property
    def explanation(self) -> str:
        """The documentation without its examples."""
        return _EXAMPLE.split(self.documentation)[0].strip()

    @property
    def examples(self) -> list[Example]:
        """The good and the bad examples."""
        return [
            Example(found["kind"] == "Good", found["locale"], inspect.cleandoc(found["source"]))
            for found in _EXAMPLE.finditer(self.documentation)
        ]


#: Every check by name, in the order of their definition.
CHECKS: dict[str, Check] = {}

_EXAMPLE = re.compile(
    r"^(?P<kind>Good|Bad), in (?P<locale>\w+)::\n\n(?P<source>(?:(?: {4}.*)?(?:\n|\Z))+)",
    re.MULTILINE,
)


def catalog_check(
    severity: Severity, *, style: bool = False, release: bool = False
) -> Callable[[CatalogCheck], CatalogCheck]:
    """Register a function that looks at a whole catalog.

    Its name, with hyphens, is the check's; its docstring explains it and has at least one
    example after ``Bad, in LOCALE::`` and one after ``Good, in LOCALE::``, each an indented
    piece of a .po file.
    """

    def register(function: CatalogCheck) -> CatalogCheck:
        name = function.__name__.replace("_", "-")
        documentation = inspect.getdoc(function) or ""
        CHECKS[name] = Check(name, severity, style, release, function, documentation)
        return function

    return register


def text_check(
    severity: Severity, *, style: bool = False, release: bool = False
) -> Callable[[TextCheck], TextCheck]:
    """Register a function that looks at one text at a time; as for `catalog_check`."""

    def register(function: TextCheck) -> TextCheck:
        def run(catalog: Catalog) -> Found:
            for text in catalog.texts:
                if text.text:
                    for message in function(text):
                        yield text, message

        name = function.__name__.replace("_", "-")
        CHECKS[name] = Check(name, severity, style, release, run, inspect.getdoc(function) or "")
        return function

    return register
