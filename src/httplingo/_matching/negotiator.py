"""A set of locales that headers are answered from, and the last answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from httplingo._bounded import Bounded

# Longer headers are answered, not kept: browsers send up to some 100 characters.
LONGEST_KEPT = 192
# So many answers are kept, in at most 0.4 MiB.
KEPT = 384
# Of bytes no more than this is decoded: what is read of a header, and the sign that there is more.
LONGEST_READ = 1026


class Reason:
    """What one member of a header finds, and why.

    >>> Reason("de-AT", 0.5, "de", 5, "chosen: the nearest region").locale
    'de'
    """

    __slots__ = ("distance", "locale", "member", "reason", "weight")

    def __init__(
        self, member: str, weight: float, locale: str | None, distance: int | None, reason: str
    ) -> None:
        #: The member without its parameters; ``""`` for the default.
        self.member = member
        #: From 0 to 1.
        self.weight = weight
        #: The locale that it finds; None if it finds none.
        self.locale = locale
        #: CLDR's distance; None where none was measured.
        self.distance = distance
        #: In English.
        self.reason = reason

    def __repr__(self) -> str:
        fields = (self.member, self.weight, self.locale, self.distance, self.reason)
        return f"Reason{fields!r}"


class Negotiator:
    """A set of locales that ``Accept-Language`` headers are answered from.

    For a site that offers locales of its own, one object made at start-up is the fastest way: it
    answers a header that it has answered before from memory.

    Args:
        available: The locales to choose from.
        default: The answer where nothing matches; it need not be available.

    Raises:
        InvalidLocaleError: An available locale is malformed.

    >>> negotiator = Negotiator(["de", "en", "pt_BR"], default="de")
    >>> negotiator("pt,en;q=0.5"), negotiator("ja"), negotiator(["pt_PT", "en"])
    ('pt_BR', 'de', 'pt_BR')
    """

    __slots__ = ("_answers", "_default", "_index")

    def __init__(self, available: Collection[str], *, default: str = "en") -> None:
        # Here, since `import httplingo` comes by: the tables are read with the first set.
        from httplingo._matching.distance import index_of

        self._index = index_of(available)
        self._default = default
        self._answers: Bounded[str, str] = Bounded(KEPT)

    def __call__(self, header: str | bytes | Sequence[str] | None) -> str:
        """Return the locale to answer a header with; see `httplingo.negotiate_locale`.

        Raises:
            TypeError: It is no header, and no sequence of locales.
        """
        # Straight from the dict, and without a look at the length, which makes 2.8 times a dict
        # lookup instead of 3.6. To hash 64 KiB takes 13 µs.
        if type(header) is str:
            try:
                return self._answers.entries[header]
            except KeyError:
                answer = self._answer(header)
                if len(header) <= LONGEST_KEPT:
                    self._answers[header] = answer
                return answer
        if isinstance(header, bytes):
            return self(_decoded(header))
        return self._answer(header)

    def _answer(self, header: str | Sequence[str] | None) -> str:
        from httplingo._matching.preference import negotiate

        return negotiate(self._index, _members(header), self._default)

    def explain(self, header: str | bytes | Sequence[str] | None) -> tuple[Reason, ...]:
        """Say for every member of a header what it finds; see `httplingo.negotiation.explain`.

        >>> [reason.reason for reason in Negotiator(["de", "en"]).explain("de")]
        ['chosen: the tag itself is available']
        """
        from httplingo._matching.preference import explain

        return tuple(
            Reason(member, weight / 1000, locale, distance, why)
            for weight, member, locale, distance, why in explain(
                self._index, _members(header), self._default
            )
        )


def _members(header: object) -> list[tuple[int, str]]:
    """Return the members of a header, or of a sequence of locales, the most wanted first."""
    from httplingo._matching.header import members

    if header is None:
        return []
    if isinstance(header, bytes):
        header = _decoded(header)
    if isinstance(header, str):
        return members(header)
    if isinstance(header, Sequence):
        locales = [(1000, locale) for locale in header if isinstance(locale, str)]
        if len(locales) == len(header):
            return locales
    raise TypeError(f"a header is str, bytes or None, or a sequence of locales, not {header!r:.60}")


def _decoded(header: bytes) -> str:
    return header[:LONGEST_READ].decode("latin-1")
