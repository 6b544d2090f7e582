"""A mapping that forgets, for what is worked out from outside data and asked for again."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Generic, TypeVar

    K = TypeVar("K")
    V = TypeVar("V")
else:
    # The standard library's `typing` costs more time to import than this package.
    K = V = object

    class Generic:
        __slots__ = ()

        def __class_getitem__(cls, parameters):
            return cls


class Bounded(Generic[K, V]):
    """At most ``size`` entries; when it is full, the older half goes.

    Threads may share one without a lock: the worst that a lost race costs is an entry.

    >>> squares = Bounded(4)
    >>> for number in range(6):
    ...     squares[number] = number * number
    >>> squares.get(0), squares.get(5), squares.entries
    (None, 25, {2: 4, 3: 9, 4: 16, 5: 25})
    """

    __slots__ = ("entries", "get", "size")

    def __init__(self, size: int) -> None:
        self.size = size
        #: For reading, where a call of ``get`` is too slow.
        self.entries: dict[K, V] = {}
        self.get = self.entries.get

    def __setitem__(self, key: K, value: V) -> None:
        entries = self.entries
        if len(entries) >= self.size:
            for older in list(entries)[: (self.size + 1) // 2]:
                entries.pop(older, None)
        entries[key] = value
