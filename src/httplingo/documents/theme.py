"""How a page looks: a folder of templates, colours, a logo."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike
    from typing import NamedTuple

    class _Fields(NamedTuple):
        base: str | PathLike[str] = "default"
        site_name: str = ""
        logo: str = ""
        accent: str = ""
        accent_dark: str = ""
        policy: str = ""

else:
    from collections import namedtuple

    _Fields = namedtuple(
        "_Fields",
        ["base", "site_name", "logo", "accent", "accent_dark", "policy"],
        defaults=("default", "", "", "", "", ""),
    )


class Theme(_Fields):
    """The look of a page; immutable and hashable. Make one at start-up, and use it for all pages.

    A theme of a site's own is a folder with a ``page.html``, a Jinja2 template. It may start with
    ``{% extends "default/page.html" %}`` and fill the blocks ``style``, ``head``, ``header``,
    ``status``, ``actions``, ``facts``, ``details``, ``second``, ``languages`` and ``footer``. A
    ``style.css`` beside it follows the default one. A template is rendered once for many requests,
    with placeholders for ``request_id``, ``path``, ``home_url``, ``retry_url`` and
    ``retry_after``: it can show them and ask whether they are there, no more. One that fails, or
    that does more with them, is logged, and a fixed page is sent. Templates are read once.

    Attributes:
        base: ``default`` or ``plain``, the themes of the package, or the path of a folder.
        site_name: Shown above the status, and in the title.
        logo: Markup of the site's own, such as ``<svg …>``, shown before its name. It is the
            one value that is not escaped.
        accent: The colour of number and links on a light ground, such as ``#0b57d0``; empty for
            one that goes with the class of the status. What is no CSS colour is left out.
        accent_dark: The same on a dark ground.
        policy: More of the ``Content-Security-Policy``, such as ``img-src 'self'``; the page's
            own style sheets are allowed by their hashes already.

    >>> from httplingo.documents import render
    >>> theme = Theme(site_name="Example", accent="#7a1fa2")
    >>> b"<span>Example</span>" in render(404, theme=theme).body
    True
    """

    __slots__ = ()


#: The themes that come with the package.
BUILT_IN = ("default", "plain")

#: The accents of each class of status, on a light and on a dark ground: 1 to 5.
ACCENTS = {
    1: ("#3a5a78", "#9cc3e6"),
    2: ("#0b6b43", "#6fd3a0"),
    3: ("#5a4bb5", "#b9aeff"),
    4: ("#1f4fd1", "#9db8ff"),
    5: ("#b3261e", "#ffb0a6"),
}
