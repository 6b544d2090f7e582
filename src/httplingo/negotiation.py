"""What a request asks for, among what there is: Accept-Language and Accept (RFC 9110, 12.5).

A header that was seen before costs one lookup. A new one is read within fixed bounds, and matched
in an index of the available locales. Headers are not trusted: none raises, none is kept beyond
fixed bounds, and nothing from one names a file.
"""

from __future__ import annotations

from . import catalogs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Literal, TypeAlias

    from httplingo._matching.distance import LocaleIndex
    from httplingo._matching.explanation import Reason

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
        available: The locales to choose from; None for the package's own.
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
        available: Collection[str] | None = None,
        *,
        default: str = "en",
        mode: Mode = "match",
    ) -> None:
        if mode not in {"match", "lookup"}:
            raise ValueError(f"mode is 'match' or 'lookup', not {mode!r}")
        self.young: dict[str, str] = {}
        self._old: dict[str, str] = {}
        self._default = default
        # The package's own locales wait for the first header: importing touches no catalog.
        self._index: LocaleIndex | None = None
        self._choose: Callable[[LocaleIndex, str, str], str] | None = None
        if available is not None:
            self._load(available, mode)

    def _load(self, available: Collection[str], mode: Mode) -> LocaleIndex:
        from httplingo._matching import distance as matching
        from httplingo._matching import preference as choice

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
        index = self._index
        if index is None:
            index = self._load(catalogs.available_locales(), "match")
        choose = self._choose
        return choose(index, header, self._default) if choose is not None else self._default


_own = Negotiator()
_others: dict[tuple[tuple[str, ...], str, str], Negotiator] = {}
# The one that answered last: callers pass the same tuple again, and to hash that takes its length.
_latest: tuple[tuple[str, ...], str, str, Negotiator] = ((), "", "", _own)


def locales_changed() -> None:
    """Forget what the package's own locales gave; called when other catalogs come into use.

    The whole object is replaced, so an answer that is being found at this moment, among the old
    locales, is kept in the object that nobody asks any more.

    >>> locales_changed()
    """
    global _own
    _own = Negotiator()


catalogs.on_change(locales_changed)


def negotiate_locale(
    header: str | bytes | None,
    available: Collection[str] | None = None,
    *,
    default: str = "en",
    mode: Mode = "match",
) -> str:
    """Return the locale to answer a request with, for its ``Accept-Language`` (RFC 9110, 12.5.4).

    Languages are tried in the order of their weights, by CLDR's language matching (UTS #35, Part
    1): ``zh-HK`` finds ``zh_TW``, not ``zh_CN``. ``q=0`` excludes what it names, except what a
    more specific member wants; ``*`` stands for the default, or where a member names that, for the
    first locale that none names. A malformed member is skipped; a malformed weight counts as the
    lowest. ``mode="lookup"`` is RFC 4647's Lookup (Section 3.4) instead: subtags are cut from the
    end until a locale has the name.

    Args:
        header: The header's value, several joined with commas; None if it is absent.
        available: The locales to choose from; None for the package's own.
        default: The answer where nothing matches; it need not be available.
        mode: ``"match"`` or ``"lookup"``.

    Returns:
        An element of ``available`` as it stands there, or ``default``.

    Raises:
        InvalidLocaleError: An available locale is malformed. No header raises anything.

    >>> negotiate_locale("zh-HK,zh;q=0.8,en;q=0.5", ["en", "zh_CN", "zh_TW"])
    'zh_TW'
    >>> negotiate_locale("../../etc/passwd;q=9e999", ["de", "en"])
    'en'
    """
    # Written out twice: on the way to the package's own locales every name that is read counts.
    if available is None and default == "en" and mode == "match":
        try:
            if len(header) <= LONGEST_KEPT:  # type: ignore[arg-type]
                return _own.young[header]  # type: ignore[index]
        except (KeyError, TypeError):
            pass
        return _own.find(header)
    latest = _latest
    if available is latest[0] and default == latest[1] and mode == latest[2]:
        try:
            if len(header) <= LONGEST_KEPT:  # type: ignore[arg-type]
                return latest[3].young[header]  # type: ignore[index]
        except (KeyError, TypeError):
            pass
        return latest[3].find(header)
    return _negotiator(available, default, mode)(header)


def _negotiator(available: Collection[str] | None, default: str, mode: Mode) -> Negotiator:
    """Return the negotiator of a set of locales, made at most once for the last few sets."""
    global _latest
    if available is None:
        available = catalogs.available_locales()
    if isinstance(available, set | frozenset):
        available = sorted(available)
    locales = available if type(available) is tuple else tuple(available)
    found = _others.get((locales, default, mode))
    if found is None:
        if len(_others) >= SETS:
            _others.clear()
        found = Negotiator(locales, default=default, mode=mode)
        _others[locales, default, mode] = found
    _latest = (locales, default, mode, found)
    return found


def explain(
    header: str | None, available: Collection[str] | None = None, *, default: str = "en"
) -> tuple[Reason, ...]:
    """Say for every member of an ``Accept-Language`` what it finds, the most wanted first.

    Returns:
        Tuples of the member, its weight (0 to 1), the locale or None, the distance or None, and
        the reason in English. The one whose reason starts with ``chosen`` gives the answer; the
        last tuple stands for the default where none does.

    Raises:
        InvalidLocaleError: An available locale is malformed. No header raises anything.

    >>> for reason in explain("zh-HK,zh;q=0.8", ["en", "zh_CN", "zh_TW"]):
    ...     print(reason.member, reason.weight, reason.locale, reason.distance, reason.reason)
    zh-HK 1.0 zh_TW 5 chosen: the nearest region of the same language and script
    zh 0.8 zh_CN 0 not needed: an earlier one is served
    """
    from httplingo._matching import explanation

    if available is None:
        available = catalogs.available_locales()
    return explanation.explain(header or "", available, default)


def negotiate_media_type(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the offered media type that an ``Accept`` header prefers (RFC 9110, 12.5.1).

    The most specific range that covers an offered type gives its weight; among equal weights the
    order offered decides. Without a header, or with nothing readable in it, the first is as good
    as any.

    Args:
        accept: The header's value, several joined with commas; None if it is absent.
        offered: Media types, perhaps with parameters, the preferred first.

    Returns:
        An element of ``offered`` as it stands there, or None where all are refused.

    >>> offered = ["text/html", "application/problem+json", "text/plain"]
    >>> negotiate_media_type("text/*;q=0.5, application/problem+json", offered)
    'application/problem+json'
    >>> negotiate_media_type("image/png", offered) is None
    True
    """
    from httplingo._matching import media as media_types

    return media_types.negotiate(accept, offered)
