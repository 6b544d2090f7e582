"""The public type aliases, for annotations in programs that use httplingo.

They are objects at run time too, so that `typing.get_type_hints` resolves every public function.

>>> import typing, httplingo
>>> typing.get_type_hints(httplingo.lazy_message)["code"]
<class 'int'>
"""

from __future__ import annotations

from collections.abc import Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol, TypeAlias

    class SupportsLanguage(Protocol):
        """A locale object such as `babel.Locale`, whose text form is a gettext name."""

        @property
        def language(self) -> str:
            """The language subtag."""
            ...

else:
    # The standard library's `typing` costs more time to import than all that a lookup needs.
    class _HasLanguage(type):
        def __instancecheck__(cls, instance):
            return isinstance(getattr(instance, "language", None), str)

    class SupportsLanguage(metaclass=_HasLanguage):
        """A locale object such as `babel.Locale`, whose text form is a gettext name."""


#: What a programmer gives as a locale, which is a tag in any spelling (``zh_CN``, ``zh-CN``,
#: ``zh-Hans-CN``), a `babel.Locale`, or several of them in order of preference.
LocaleLike: TypeAlias = str | SupportsLanguage | Iterable[str | SupportsLanguage]

#: The same in canonical gettext form, one name or several.
Requested: TypeAlias = str | tuple[str, ...]

__all__ = ["LocaleLike", "Requested", "SupportsLanguage"]
