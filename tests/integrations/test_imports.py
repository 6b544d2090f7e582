"""What an integration loads, asked of a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest

from httplingo.integrations._registry import FRAMEWORKS

#: What each module may load beside the standard library and the package's own dependencies.
LOADED = {
    "asgi": set(),
    "wsgi": set(),
    "jinja2": {"jinja2"},
    "fastapi": {"fastapi", "starlette"},
    "flask": {"flask", "jinja2"},
    "quart": {"quart", "flask", "jinja2"},
    **{name: {name} for name in FRAMEWORKS if name not in {"fastapi", "flask", "quart"}},
}
# Needs settings to be imported at all.
del LOADED["djangorestframework"]
KNOWN = {*FRAMEWORKS, "flask_babel", "jinja2", "rest_framework"}


@pytest.mark.parametrize("module", LOADED)
def test_an_integration_loads_its_own_framework_only(module: str) -> None:
    code = f"import sys, httplingo.integrations.{module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert loaded & KNOWN == LOADED[module]
