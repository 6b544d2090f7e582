"""Messages in JSON, for the standard library's encoder and those that are made like it.

>>> import json
>>> from httplingo import get_message, lazy_message
>>> text = json.dumps({"error": get_message(404, "zh_CN")}, cls=MessageEncoder)
>>> json.loads(text)["error"]["phrase"]
'未找到'
>>> json.dumps([lazy_message(404, "de")], default=default)
'["404 Nicht gefunden"]'
"""

from __future__ import annotations

import json
from typing import Any

from .message import LazyMessage, Message


def default(value: object) -> Any:
    """Return what stands for a message in JSON, as ``json.dumps(…, default=…)`` wants it.

    A `Message` is an object with its texts by name, a `LazyMessage` its text.

    Raises:
        TypeError: It is neither.

    >>> from httplingo import lazy_message
    >>> default(lazy_message(404, "en"))
    '404 Not Found'
    """
    if isinstance(value, Message):
        return dict(value)
    if isinstance(value, LazyMessage):
        return str(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


class MessageEncoder(json.JSONEncoder):
    """Encodes messages beside all that the standard library's encoder does.

    To combine it with a framework's, name it first: ``class Encoder(MessageEncoder,
    DjangoJSONEncoder): pass``.

    >>> from httplingo import lazy_message
    >>> json.dumps(lazy_message(404, "en"), cls=MessageEncoder)
    '"404 Not Found"'
    """

    def default(self, o: Any) -> Any:
        """Return what stands for a value that JSON does not have."""
        if isinstance(o, Message | LazyMessage):
            return default(o)
        return super().default(o)


__all__ = ["MessageEncoder", "default"]
