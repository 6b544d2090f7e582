"""The parts of the workbench import one another in one direction."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "src" / "httplingo" / "workbench"

#: From the bottom up: each imports those before it, and modules of its own folder.
ORDER = (
    "faults",
    "files",
    "locking",
    "watching",
    "po",
    "source",
    "project",
    "terms",
    "transliteration",
    "checks",
    "exchange",
    "review",
    "extract",
    "collect",
    "update",
    "init",
    "pseudo",
    "follow",
    "preview",
)


def parts_of(path: Path) -> set[str]:
    """Return the parts of the workbench that a module imports, for types alone or not."""
    package = ["httplingo", "workbench", *path.relative_to(ROOT).parts[:-1]]
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            name = [*base, *(node.module or "").split(".")]
            names = [name] if node.module else [[*base, alias.name] for alias in node.names]
            found |= {name[2] for name in names if name[:2] == ["httplingo", "workbench"][:2]}
    return found


def test_a_part_imports_only_parts_below_it() -> None:
    wrong = []
    for path in ROOT.rglob("*.py"):
        part = path.relative_to(ROOT).parts[0].removesuffix(".py")
        if part == "__init__":
            continue
        below = ORDER[: ORDER.index(part) + 1]
        wrong += [f"{path.name}: {name}" for name in parts_of(path) - set(below)]
    assert wrong == []


def test_every_part_has_its_place() -> None:
    there = {path.name.removesuffix(".py") for path in ROOT.iterdir() if path.name[0] != "_"}
    assert there == set(ORDER)
