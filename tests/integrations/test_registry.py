"""What follows from the registry of frameworks: forgetting one fails here."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import import_module

import pytest

from httplingo.integrations._registry import FRAMEWORKS
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
INTEGRATIONS = ROOT / "src" / "httplingo" / "integrations"
#: Modules that are for no framework alone.
OTHERS = {"asgi", "wsgi", "jinja2"}


def test_every_module_is_in_the_registry() -> None:
    modules = {
        path.stem if path.is_file() else path.name
        for path in INTEGRATIONS.iterdir()
        if not path.name.startswith("_")
    }
    assert modules - OTHERS == {
        one.module.partition(".")[0] or name for name, one in FRAMEWORKS.items()
    }


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_framework_has_an_extra_and_a_site_of_the_contract(name: str) -> None:
    requirements = PROJECT["optional-dependencies"][name]
    assert FRAMEWORKS[name].requirement in requirements
    assert callable(import_module(f"tests.integrations.sites.{name}").serve)


def test_the_tables_of_the_readme_are_those_of_the_registry_and_the_catalogs() -> None:
    script = ROOT / "scripts" / "write_tables.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
