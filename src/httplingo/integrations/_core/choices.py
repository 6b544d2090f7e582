"""What a site can choose, and whether it can be used."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from httplingo import Lingo
from httplingo.documents import PageContext, Theme, render
from httplingo.documents.details import Details

from .answer import Headers
from .formats import ApiPaths, Formats
from .locale import Selector

#: Request, status and headers → True: replace, False: leave alone, None: as it would be.
Replace = Callable[[Any, int, Headers], bool | None]
#: What the documents show beside the status: keywords of `render`, or what returns them.
GivenDetails = Mapping[str, Any] | Callable[[Any], Mapping[str, Any]]
#: Request and what a page shows → the page, in the site's own layout.
Page = Callable[[Any, PageContext], str]


class Choices(TypedDict, total=False):
    """The keywords that every integration takes; `Site` says what they mean."""

    lingo: Lingo | None
    selector: Selector | None
    selector_first: bool
    replace: Replace | None
    details: GivenDetails | None
    page: Page | None
    formats: Formats
    api: ApiPaths
    problems: bool


#: The attribute of an endpoint that `localized_errors` sets.
CHOICES_OF_ENDPOINT = "__httplingo_errors__"


def check_details(details: Mapping[str, Any]) -> None:
    """Try what every document is to show, when the application starts.

    Raises:
        TypeError: A detail has a name that `render` does not know; the nearest one is named.
        DocumentError: A theme cannot be used.

    >>> check_details({"them": "plain"})
    Traceback (most recent call last):
    TypeError: details: there is no 'them'; perhaps 'theme'
    """
    known = Details.__annotations__
    for name in details:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, 1)
            hint = f"perhaps {near[0]!r}" if near else f"there are {', '.join(sorted(known))}"
            raise TypeError(f"details: there is no {name!r:.60}; {hint}")
    theme = details.get("theme")
    if theme is not None:
        (theme if isinstance(theme, Theme) else Theme(theme)).check()
    render(404, "en", **details)


def localized_errors(choices: bool = True, **other: Any) -> Callable[[Any], Any]:
    """Decorate an endpoint whose errors are answered in another way than those of its site.

    Args:
        choices: False: the errors of this endpoint stay as they are.
        **other: Choices that the endpoint has of its own, such as ``formats`` or ``details``.

    >>> @localized_errors(False)
    ... def webhook(request): ...
    >>> @localized_errors(formats=["application/json"])
    ... def search(request): ...
    """
    unknown = other.keys() - Choices.__annotations__.keys()
    if unknown:
        name = min(unknown)
        near = difflib.get_close_matches(name, Choices.__annotations__, 1)
        raise TypeError(f"there is no choice {name!r}" + (f"; perhaps {near[0]!r}" if near else ""))

    def decorate(endpoint: Any) -> Any:
        setattr(endpoint, CHOICES_OF_ENDPOINT, other if choices else False)
        return endpoint

    return decorate
