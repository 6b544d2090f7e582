"""What is exported: which pages, for whom, and where they will stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from httplingo import tags
from httplingo._codes import REFERENCES
from httplingo.documents import Theme
from httplingo.documents.sanitize import safe_url
from httplingo.errors import HttplingoError
from httplingo.lingo import Lingo

from .preferences import Choice, format_choices, language_choices, locale_choices
from .ranges import Ranges, find_ranges


class ExportError(HttplingoError, ValueError):
    """What cannot be exported: an unknown format or code, a folder that holds something else.

    >>> issubclass(ExportError, ValueError)
    True
    """


class Format(NamedTuple):
    """A media type that a server answers with, and the file that it is in."""

    name: str
    media_type: str
    suffix: str


#: By the name that the command has for them; both media types of JSON have the same file.
FORMATS = {
    "html": (Format("html", "text/html", "html"),),
    "json": (
        Format("problem", "application/problem+json", "json"),
        Format("json", "application/json", "json"),
    ),
    "txt": (Format("txt", "text/plain", "txt"),),
}

_CODE = re.compile("[0-9]{3}", re.ASCII)

#: The registered codes of errors; servers make no page for the others.
CODES = tuple(int(code) for code in REFERENCES if code[0] in "45" and code.isdecimal())


@dataclass(frozen=True, slots=True)
class Site:
    """What is exported, checked.

    Attributes:
        lingo: Where the texts come from.
        root: Where the folder will stand on the server, as an absolute path.
        locales: The languages to choose from, in gettext form.
        codes: The codes that have a page.
        formats: Names of `FORMATS`, the one for a client without a preference first.
        theme: The look of the pages.
        home_url: Where the link below the advice leads; empty for no link.
        request_id: Whether pages show the request's number.
        ranges: What each language range finds.
    """

    lingo: Lingo
    root: Path
    locales: tuple[str, ...]
    codes: tuple[int, ...]
    formats: tuple[Format, ...]
    theme: Theme
    home_url: str
    request_id: bool
    ranges: Ranges

    @classmethod
    def of(
        cls,
        lingo: Lingo,
        root: Path,
        *,
        locales: Iterable[str] = (),
        codes: Iterable[int] = (),
        formats: Iterable[str] = (),
        theme: Theme | None = None,
        home_url: str = "",
        request_id: bool = False,
    ) -> Site:
        """Return a site; what is left empty is all there is.

        Raises:
            ExportError: Something is named that is not there, or a link leads nowhere.
            DocumentError: The theme is none.
            InvalidLocaleError: A locale is malformed.

        >>> site = Site.of(Lingo(), Path("/srv/errors"), locales=["zh-TW", "de"], codes=[404])
        >>> site.locales, site.default_locale, [one.name for one in site.formats]
        (('zh_TW', 'de'), 'zh_TW', ['html', 'problem', 'json', 'txt'])
        """
        chosen = tuple(dict.fromkeys(_available(lingo, one) for one in locales))
        chosen = chosen or lingo.available_locales()
        names = tuple(dict.fromkeys(formats)) or tuple(FORMATS)
        for name in names:
            if name not in FORMATS:
                raise ExportError(f"no format {name!r:.60}; there are {', '.join(FORMATS)}")
        look = theme or Theme()
        look.check()
        if home_url and safe_url(home_url) is None:
            raise ExportError(f"no address that a page may link to: {home_url!r:.200}")
        if not root.is_absolute() or not _plain(str(root)):
            raise ExportError(
                f"a server's configuration cannot name this folder: {str(root)!r:.200}; "
                "an absolute path of letters, digits and / . _ - can be given with --root"
            )
        return cls(
            lingo=lingo,
            root=root,
            locales=chosen,
            codes=_known(codes) or CODES,
            formats=tuple(one for name in names for one in FORMATS[name]),
            theme=look,
            home_url=home_url,
            request_id=request_id,
            ranges=find_ranges(chosen),
        )

    @property
    def default_locale(self) -> str:
        """The locale for who asks for none that is there: that of the texts, or else the first."""
        default = self.lingo.default_locale
        return default if default in self.locales else self.locales[0]

    @property
    def suffixes(self) -> tuple[Format, ...]:
        """The formats that have a file of their own."""
        return tuple({one.suffix: one for one in reversed(self.formats)}.values())[::-1]

    def tag(self, locale: str) -> str:
        """Return a locale as ``Content-Language`` names it."""
        return tags.language_tag(locale)

    def language_choices(self) -> list[Choice]:
        """Return what takes the wanted tag out of an ``Accept-Language``."""
        return language_choices(self.ranges)

    def locale_choices(self) -> list[Choice]:
        """Return which locale a tag finds."""
        return locale_choices(self.ranges, self.locales, self.default_locale)

    def format_choices(self) -> list[Choice]:
        """Return what finds the name of the format in an ``Accept``; none where there is one."""
        if len(self.formats) == 1:
            return []
        return format_choices([(one.name, one.media_type) for one in self.formats])

    def vary(self, *, compressed: bool) -> str:
        """Return what a page depends on; empty where there is one for all."""
        names = ["Accept"] * (len(self.formats) > 1) + ["Accept-Language"] * (len(self.locales) > 1)
        return ", ".join([*names, *(["Accept-Encoding"] if compressed else [])])

    @property
    def compressed(self) -> bool:
        """Whether pages are compressed beforehand: not if a server puts something into each."""
        return not self.request_id


def _available(lingo: Lingo, name: str) -> str:
    locale = tags.canonical(name)
    if locale not in lingo.available_locales():
        there = ", ".join(lingo.available_locales())
        raise ExportError(f"no catalog for {name!r:.60}; there are {there}")
    return locale


def _known(codes: Iterable[int]) -> tuple[int, ...]:
    chosen = tuple(sorted(set(codes)))
    for code in chosen:
        if not 400 <= code <= 599:
            raise ExportError(f"no code of an error, 400 to 599: {code}")
    return chosen


def _plain(path: str) -> bool:
    return path.isascii() and all(one.isalnum() or one in "/._-" for one in path)


def read_codes(text: str) -> list[int]:
    """Read codes and spans of them as the command takes them; of a span, the registered ones.

    Raises:
        ExportError: It is no list of codes.

    >>> read_codes("404, 500-504,421"), len(read_codes("4xx")) > 20
    ([404, 500, 501, 502, 503, 504, 421], True)
    """
    codes: list[int] = []
    for part in filter(None, (one.strip() for one in text.lower().split(","))):
        first, dash, last = part.partition("-")
        if part in {"4xx", "5xx"}:
            first, last = f"{part[0]}00", f"{part[0]}99"
        elif not dash:
            last = first
        span = [code for code in CODES if first <= str(code) <= last]
        if not (_CODE.fullmatch(first) and _CODE.fullmatch(last) and (span or first == last)):
            raise ExportError(f"no code or span of codes: {part!r:.60}")
        codes += span or [int(first)]
    return codes
