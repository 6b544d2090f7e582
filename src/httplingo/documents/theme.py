"""How a page looks: a folder of templates, colours, a logo."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike
    from typing import NamedTuple

    class Theme(NamedTuple):
        """The look of a page; immutable and hashable.

        Attributes:
            base: ``default`` or ``plain``, the themes of the package, or the path of a folder
                with a ``page.html``. That template may start with
                ``{% extends "default/page.html" %}`` and fill the blocks ``head``, ``style``,
                ``header``, ``status``, ``actions``, ``facts``, ``details``, ``second``,
                ``languages`` and ``footer``. A ``style.css`` beside it follows the theme's own.
            site_name: Shown above the status, and in the title.
            logo: Markup of the site's own, such as ``<svg …>``, shown before its name. It is
                the one value that is not escaped.
            accent: The colour of number and links on a light ground, such as ``#0b57d0``;
                empty for one that goes with the class of the status.
            accent_dark: The same on a dark ground.
            policy: More of the ``Content-Security-Policy``, such as ``img-src 'self'``.

        >>> Theme(site_name="Example").base
        'default'
        """

        base: str | PathLike[str] = "default"
        site_name: str = ""
        logo: str = ""
        accent: str = ""
        accent_dark: str = ""
        policy: str = ""

else:
    from collections import namedtuple

    Theme = namedtuple(
        "Theme",
        ["base", "site_name", "logo", "accent", "accent_dark", "policy"],
        defaults=("default", "", "", "", "", ""),
    )

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
