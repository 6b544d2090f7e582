"""The texts of one status, looked up now or when they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .typing import LocaleLike


class Message:
    """The localized texts of one status code. Immutable, hashable, picklable.

    ``phrase`` and ``description`` carry the names that `http.HTTPStatus` gives them, and
    ``value`` is the code. ``dict(message)`` gives the texts by name, for what serializes.

    Attributes:
        code: The status code (RFC 9110, Section 15).
        phrase: The reason phrase (RFC 9112, Section 4), fit for a heading.
        description: What the status means in HTTP, for a developer.
        advice: What a visitor can do, 3xx, 4xx and 5xx only; otherwise empty.
        locale: The gettext name of the locale that gave the phrase, such as ``zh_CN``.
        reference: The specification, such as ``RFC 9110, Section 15.5.5``; empty where none
            is known.

    >>> message = Message(404, "未找到", "服务器找不到资源。", "", "zh_CN", "")
    >>> str(message)
    '404 未找到'
    >>> message.phrase, message.value
    ('未找到', 404)
    >>> f"{message:>10}"
    '   404 未找到'
    """

    __slots__ = ("advice", "code", "description", "locale", "phrase", "reference")

    code: int
    phrase: str
    description: str
    advice: str
    locale: str
    reference: str

    def __init__(
        self, code: int, phrase: str, description: str, advice: str, locale: str, reference: str
    ) -> None:
        values = (code, phrase, description, advice, locale, reference)
        for name, value in zip(_FIELDS, values, strict=True):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Message is immutable: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Message is immutable: {name}")

    @property
    def value(self) -> int:
        """The status code, under the name that `http.HTTPStatus` gives it.

        >>> Message(404, "Not Found", "", "", "en", "").value
        404
        """
        return self.code

    def keys(self) -> Iterator[str]:
        """Return the names of the attributes, so that ``dict(message)`` has them.

        >>> dict(Message(404, "Not Found", "", "", "en", ""))["phrase"]
        'Not Found'
        """
        return iter(_FIELDS)

    def __getitem__(self, name: str) -> object:
        if name in _FIELDS:
            return getattr(self, name)
        raise KeyError(name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __reduce__(self) -> tuple[type[Message], tuple[object, ...]]:
        return Message, _values(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: object) -> object:
        """Let models of pydantic hold a message; it serializes as its texts by name."""
        from pydantic_core import core_schema

        texts = {name: core_schema.str_schema() for name in _FIELDS} | {
            "code": core_schema.int_schema()
        }
        shown = core_schema.typed_dict_schema(
            {name: core_schema.typed_dict_field(schema) for name, schema in texts.items()}
        )
        return core_schema.is_instance_schema(
            cls,
            serialization=core_schema.plain_serializer_function_ser_schema(
                dict, return_schema=shown
            ),
        )

    def __int__(self) -> int:
        return self.code

    def __str__(self) -> str:
        return f"{self.code} {self.phrase}"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in _FIELDS)
        return f"Message({fields})"


_FIELDS = ("code", "phrase", "description", "advice", "locale", "reference")


def _values(message: Message) -> tuple[object, ...]:
    return tuple(getattr(message, name) for name in _FIELDS)


class LazyMessage:
    """Stands for a `Message`; each use looks it up in the locale that is active then.

    Every attribute of `Message` can be read from it. It shows, formats and compares as the
    message's text does, and can be joined with strings. `httplingo.lazy_message` makes one.
    """

    __slots__ = ("_code", "_get_message", "_locale")

    def __init__(
        self, code: int, locale: LocaleLike | None, get_message: Callable[..., Message]
    ) -> None:
        self._code = code
        self._locale = locale
        self._get_message = get_message

    def resolve(self) -> Message:
        """Return the message in the locale that is active now."""
        return self._get_message(self._code, self._locale)

    @property
    def code(self) -> int:
        """The status code; known without a lookup."""
        return self._code

    value = code

    @property
    def phrase(self) -> str:
        """The reason phrase, now."""
        return self.resolve().phrase

    @property
    def description(self) -> str:
        """What the status means in HTTP, now."""
        return self.resolve().description

    @property
    def advice(self) -> str:
        """What a visitor can do, now."""
        return self.resolve().advice

    @property
    def locale(self) -> str:
        """The locale that gives the phrase, now."""
        return self.resolve().locale

    @property
    def reference(self) -> str:
        """The specification."""
        return self.resolve().reference

    def keys(self) -> Iterator[str]:
        """Return the names of the attributes, so that ``dict(lazy)`` has them."""
        return self.resolve().keys()

    def __getitem__(self, name: str) -> object:
        return self.resolve()[name]

    def __int__(self) -> int:
        return self._code

    def __str__(self) -> str:
        return str(self.resolve())

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __add__(self, other: object) -> str:
        return str(self) + other if isinstance(other, str) else NotImplemented

    def __radd__(self, other: object) -> str:
        return other + str(self) if isinstance(other, str) else NotImplemented

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str | LazyMessage):
            return str(self) == str(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))

    def __reduce__(self) -> tuple[type[LazyMessage], tuple[object, ...]]:
        return LazyMessage, (self._code, self._locale, self._get_message)

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: object) -> object:
        """Let models of pydantic hold a lazy message; it serializes as its text."""
        from pydantic_core import core_schema

        return core_schema.is_instance_schema(
            cls,
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema()
            ),
        )

    def __repr__(self) -> str:
        return f"lazy_message({self._code!r}, {self._locale!r})"
