"""What messages follow from, and the memories of what followed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from . import tags
from .catalogs import BASE_LOCALE, Catalogs
from .errors import CatalogError, UnknownStatusError
from .locales import active, requested
from .message import Message
from .typing import LocaleLike

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._matching.negotiator import Negotiator

#: The status codes that a response can have (RFC 9110, Section 15).
CODES = range(100, 600)

#: How many spellings of locales are remembered; then the memory starts anew.
MAX_SPELLINGS = 512

#: The longest sequence of locales that is remembered.
MAX_PREFERENCES = 16

#: Numbers that no two states in this process share.
generations = count(1)


class State:
    """Catalogs and a default locale, with the memories of what followed from them.

    A `Lingo` never changes one: it takes another, whose memories are empty. So nothing that is
    being worked out at that moment, from the state before, is kept where somebody asks later.

    Args:
        catalogs: The layers of texts.
        default_locale: A canonical name.
        generation: One of `generations`; the next if None.
    """

    def __init__(
        self, catalogs: Catalogs, default_locale: str, generation: int | None = None
    ) -> None:
        self.catalogs = catalogs
        self.default_locale = default_locale
        self.generation = next(generations) if generation is None else generation
        #: A locale as it was asked for → its messages by code. A warm lookup is these two steps.
        self.messages: dict[object, dict[int, Message]] = {}
        #: The locale that answers → the same messages, which all its spellings share.
        self._by_match: dict[str, dict[int, Message]] = {}
        self._codes: dict[str, int] | None = None
        #: What answers headers, made with the first.
        self.negotiator: Negotiator | None = None

    def first_message(self, code: int, locale: LocaleLike | None) -> Message:
        """Return a message that is not remembered under this locale, and remember it."""
        wanted = active() if locale is None else locale
        match = self.match(wanted)
        messages = self._by_match.setdefault(match, {})
        message = messages.get(code)
        if message is None:
            # int(): 404.0 and HTTPStatus.NOT_FOUND are keys equal to 404, and no code to show.
            message = messages[int(code)] = self._build(int(code), match)
        self._remember(wanted, messages)
        return message

    def invalid_message(self, code: int, locale: LocaleLike | None) -> Message:
        """Return what is said of a code outside 100–599: the texts of 5xx."""
        return self._build(code, self.match(active() if locale is None else locale))

    def match(self, locale: LocaleLike | None) -> str:
        """Return the available locale that a lookup is answered from."""
        available = self.catalogs.available
        for wanted in (locale, self.default_locale):
            if wanted is None:
                continue
            if isinstance(wanted, str) and wanted in available:
                return wanted
            names = requested(wanted)
            match = tags.best_match((names,) if isinstance(names, str) else names, available)
            if match:
                return match
        return BASE_LOCALE

    def _build(self, code: int, match: str) -> Message:
        from ._codes import REFERENCES  # read with the first message, not with the package

        of_class = f"{code // 100}xx" if code in CODES else "5xx"
        own = str(code) if code in CODES else of_class

        def text(field: str) -> tuple[str, str]:
            """Return the code's own text, or else its class's."""
            found = self.catalogs.find(f"{own}.{field}", match)
            return found if found[0] else self.catalogs.find(f"{of_class}.{field}", match)

        phrase, locale = text("phrase")
        if not phrase:
            raise CatalogError(
                f"no catalog has {own}.phrase; in a checkout, "
                "`httplingo catalog compile` makes the package's catalogs"
            )
        known = self.catalogs.find(f"{own}.phrase", match)[0]
        return Message(
            code=code,
            phrase=phrase,
            description=text("description")[0],
            advice=text("advice")[0],
            locale=locale,
            reference=REFERENCES.get(own if known else of_class, ""),
        )

    def _remember(self, locale: object, messages: dict[int, Message]) -> None:
        # A babel.Locale is expensive to hash; what a caller's own class does with it is unknown.
        if isinstance(locale, tuple):
            if len(locale) > MAX_PREFERENCES or not all(isinstance(tag, str) for tag in locale):
                return
        elif not isinstance(locale, str | None):
            return
        if len(self.messages) >= MAX_SPELLINGS:
            self.messages.clear()
        self.messages[locale] = messages

    def find_code(self, name: str) -> int:
        """Return the code of a status by its name in any language."""
        if self._codes is None:
            self._codes = _codes_by_name(self.catalogs)
        try:
            return self._codes[folded(name)]
        except (KeyError, AttributeError):
            raise UnknownStatusError(f"no status has the name {name!r:.80}") from None

    def first_negotiator(self) -> Negotiator:
        """Return what answers headers, and keep it as `negotiator`."""
        from ._matching.negotiator import Negotiator

        self.negotiator = Negotiator(self.catalogs.available, default=self.default_locale)
        return self.negotiator


#: Greek letters without their accent. Those with a dieresis as well are three characters, folded.
_WITHOUT_ACCENT = {
    **dict(zip(map(ord, "άέήίόύώ"), "αεηιουω", strict=True)),
    ord("ϊ"): "ι\u0308",
    ord("ϋ"): "υ\u0308",
    0x301: "",
}


def folded(text: str) -> str:
    """Return a text as searches compare it: without regard to case and to runs of spaces.

    The four letters i of Turkish are one, since a capital says which it was in Turkish alone, and
    Greek has no accents, since its capitals have none.

    >>> folded("İstek  zaman aşımı") == folded("ISTEK ZAMAN AŞIMI")
    True
    >>> folded("Δεν βρέθηκε") == folded("ΔΕΝ ΒΡΕΘΗΚΕ")
    True
    """
    simple = text.casefold().replace("i\u0307", "i").replace("ı", "i")
    return " ".join(simple.translate(_WITHOUT_ACCENT).split())


def _codes_by_name(catalogs: Catalogs) -> dict[str, int]:
    # Read with the first search, not with the package.
    from ._codes import FORMER_NAMES, PHRASES

    codes = _codes_by_phrase(catalogs.texts(BASE_LOCALE))
    numbers = sorted((code for code in PHRASES if code.isdecimal()), reverse=True)
    registered = {PHRASES[code]: int(code) for code in numbers}
    for name, code in {**FORMER_NAMES, **registered}.items():
        codes.setdefault(folded(name), code)
    for locale in catalogs.available:
        # Read without keeping: of a hundred catalogs only the phrases are wanted here.
        for name, code in _codes_by_phrase(catalogs.read(locale)).items():
            codes.setdefault(name, code)
    return codes


def _codes_by_phrase(texts: Mapping[str, str]) -> dict[str, int]:
    """Return folded phrase → code; where two codes share a phrase, the lower code has it."""
    phrases = ((code, texts.get(f"{code}.phrase")) for code in reversed(CODES))
    return {folded(phrase): code for code, phrase in phrases if phrase}
