"""A problem of a site's own, to be raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ._state import CODES
from .errors import HttplingoError, UnknownStatusError
from .lingo import Lingo
from .typing import LocaleLike

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class Problem(HttplingoError):  # noqa: N818 - RFC 9457's word
    """A problem of a site's own: every integration answers it in the visitor's language.

    Its texts are entries of the site's catalogs, ``seat-taken.phrase``, ``.description`` and
    ``.advice``, in which ``{seat}`` stands for a value; or they are given here, as strings or as
    lazy strings of the site's own gettext, which are asked for their text when the problem is
    shown. What neither gives comes from the status. It is sent as a page, as problem details
    (RFC 9457) or in the framework's own shape, as for every error of the site.

    Args:
        status: The status code, 400–599.
        name: The problem's name in lower case and hyphens: the key of its texts, the member
            ``code`` of the document and, where ``type`` is not given, the end of its type.
        detail: What is to be said of this occurrence (RFC 9457, Section 3.1.4).
        title: What the problem is (Section 3.1.3).
        advice: What the visitor can do.
        type: A URI reference that identifies the problem type (Section 3.1.1).
        instance: A URI reference that identifies this occurrence (Section 3.1.5).
        headers: More header fields of the answer.
        members: More members of the document (Section 3.2): JSON values by name.
        **values: What the placeholders of the texts stand for. A placeholder without a value
            stays as it is; a value is put in as text, and nothing of it is looked up.

    Raises:
        UnknownStatusError: The status is no error.
        ValueError: The name is not in lower case and hyphens.

    >>> from httplingo import Lingo
    >>> site = Lingo()
    >>> site.add_messages("en", {"seat-taken.phrase": "Seat {seat} is taken"})
    >>> problem = Problem(409, "seat-taken", seat="12A")
    >>> problem.details(site, "en")["title"]
    'Seat 12A is taken'
    """

    def __init__(
        self,
        status: int,
        name: str = "",
        /,
        *,
        detail: object = None,
        title: object = None,
        advice: object = None,
        type: str | None = None,
        instance: str | None = None,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        members: Mapping[str, object] | None = None,
        **values: object,
    ) -> None:
        if status not in CODES or status < 400:
            raise UnknownStatusError(f"a problem has a status from 400 to 599, not {status!r:.60}")
        if name and not _NAME.fullmatch(name):
            raise ValueError(f"a problem's name is like 'seat-taken', not {name!r:.60}")
        super().__init__(int(status), name)
        self.status = int(status)
        self.name = name
        self.detail = detail
        self.title = title
        self.advice = advice
        self.type = type
        self.instance = instance
        items = headers.items() if isinstance(headers, Mapping) else headers
        self.headers = [(str(key), str(value)) for key, value in items]
        self.members = dict(members or {})
        self.values = values

    def __reduce__(self) -> tuple[object, ...]:
        # Not from `args` alone, as exceptions are: all of it is to arrive in another process.
        return _restored, (self.__class__, self.__dict__.copy(), self.args)

    def details(self, lingo: Lingo, locale: LocaleLike | None) -> dict[str, object]:
        """Return what `httplingo.documents.render` shows of it, in a locale.

        Args:
            lingo: Whose catalogs have the texts.
            locale: The locale of the answer; None for the active or the default one.

        >>> from httplingo.lingo import default_lingo
        >>> Problem(404, detail="No such seat").details(default_lingo(), "de")["detail"]
        'No such seat'
        """
        match = lingo.match_locale(locale)
        # A text that another locale has given is labelled with it, and not with the reader's.
        others: list[str] = []
        shown: dict[str, object] = {
            "title": self._text(self.title, "phrase", lingo, match, others),
            "detail": self._text(self.detail, "description", lingo, match, others),
            "advice": self._text(self.advice, "advice", lingo, match, others),
            "type": self.type or (f"urn:problem-type:{self.name}" if self.name else None),
            "instance": self.instance,
        }
        members = {**({"code": self.name} if self.name else {}), **self.members}
        shown["extensions"] = members or None
        shown["detail_locale"] = others[0] if others else None
        return {name: value for name, value in shown.items() if value is not None}

    def _text(
        self, given: object, field: str, lingo: Lingo, match: str, others: list[str]
    ) -> str | None:
        if given is not None:
            return str(given)
        if not self.name:
            return None
        text, found = lingo.find_text(f"{self.name}.{field}", match)
        if text and found != match:
            others.append(found)
        return filled_in(text, self.values) if text else None


def _restored(
    kind: type[Problem], attributes: dict[str, object], args: tuple[object, ...]
) -> Problem:
    problem = kind.__new__(kind)
    problem.args = args
    problem.__dict__.update(attributes)
    return problem


def filled_in(text: str, values: Mapping[str, object]) -> str:
    """Return a text with its placeholders replaced by values; nothing else of them is read.

    >>> filled_in("Seat {seat} of {train.driver} {x!r}", {"seat": "12A", "train": 1})
    'Seat 12A of {train.driver} {x!r}'
    """

    def value(match: re.Match[str]) -> str:
        try:
            return str(values[match[1]])
        except Exception:  # a missing value, or one that cannot be shown
            return match[0]

    return _PLACEHOLDER.sub(value, text)
