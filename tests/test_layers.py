"""Imports point one way: a module imports from its own layer or from one below it, in no circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from .conftest import ROOT

PACKAGE = ROOT / "src" / "httplingo"

# From the bottom up, as the design has them; a folder stands for all that is in it.
LAYERS = (
    {"errors", "typing", "message", "_bounded", "_codes"},
    {"_mo", "_matching", "tags"},
    {"catalogs", "locales"},
    {"_state"},
    {"lingo"},
    {"json", "lookup", "negotiation", "problem"},
    {"__init__"},
    {"documents"},
    {"integrations", "export", "serve"},
    {"workbench"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
TOOLS = ("workbench", "cli", "__main__")


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def layer(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def imported(module: str) -> Iterator[str]:
    """Yield each module of the package that one imports: on top, in a function, or for its types.

    A type counts as well: who reads the one module has to read the other. A name that is no
    module is one that its package gives.
    """
    path = MODULES[module]
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*origin, *filter(None, [node.module])])
            names = [
                name if (name := f"{base}.{alias.name}") in MODULES else base
                for alias in node.names
            ]
        yield from (name for name in names if name in MODULES and name != module)


def test_every_module_has_a_layer() -> None:
    assert {layer(module) for module in MODULES} <= RANK.keys()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_from_its_own_layer_or_below(module: str) -> None:
    own = RANK[layer(module)]
    assert [name for name in imported(module) if RANK[layer(name)] > own] == []


def test_no_import_goes_round_in_a_circle() -> None:
    try:
        TopologicalSorter({module: set(imported(module)) for module in MODULES}).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("module", [name for name in MODULES if layer(name) not in TOOLS])
def test_the_runtime_names_no_tool_to_import_it_later(module: str) -> None:
    """What ``importlib`` gets as a string is an import as well."""
    tools = tuple(f"httplingo.{tool}" for tool in TOOLS)
    named = [
        node.value
        for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in named if text.startswith((*tools, ".workbench", ".cli"))] == []
