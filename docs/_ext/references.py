"""Resolves names as docstrings and annotations write them; what is not ours stays plain text.

Nothing is fetched to link to the documentation of Python or of a framework.
"""

from __future__ import annotations

from importlib.util import find_spec
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
#: Types of ours that nobody writes.
_INNER = frozenset(
    {
        "TranslateError",
        "httplingo.documents.template.Gap",
        "httplingo.documents.texts.Attributes",
        "httplingo.integrations.django.site.DjangoSite",
    }
)
#: Files of the repository that are pages here.
_PAGES = {
    "CHANGELOG.md": "changes",
    "CONTRIBUTING.md": "contributing",
    "SECURITY.md": "security",
    "locale/README.md": "translating",
}


def resolve(
    app: Sphinx, env: BuildEnvironment, node: nodes.Element, shown: nodes.Element
) -> nodes.Element | None:
    """Return a link to a page, or to a name of the reference; plain text for names of others."""
    target: str = node["reftarget"]
    if target in _PAGES:
        return make_refnode(app.builder, node["refdoc"], _PAGES[target], None, shown)
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
    """Ask `resolve` for what Sphinx does not find."""
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True}
