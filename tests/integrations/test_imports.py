"""What an integration loads, asked of a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest

FRAMEWORKS = {
    *("aiohttp", "bottle", "django", "falcon", "fastapi", "flask", "flask_babel", "jinja2"),
    *("litestar", "pyramid", "quart", "rest_framework", "sanic", "starlette", "tornado"),
}


@pytest.mark.parametrize(
    ("module", "own"),
    [
        ("asgi", set()),
        ("wsgi", set()),
        ("flask", {"flask", "jinja2"}),
        ("django", {"django"}),
        ("starlette", {"starlette"}),
        ("fastapi", {"fastapi", "starlette"}),
        ("jinja2", {"jinja2"}),
        ("_core.answers", set()),
        ("aiohttp", {"aiohttp"}),
        ("bottle", {"bottle"}),
        ("falcon", {"falcon"}),
        ("litestar", {"litestar"}),
        ("pyramid", {"pyramid"}),
        ("quart", {"quart", "flask", "jinja2"}),
        ("sanic", {"sanic"}),
        ("tornado", {"tornado"}),
    ],
)
def test_an_integration_loads_its_own_framework_only(module: str, own: set[str]) -> None:
    code = f"import sys, httplingo.integrations.{module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert loaded & FRAMEWORKS == own
