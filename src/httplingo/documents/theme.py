"""How a page looks: a folder of templates, colours, a logo."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .document import DocumentError
from .template import Gap

if TYPE_CHECKING:
    # Loading Jinja2 takes longer than all that documents without pages need.
    from jinja2 import Environment

#: The themes that come with the package.
BUILT_IN = ("quiet", "plain", "card", "terminal", "split", "paper", "night", "poster")

#: The accents of each class of status, on a light and on a dark ground: 1 to 5.
ACCENTS = {
    1: ("#3a5a78", "#9cc3e6"),
    2: ("#0b6b43", "#6fd3a0"),
    3: ("#5a4bb5", "#b9aeff"),
    4: ("#1f4fd1", "#9db8ff"),
    5: ("#b3261e", "#ffb0a6"),
}

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "themes")
_COLOR = re.compile(
    r"#[0-9A-Fa-f]{3,8}|[a-z]+|(?:rgba?|hsla?|hwb|(?:ok)?l(?:ab|ch)|color)\([0-9a-z%., /+-]+\)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Theme:
    """The look of a page; immutable and hashable. Make one at start-up, and use it for all pages.

    A theme of a site's own is a folder with a ``page.html``, a ``style.css``, or both. The
    template is one of Jinja2, and shows what `PageContext` has, under the name ``page``. It may
    start with ``{% extends "base.html" %}`` and fill the blocks ``style``, ``head``, ``header``,
    ``status``, ``actions``, ``errors``, ``facts``, ``details``, ``languages`` and ``footer``; the
    style sheet, left as it is, follows that of ``quiet``. A template is rendered once for many
    requests: it can show the details of a request and ask whether they are there, no more. One
    that fails, or that does more with them, is logged, and a fixed page is sent. Templates are
    read once.

    Attributes:
        base: One of the package's themes, `BUILT_IN`, or the path of a folder, which
            is made absolute at once.
        site_name: Shown above the status, and in the title.
        logo: Markup of the site's own, such as ``<svg …>``, shown before its name. It is the
            one value that is not escaped.
        accent: The colour of number and links on a light ground, such as ``#0b57d0``; empty for
            one that goes with the class of the status. What is no CSS colour is left out.
        accent_dark: The same on a dark ground.
        policy: More of the ``Content-Security-Policy``, such as ``img-src 'self'``; the page's
            own style sheets are allowed by their hashes already.

    Raises:
        TypeError: The base is no path.

    >>> from httplingo.documents import render
    >>> theme = Theme(site_name="Example", accent="#7a1fa2")
    >>> b"<span>Example</span>" in render(404, theme=theme).body
    True
    """

    base: str | os.PathLike[str] = "quiet"
    site_name: str = ""
    logo: str = ""
    accent: str = ""
    accent_dark: str = ""
    policy: str = ""

    def __post_init__(self) -> None:
        base = os.fspath(self.base)
        # A server may change its working directory before the first error page.
        object.__setattr__(self, "base", base if base in BUILT_IN else os.path.abspath(base))

    @property
    def folder(self) -> str:
        """The folder of its templates."""
        base = os.fspath(self.base)
        return os.path.join(_FOLDER, base) if base in BUILT_IN else base

    def check(self) -> None:
        """Say what is wrong with the theme, before it is needed.

        Raises:
            DocumentError: Its folder is not there, or has neither a template nor a style sheet.

        >>> Theme("nihgt").check()  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        httplingo.documents.document.DocumentError: ...
        """
        names = ("page.html", "style.css")
        if not any(os.path.isfile(os.path.join(self.folder, name)) for name in names):
            raise DocumentError(
                f"no theme has the name {os.path.basename(self.folder)!r}; there are "
                f"{', '.join(BUILT_IN)}, and folders with {' or '.join(names)}"
            )


#: The look where nobody chose one.
QUIET = Theme()


def accents(theme: Theme, code: int) -> str:
    """Return the two accents of a page as a rule of CSS.

    >>> accents(Theme(accent="teal", accent_dark="red}"), 404)
    ':root{--l:teal;--d:#9db8ff}'
    """
    light, dark = ACCENTS[code // 100]
    # A style sheet escapes nothing, so that only what is a colour gets in.
    light = theme.accent if _COLOR.fullmatch(theme.accent) else light
    dark = theme.accent_dark if _COLOR.fullmatch(theme.accent_dark) else dark
    return f":root{{--l:{light};--d:{dark}}}"


@lru_cache(maxsize=16)
def environment(folder: str) -> Environment:
    """Return the templates of a theme: its own, and the package's below them.

    Raises:
        ImportError: Jinja2 is not installed (``pip install 'httplingo[pages]'``).
        OSError: The folder or its style sheet cannot be read.
    """
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader

    if not os.path.isdir(folder):
        raise FileNotFoundError(f"the theme {folder}: no such folder")
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder), FileSystemLoader(_FOLDER)]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_shown,
    )
    made.globals["style"] = _style(folder)
    return made


def _shown(value: object) -> object:
    """Return what is written where a template shows a value."""
    return value.show() if isinstance(value, Gap) else value


def _style(folder: str) -> str:
    """Return the style sheets that a theme needs, in their order."""
    own = os.path.join(folder, "style.css")
    files = [os.path.join(_FOLDER, "base.css"), own]
    if os.path.dirname(folder) != _FOLDER:
        files.insert(1, os.path.join(QUIET.folder, "style.css"))
    elif not os.path.exists(own):
        return ""
    sheets = []
    for name in files:
        with contextlib.suppress(FileNotFoundError), open(name, encoding="utf-8") as file:
            sheets.append(file.read())
    return "".join(sheets)
