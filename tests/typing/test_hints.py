"""Every public annotation resolves at run time: for FastAPI, pydantic, beartype and Sphinx."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any, get_type_hints

import pytest

import httplingo

TOOLS = ("httplingo.workbench", "httplingo.cli", "httplingo.__main__")


def public_modules() -> Iterator[str]:
    yield "httplingo"
    for found in pkgutil.walk_packages(httplingo.__path__, "httplingo."):
        private = any(part.startswith("_") for part in found.name.split("."))
        if not private and not found.name.startswith(TOOLS):
            yield found.name


def annotated(thing: Any) -> Iterator[Any]:
    """Yield a public function, or a class and what it defines for its users."""
    if inspect.isclass(thing):
        yield thing
        for name, member in vars(thing).items():
            function = member.fget if isinstance(member, property) else member
            function = getattr(function, "__func__", function)
            if inspect.isfunction(function) and (name == "__init__" or not name.startswith("_")):
                yield function
    elif inspect.isroutine(thing):
        yield thing


@pytest.mark.parametrize("name", [*public_modules()])
def test_every_public_annotation_resolves(name: str) -> None:
    module = import_module(name)
    unresolved: list[str] = []
    for public in getattr(module, "__all__", ()):
        for thing in annotated(getattr(module, public)):
            try:
                get_type_hints(thing)
            except (NameError, AttributeError) as error:
                unresolved.append(f"{public}: {thing.__qualname__}: {error}")
    assert unresolved == []


@pytest.mark.parametrize("name", ["httplingo", "httplingo.typing", "httplingo.documents"])
def test_what_is_public_is_listed(name: str) -> None:
    module = import_module(name)
    assert len(set(module.__all__)) == len(module.__all__) > 0
    assert [public for public in module.__all__ if not hasattr(module, public)] == []


def test_aliases_and_the_version_are_there_at_run_time() -> None:
    from httplingo.typing import LocaleLike

    assert LocaleLike is not None
    assert isinstance(httplingo.__version__, str)
