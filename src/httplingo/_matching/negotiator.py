"""A set of locales that headers are answered from."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Literal, TypeAlias

    from httplingo._matching.distance import LocaleIndex

    Mode: TypeAlias = Literal["match", "lookup"]

# Longer headers are answered, not kept.
LONGEST_KEPT = 192
# Two generations of so many headers are kept for each set of locales.
KEPT = 256
# So many sets of locales are kept for callers who pass them with every header.
SETS = 4


class Negotiator:
    """A set of locales that headers are answered from, and the last answers.

    For a site that offers locales of its own, one object made at start-up is the fastest way.
    Headers and answers are kept in two generations, both bounded: when the young one is full it
    becomes the old one, and what is asked again is promoted, so that a flood of new headers does
    not drive out those that many readers send. Every step is a single operation on a dict: there
    is no lock, and a lost race costs one negotiation.

    Args:
        available: The locales to choose from.
        default: The answer where nothing matches; it need not be available.
        mode: ``"match"`` for CLDR's language matching, ``"lookup"`` for RFC 4647's Lookup.

    Raises:
        InvalidLocaleError: An available locale is malformed.
        ValueError: There is no such mode.

    >>> negotiator = Negotiator(["de", "en", "pt_BR"], default="de")
    >>> negotiator("pt,en;q=0.5"), negotiator("ja")
    ('pt_BR', 'de')
    """

    __slots__ = ("_choose", "_default", "_index", "_old", "young")

    def __init__(
        self,
        available: Collection[str],
        *,
        default: str = "en",
        mode: Mode = "match",
    ) -> None:
        if mode not in {"match", "lookup"}:
            raise ValueError(f"mode is 'match' or 'lookup', not {mode!r}")
        self.young: dict[str, str] = {}
        self._old: dict[str, str] = {}
        self._default = default
        self._index: LocaleIndex | None = None
        self._choose: Callable[[LocaleIndex, str, str], str] | None = None
        self._load(available, mode)

    def _load(self, available: Collection[str], mode: Mode) -> LocaleIndex:
        from . import distance as matching
        from . import preference as choice

        self._choose = choice.match if mode == "match" else choice.lookup
        self._index = matching.index_of(available)
        return self._index

    def __call__(self, header: str | bytes | None) -> str:
        """Return the locale to answer a header with; see `negotiate_locale`."""
        try:
            # The length first: the hash of a header takes as long as the header is.
            if len(header) <= LONGEST_KEPT:  # type: ignore[arg-type]
                return self.young[header]  # type: ignore[index]
        except (KeyError, TypeError):
            pass
        return self.find(header)

    def find(self, header: object) -> str:
        """Answer a header that is not in the young generation.

        >>> Negotiator(["de", "en"]).find("de-AT")
        'de'
        """
        if not isinstance(header, str):
            # Two bytes more than is read show that there is more.
            header = header[:1026].decode("latin-1") if isinstance(header, bytes) else ""
        if len(header) > LONGEST_KEPT or not header.isascii():
            return self.choose(header)
        young = self.young
        found = young.get(header)
        if found is None:
            found = self._old.get(header) or self.choose(header)
            if len(young) < KEPT:
                young[str(header)] = found
            else:
                self.young, self._old = {}, young
        return found

    def choose(self, header: str) -> str:
        """Answer a header anew.

        >>> Negotiator(["de", "en"]).choose("de-AT")
        'de'
        """
        index, choose = self._index, self._choose
        assert index is not None
        assert choose is not None
        return choose(index, header, self._default)
