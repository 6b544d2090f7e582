"""The texts of one status."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class _Fields(NamedTuple):
        code: int
        phrase: str
        description: str
        advice: str
        locale: str
        reference: str

else:
    # The `typing` module alone costs more import time than the whole package may.
    from collections import namedtuple

    _Fields = namedtuple(
        "_Fields", ["code", "phrase", "description", "advice", "locale", "reference"]
    )


class Message(_Fields):
    """The localized texts of one status code. Immutable, hashable, picklable.

    ``phrase`` and ``description`` carry the names that `http.HTTPStatus` gives them, and
    ``value`` is the code, so that a message can stand where an ``HTTPStatus`` is read.

    Attributes:
        code: The status code, 100–599 (RFC 9110, Section 15).
        phrase: The reason phrase (RFC 9112, Section 4), fit for a heading.
        description: What the status means in HTTP, for a developer.
        advice: What a visitor can do, 4xx and 5xx only; otherwise empty.
        locale: The gettext name of the locale that gave the phrase, such as ``zh_CN``.
        reference: The specification, such as ``RFC 9110, Section 15.5.5``; empty where none
            is known.

    >>> message = Message(404, "未找到", "服务器找不到资源。", "", "zh_CN", "")
    >>> str(message)
    '404 未找到'
    >>> message.phrase
    '未找到'
    """

    __slots__ = ()

    @property
    def value(self) -> int:
        """The status code, under the name that `http.HTTPStatus` gives it.

        >>> Message(404, "Not Found", "", "", "en", "").value
        404
        """
        return self.code

    def __int__(self) -> int:
        return self.code

    def __str__(self) -> str:
        return f"{self.code} {self.phrase}"
