"""Writes the page of a framework: from the registry, and from a tested example that is asked.

A page has a line ``<!-- framework NAME [example=NAME] [path=/…] [invalid=METHOD,/…] -->``.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from answers import EXAMPLES, Answer, compared

from httplingo.integrations._registry import FRAMEWORKS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LINE = re.compile(r"<!-- framework (\w+)((?: \w+=\S+)*) -->\n")
#: What an example imports beside its framework, by module → package.
_NEEDED = {
    "flask_babel": "Flask-Babel",
    "rest_framework": "djangorestframework",
    "uvicorn": "uvicorn",
    "waitress": "waitress",
}
#: More of a page or text than this is left out.
_LONGEST = 300

PAGE = """\
```console
$ pip install 'httplingo[{name}]'
```

The line, from {{py:mod}}`{module}`:

```text
{line}
```

A client without a preference gets {first}; JSON for errors is {json}.
[The choices](../choices.md) are the same everywhere.

## A site

`examples/{example}_site.py`, which the tests start and ask{needed}:

```{{literalinclude}} /../examples/{example}_site.py
```

## Before and after

Asked with `Accept-Language: de`, without the line and with it.

{answers}
"""


def requests_of(first: str, options: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return what an example is asked, by what that is.

    >>> list(requests_of("JSON", {"path": "/api/books", "invalid": "POST,/api/books"}))
    ['An error of the framework', 'A request that does not validate']
    """
    asked = {"An error of the framework": {"path": options.get("path", "/none")}}
    if "path" not in options:
        other = "application/json" if first == "HTML" else "text/html"
        who = "a program" if first == "HTML" else "a browser"
        asked[f"The same, for {who}"] = {"path": "/none", "Accept": other}
        asked["Words of the application's own"] = {"path": "/books/101"}
    if "invalid" in options:
        method, path = options["invalid"].split(",")
        asked["A request that does not validate"] = {"method": method, "path": path}
    return {title: {**one, "Accept_Language": "de"} for title, one in asked.items()}


def page(name: str, options: dict[str, str]) -> str:
    """Return the Markdown of a framework."""
    framework = FRAMEWORKS[name]
    example = options.get("example", name)
    source = (EXAMPLES / f"{example}_site.py").read_text("utf-8")
    needed = " ".join(package for module, package in _NEEDED.items() if module in source)
    asked = requests_of(framework.first, options)
    pairs = compared(example, list(asked.values()))
    return PAGE.format(
        name=name,
        module=f"httplingo.integrations.{framework.module or name}",
        line=framework.line,
        first=framework.first,
        json=f"`{framework.json}`" if framework.json.startswith("{") else framework.json,
        example=example,
        needed=f"; it needs `pip install {needed}` as well" if needed else "",
        answers="\n".join(
            f"### {title}\n\nBefore: {shown(before)}\n\nAfter: {shown(after)}\n"
            for title, (before, after) in zip(asked, pairs, strict=True)
        ),
    )


def shown(answer: Answer) -> str:
    """Return an answer as a page shows it: HTML by what it says."""
    kind = answer.content_type.partition(";")[0]
    head = f"{answer.status}, `{kind}`"
    if not answer.body:
        return f"{head}, empty"
    if kind.endswith("json"):
        body = json.dumps(json.loads(answer.body), indent=2, ensure_ascii=False)
        return f"{head}\n\n```json\n{body}\n```\n"
    if kind == "text/html":
        inner = re.sub(r"<(style|svg|title|head)\b.*?</\1>", " ", answer.body, flags=re.DOTALL)
        said = " ".join(unescape(re.sub(r"<[^>]*>", " ", inner)).split())
        return f"{head}, a page that says\n\n> {_short(said)}\n"
    return f"{head}\n\n```text\n{_short(answer.body.rstrip())}\n```\n"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def read_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the page of a framework where a page wants it."""
    match = _LINE.search(source[0])
    if match:
        options = dict(one.split("=", 1) for one in match[2].split())
        example = EXAMPLES / f"{options.get('example', match[1])}_site.py"
        app.env.note_dependency(str(example), docname=docname)
        source[0] = source[0].replace(match[0], page(match[1], options))


def setup(app: Sphinx) -> dict[str, Any]:
    """Let Sphinx ask."""
    app.connect("source-read", read_source)
    return {"parallel_read_safe": True}
