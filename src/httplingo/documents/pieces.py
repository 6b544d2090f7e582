"""A document cut at the places where details go, so that they are only joined in."""

from __future__ import annotations

import re
from secrets import token_hex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple, NoReturn

    class Pieces(NamedTuple):
        """Bytes with gaps: each slot is an index in ``parts`` and the name of what goes there."""

        parts: tuple[bytes, ...]
        slots: tuple[tuple[int, str], ...]

else:
    from collections import namedtuple

    Pieces = namedtuple("Pieces", ["parts", "slots"])

# Nobody outside this process knows it, so no text can hold it by chance or by intent.
_TOKEN = token_hex(16)
_MARK = re.compile(f"{_TOKEN}x([0-9a-z_]+)x")


class Slot:
    """Stands for a detail while a template is rendered: it can be shown and tested, no more.

    Whatever else a template does with it (compare it, measure it, search it) raises what Jinja2
    does not catch, so that nothing of a page depends on a value that is not there yet.

    >>> slot = Slot("path")
    >>> bool(slot), str(slot) == slot.__html__()
    (True, True)
    >>> slot == "/"
    Traceback (most recent call last):
    RuntimeError: the detail 'path' can only be shown
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return f"{_TOKEN}x{self.name}x"

    __html__ = __str__

    def _refuse(self, *_: object) -> NoReturn:
        raise RuntimeError(f"the detail {self.name!r} can only be shown")

    def __getattr__(self, name: str) -> NoReturn:
        # Python and Jinja2 ask for special methods, and go on without them.
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse()

    def __bool__(self) -> bool:
        return True

    __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __hash__ = _refuse
    __iter__ = __contains__ = __getitem__ = __add__ = __radd__ = __int__ = __float__ = __len__ = (
        _refuse
    )


def assemble(chunks: Iterable[str | Slot]) -> Pieces:
    """Return pieces made of texts and slots.

    >>> assemble(["a", Slot("path"), "b"])
    Pieces(parts=(b'a', b'', b'b'), slots=((1, 'path'),))
    """
    parts: list[bytes] = []
    slots: list[tuple[int, str]] = []
    text = ""
    for chunk in chunks:
        if isinstance(chunk, str):
            text += chunk
            continue
        slots.append((len(parts) + 1, chunk.name))
        parts += (text.encode(), b"")
        text = ""
    return Pieces((*parts, text.encode()), tuple(slots))


def cut(text: str) -> Pieces:
    """Return the pieces of a text in which slots were shown.

    Raises:
        ValueError: A slot was changed on its way, such as by a filter.

    >>> cut(f"a{Slot('path')}b")
    Pieces(parts=(b'a', b'', b'b'), slots=((1, 'path'),))
    >>> cut(str(Slot("path")).upper())
    Traceback (most recent call last):
    ValueError: a template changes a detail
    """
    chunks = [
        Slot(chunk) if number % 2 else chunk for number, chunk in enumerate(_MARK.split(text))
    ]
    if any(_TOKEN[:8] in chunk.lower() for chunk in chunks if isinstance(chunk, str)):
        raise ValueError("a template changes a detail")
    return assemble(chunks)
