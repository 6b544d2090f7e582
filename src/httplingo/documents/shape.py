"""What a document depends on apart from the details themselves."""

from __future__ import annotations

from .document import HTML, DocumentError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike
    from typing import NamedTuple

    from .theme import Theme

    class _Fields(NamedTuple):
        code: int
        locale: str
        media_type: str = HTML
        present: tuple[str, ...] = ()
        languages: tuple[str, ...] = ()
        audience: str = "visitor"
        theme: str | PathLike[str] | Theme = "default"
        second_locale: str = ""
        type_base: str = ""
        encoding: str = ""

else:
    from collections import namedtuple

    _Fields = namedtuple(
        "_Fields",
        "code locale media_type present languages audience theme second_locale type_base encoding",
        defaults=(HTML, (), (), "visitor", "default", "", "", ""),
    )


class Shape(_Fields):
    """All that is the same for many requests, and so is rendered once.

    Attributes:
        code: The status code.
        locale: The locale that gives the phrase.
        media_type: One of `MEDIA_TYPES`.
        present: The names of the details that are shown.
        languages: The locales that the page links to.
        audience: ``visitor`` or ``developer``.
        theme: The look of a page.
        second_locale: A second language on the page; empty for none.
        type_base: The start of a problem's ``type``; empty for ``about:blank``.
        encoding: A content coding; empty where it is not a matter of choice.

    >>> Shape(404, "en").theme
    'default'
    """

    __slots__ = ()

    @classmethod
    def of(cls, key: Iterable[object]) -> Shape:
        """Return the shape that a key stands for: code, locale, media type, then the details.

        A detail is its name, a choice is a pair of name and value.

        Raises:
            DocumentError: The audience or the encoding is unknown.

        >>> Shape.of([404, "en", "text/html", "path", ("audience", "developer")]).present
        ('path',)
        """
        code, locale, media_type, *rest = key
        present = tuple(name for name in rest if isinstance(name, str) and name)
        choices: dict[str, object] = dict(pair for pair in rest if isinstance(pair, tuple))
        shape = cls(code, locale, media_type, present, **choices)  # type: ignore[arg-type]
        for name, known in KNOWN.items():
            value = getattr(shape, name)
            if value not in known:
                raise DocumentError(f"no document has the {name} {value!r:.60}")
        return shape


#: The keywords of `render` that choose a shape; the others are details of one request.
CHOICES = frozenset({"audience", "theme", "second_locale", "type_base", "encoding"})

#: What one request is told apart by: a document that shows it is not to be stored by a cache.
PERSONAL = frozenset({"request_id", "retry_after", "timed", "instance", "extensions"})

#: The values that a choice can have.
KNOWN = {
    "audience": ("visitor", "developer"),
    "encoding": ("", "identity", "gzip", "br"),
}
