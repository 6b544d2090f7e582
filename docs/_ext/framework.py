"""The directive `framework`: what follows from the registry and from a tested example."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from answers import EXAMPLES, Answer, compared
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from httplingo.integrations._registry import FRAMEWORKS

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

#: What each example is asked, in German.
ASKED = {
    "An address that is not there": {"path": "/none"},
    "The same, of a browser": {"path": "/none", "Accept": "text/html"},
    "Words of the application's own": {"path": "/books/101"},
}
_LONGEST = 400


class FrameworkDirective(SphinxDirective):
    """Writes how a framework is set up, its example, and what that answers."""

    required_arguments = 1
    option_spec = {  # noqa: RUF012 - docutils' own shape
        "example": directives.unchanged,
        "own": directives.unchanged,
        "invalid": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the nodes."""
        name = self.arguments[0]
        framework = FRAMEWORKS[name]
        module = f"httplingo.integrations.{framework.module or name}"
        example = self.options.get("example", name)
        self.env.note_dependency(str(EXAMPLES / f"{example}_site.py"))
        json = f"`{framework.json}`" if framework.json.startswith("{") else framework.json
        text = f"""
```console
$ pip install 'httplingo[{name}]'
```

The line, from {{py:mod}}`{module}`:

```text
{framework.line}
```

A client without a preference gets {framework.first}; JSON for errors is {json}.
[The choices](../choices.md) are the same everywhere.

## A site

`examples/{example}_site.py`, which the tests start and ask:

```{{literalinclude}} /../examples/{example}_site.py
:language: python
```

## Before and after

Asked with `Accept-Language: de`.

{self._answers(example)}
"""
        return self.parse_text_to_nodes(text, allow_section_headings=True)

    def _answers(self, example: str) -> str:
        asked = {title: dict(one) for title, one in ASKED.items()}
        if "own" in self.options:
            asked["An address that is not there"]["path"] = self.options["own"]
            del asked["The same, of a browser"], asked["Words of the application's own"]
        if "invalid" in self.options:
            method, path = self.options["invalid"].split()
            asked["A request that does not validate"] = {"method": method, "path": path}
        for one in asked.values():
            one["Accept_Language"] = "de"
        pairs = compared(example, list(asked.values()))
        return "\n".join(
            f"### {title}\n\nBefore: {shown(before)}\n\nAfter: {shown(after)}\n"
            for title, (before, after) in zip(asked, pairs, strict=True)
        )


def shown(answer: Answer) -> str:
    """Return an answer as a page shows it: HTML by what it says."""
    kind = answer.content_type.partition(";")[0]
    head = f"{answer.status}, `{kind}`"
    if not answer.body:
        return f"{head}, empty."
    if kind == "text/html":
        inner = re.sub(r"<(style|svg|title|head)\b.*?</\1>", " ", answer.body, flags=re.DOTALL)
        said = " ".join(unescape(re.sub(r"<[^>]*>", "\n", inner)).split())
        return f"{head}, a page that says\n\n> {_short(said)}\n"
    return f"{head}\n\n```text\n{_short(answer.body.rstrip())}\n```\n"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def setup(app: Sphinx) -> dict[str, Any]:
    """Give Sphinx the directive."""
    app.add_directive("framework", FrameworkDirective)
    return {"parallel_read_safe": True}
