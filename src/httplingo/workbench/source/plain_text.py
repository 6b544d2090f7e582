"""From the Markdown of a table's cell to plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACES_AROUND_BREAK = re.compile(r" *\n *")

#: Tokens that only mark up what stands between them.
_MARKS = frozenset(
    {"em_open", "em_close", "strong_open", "strong_close", "link_open", "link_close"}
)
_MARKS |= {"s_open", "s_close"}


class MarkupError(ValueError):
    """Markup of which no plain text can be made, such as an HTML element."""


def plain_text(tokens: Sequence[Token]) -> str:
    r"""Return the text of a cell's inline tokens, as a reader would see it.

    Links become their text, code spans their content, ``<br />`` a line break. CommonMark does
    not close ``**`` between a code span and a Chinese character and leaves it in the text: such
    leftovers go too.

    Args:
        tokens: The children of markdown-it's inline token.

    Raises:
        MarkupError: There is HTML other than ``<br />``, or an image.

    >>> from markdown_it import MarkdownIt
    >>> plain_text(MarkdownIt().parseInline("HTTP **`426`**响应<br />见[`Upgrade`](x)")[0].children)
    'HTTP 426响应\n见Upgrade'
    """
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or _LINE_BREAK.fullmatch(token.content):
            parts.append("\n")
        elif token.type not in _MARKS:
            raise MarkupError(f"{token.type.replace('_', ' ')} {token.content[:60]!r}")
    text = "".join(parts).replace("**", "")
    return _SPACES_AROUND_BREAK.sub("\n", text).strip()
