"""From the name of a status to its code."""

from __future__ import annotations

from . import catalogs
from .errors import UnknownStatusError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._mo import Texts

_PHRASE = ".phrase"
_index: dict[str, int] | None = None


def find_code(name: str) -> int:
    """Return the status code that has this name in any language, without regard to case.

    The current English names stand first, then former English ones and those of the source
    table, then the phrases of every other locale.

    Args:
        name: A reason phrase such as ``Not Found``, ``Request Time-out`` or ``未找到``.

    Raises:
        UnknownStatusError: No status has this name.

    >>> find_code("not found")
    404
    >>> find_code("Request Time-out")
    408
    >>> find_code("未找到")
    404
    """
    global _index
    index = _index
    if index is None:
        index = _index = _build_index()
    try:
        return index[_folded(name)]
    except (KeyError, AttributeError):
        raise UnknownStatusError(f"no status has the name {name!r:.80}") from None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _build_index() -> dict[str, int]:
    from ._codes import FORMER_NAMES  # read with the first search, not with the package

    current = catalogs.current()
    index = _phrases(current.texts(catalogs.BASE_LOCALE))
    for name, code in FORMER_NAMES.items():
        index.setdefault(_folded(name), code)
    for locale in current.available:
        # Read without keeping: of a hundred catalogs only the phrases are wanted here.
        for name, code in _phrases(current.read(locale)).items():
            index.setdefault(name, code)
    return index


def _phrases(texts: Texts) -> dict[str, int]:
    """Return folded phrase → code; where two codes share a phrase, the lower code has it."""
    codes = sorted(
        int(key.removesuffix(_PHRASE))
        for key in texts
        if key.endswith(_PHRASE) and key.removesuffix(_PHRASE).isdecimal()
    )
    return {_folded(texts[f"{code}{_PHRASE}"]): code for code in reversed(codes)}


def _forget() -> None:
    global _index
    _index = None


catalogs.on_change(_forget)
