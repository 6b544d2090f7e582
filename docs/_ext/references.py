"""Resolves names as docstrings and annotations write them; what is not ours stays plain text.

Nothing is fetched to link to the documentation of Python or of a framework.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.domains.python import PythonDomain
    from sphinx.environment import BuildEnvironment

#: Names of others that annotations have without their module.
_OUTSIDE = frozenset(
    {
        "AppConfig",
        "ConfigurationError",
        "Default",
        "FastAPI",
        "Flask",
        "HttpRequest",
        "HttpResponse",
        "ImproperlyConfigured",
        "Mapping",
        "Quart",
        "Request",
        "Response",
        "Sanic",
        "Sequence",
        "Starlette",
        "web.Application",
    }
)
#: Types of ours that nobody writes, and those of callables that `Site` describes in words.
_INNER = frozenset(
    {
        "Adapter",
        "ApiPaths",
        "App",
        "Formats",
        "GivenDetails",
        "Page",
        "Replace",
        "Selector",
        "Shape",
        "TranslateError",
        "asgi.App",
        "httplingo.documents.template.Gap",
        "httplingo.documents.context.Attributes",
        "httplingo.integrations.django.site.DjangoSite",
    }
)
#: A page that is a file of the repository, and what its links lead to here.
_TEXT_OF = re.compile(r"<!-- the text of (\S+) -->\n")
_PAGES = {"CHANGELOG.md": "changes.md", "locale/README.md": "translating.md"}


def read_source(_: Sphinx, __: str, source: list[str]) -> None:
    """Put a file of the repository into the page that stands for it."""
    match = _TEXT_OF.fullmatch(source[0])
    if match:
        text = (Path(__file__).parents[2] / match[1]).read_text("utf-8")
        for file, page in _PAGES.items():
            text = text.replace(f"]({file})", f"]({page})")
        source[0] = text


def resolve(
    app: Sphinx, env: BuildEnvironment, node: nodes.Element, shown: nodes.Element
) -> nodes.Element | None:
    """Return a link to one of the names of the reference; plain text for names of others."""
    target: str = node["reftarget"]
    if node.get("refdomain") != "py":
        return None
    name = target.rpartition(".")[2]
    domain = cast("PythonDomain", env.domains["py"])
    found = {
        full: entry
        for full, entry in domain.objects.items()
        if full.rpartition(".")[2] == name and not entry.aliased
    }
    if found and (target == name or target.startswith("httplingo.")):
        best = min(found, key=len)
        entry = found[best]
        return make_refnode(app.builder, node["refdoc"], entry.docname, entry.node_id, shown, best)
    root = target.partition(".")[0]
    return (
        shown if target in _OUTSIDE | _INNER or (root != "httplingo" and find_spec(root)) else None
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Ask for what Sphinx does not find."""
    app.connect("source-read", read_source)
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True}
