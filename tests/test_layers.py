"""Imports point one way: a module imports from its own layer or from one below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT

PACKAGE = ROOT / "src" / "httplingo"

# From the bottom up, as the design has them; a folder stands for all that is in it.
LAYERS = (
    {"errors", "typing", "message", "_codes"},
    {"_bounded", "_mo", "_matching", "tags"},
    {"catalogs", "locales"},
    {"_state"},
    {"lingo"},
    {"lookup", "negotiation"},
    {"__init__"},
    {"documents"},
    {"integrations"},
    {"workbench"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}

MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def layer(parts: tuple[str, ...]) -> str:
    return parts[0] if parts else "__init__"


def imported(path: Path) -> Iterator[str]:
    """Yield the layer of each import, wherever in the module it stands; types do not count."""
    tree = ast.parse((PACKAGE / path).read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            package = ("httplingo", *path.parts[:-1])
            base = package[: len(package) - node.level + 1] if node.level else ()
            origin = (*base, *(node.module or "").split(".")) if node.module else base
            for alias in node.names:
                yield from target((*origin, alias.name))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield from target(tuple(alias.name.split(".")))


def target(parts: tuple[str, ...]) -> Iterator[str]:
    if parts[0] == "httplingo":
        # A name that is no module is one that the package itself gives.
        yield parts[1] if len(parts) > 1 and parts[1] in RANK else "__init__"


def test_every_module_has_a_layer() -> None:
    assert {layer(path.with_suffix("").parts) for path in MODULES} == set(RANK)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_imports_from_its_own_layer_or_below(path: Path) -> None:
    own = layer(path.with_suffix("").parts)
    above = {name for name in imported(path) if RANK[name] > RANK[own]}
    assert not above
