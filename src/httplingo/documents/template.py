"""A document with gaps where the details of a request go: made once, filled in for each."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

# Nobody outside this process knows it, so that no text holds it by chance or by intent. It has
# letters of both cases, so that whatever changes the case of a gap changes the mark.
_TOKEN = f"Gap-{os.urandom(16).hex()}"
_MARK = re.compile(rf"{_TOKEN}:([0-9A-Za-z_]+);")


class Gap:
    """Stands for a detail while a document is made: it can be shown and asked for, no more.

    Whatever else a theme does with it (compare it, filter it, search it) raises what Jinja2 does
    not catch, so that nothing of a document depends on a value that is not there yet.

    Attributes:
        name: The detail that goes there.
        lang, dir, attributes: As those of `httplingo.documents.Text`.

    >>> gap = Gap("path")
    >>> bool(gap), gap == "/"
    Traceback (most recent call last):
    RuntimeError: the detail 'path' can only be shown
    """

    __slots__ = ("attributes", "dir", "lang", "name", "times_shown")

    def __init__(self, name: str, lang: str = "", dir: str = "auto", attributes: str = "") -> None:
        self.name = name
        self.lang = lang
        self.dir = dir
        self.attributes = attributes
        self.times_shown = 0

    @property
    def mark(self) -> str:
        """What stands in a text for the detail."""
        return f"{_TOKEN}:{self.name};"

    def show(self) -> str:
        """Return the mark, and count it."""
        self.times_shown += 1
        return self.mark

    def __bool__(self) -> bool:
        return True

    def _refuse(self, *_: object) -> NoReturn:
        raise RuntimeError(f"the detail {self.name!r} can only be shown")

    def __getattr__(self, name: str) -> NoReturn:
        # Python and Jinja2 ask for special methods, and go on without them.
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse()

    __str__ = __format__ = __html__ = _refuse
    __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __hash__ = _refuse
    __iter__ = __contains__ = __getitem__ = __add__ = __radd__ = __mod__ = __rmod__ = _refuse
    __mul__ = __rmul__ = __int__ = __float__ = __len__ = _refuse


@dataclass(frozen=True, slots=True)
class Template:
    """Bytes with gaps.

    Attributes:
        parts: The bytes in order; those of a gap are empty.
        gaps: The index of each gap among the parts, and the name of what goes there.
    """

    parts: tuple[bytes, ...]
    gaps: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(cls, chunks: Iterable[str | Gap]) -> Template:
        """Return a template made of texts and gaps.

        >>> Template.of(["a", Gap("path"), "b"])
        Template(parts=(b'a', b'', b'b'), gaps=((1, 'path'),))
        """
        parts: list[bytes] = []
        gaps: list[tuple[int, str]] = []
        text = ""
        for chunk in chunks:
            if isinstance(chunk, str):
                text += chunk
                continue
            gaps.append((len(parts) + 1, chunk.name))
            parts += (text.encode(), b"")
            text = ""
        return cls((*parts, text.encode()), tuple(gaps))

    @property
    def size(self) -> int:
        """The number of bytes without the details."""
        return sum(map(len, self.parts))

    def fill(self, details: Mapping[str, bytes]) -> bytes:
        """Return the bytes with the details in the gaps.

        >>> Template((b"a", b"", b"b"), ((1, "path"),)).fill({"path": b"/"})
        b'a/b'
        """
        if not self.gaps:
            return self.parts[0]
        filled = list(self.parts)
        for index, name in self.gaps:
            filled[index] = details[name]
        return b"".join(filled)


def cut(text: str, gaps: Iterable[Gap]) -> Template:
    """Return the template of a text in which gaps were shown.

    Raises:
        ValueError: A gap was changed on its way, such as by a filter, or was looked at and not
            shown.

    >>> gap = Gap("path")
    >>> cut(f"a{gap.show()}b", [gap])
    Template(parts=(b'a', b'', b'b'), gaps=((1, 'path'),))
    >>> cut(gap.show().upper(), [gap])
    Traceback (most recent call last):
    ValueError: the detail 'path' can only be shown, not changed
    """
    for gap in gaps:
        if text.count(gap.mark) < gap.times_shown:
            raise ValueError(f"the detail {gap.name!r} can only be shown, not changed")
    chunks = _MARK.split(text)
    if any(_TOKEN[4:] in chunk.lower() for chunk in chunks[::2]):
        raise ValueError("a detail can only be shown, not changed")
    return Template.of(Gap(chunk) if odd % 2 else chunk for odd, chunk in enumerate(chunks))


def holds_gap(text: str) -> bool:
    """Say whether a detail is shown in a text.

    >>> holds_gap(f"a{Gap('path').mark}"), holds_gap("a")
    (True, False)
    """
    return _TOKEN in text
