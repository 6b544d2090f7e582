"""The web frameworks that there is an integration for.

Extras, the tables of the README and the docs, and the tests of the contract follow from it: a
further framework is a module, an entry here, and a site of the contract in the tests.
"""

from __future__ import annotations

from typing import NamedTuple


class Framework(NamedTuple):
    """A framework and the line that lets its errors speak the visitor's language.

    Attributes:
        name: What it calls itself.
        requirement: What the extra of its name installs.
        line: What to add to an application.
        first: What a client without a preference gets.
        json: The JSON that errors have by default.
        module: The module of the integration, where the extra has another name.
    """

    name: str
    requirement: str
    line: str
    first: str = "HTML"
    json: str = "problem details"
    module: str = ""


#: Name of the extra, and of the module unless it says another one → framework.
FRAMEWORKS: dict[str, Framework] = {
    "flask": Framework("Flask", "Flask>=3.1", "LocalizedErrors(app)"),
    "bottle": Framework("Bottle", "bottle>=0.13", "app.install(LocalizedErrorsPlugin())"),
    "falcon": Framework(
        "Falcon", "falcon>=4.0", "install(app)", "JSON", '{"title": "404 …"[, "description"]}'
    ),
    "pyramid": Framework(
        "Pyramid", "pyramid>=2.0", 'config.include("httplingo.integrations.pyramid")'
    ),
    "quart": Framework("Quart", "Quart>=0.20", "LocalizedErrors(app)"),
    "aiohttp": Framework("aiohttp", "aiohttp>=3.10", "setup(app)", first="plain text"),
    "tornado": Framework("Tornado", "tornado>=6.4", "app = Application(…)"),
    "sanic": Framework(
        "Sanic",
        "sanic>=24.6",
        "install(app)",
        first="plain text",
        json='{"description": "…", "status": 404, "message": "…"}',
    ),
    "blacksheep": Framework("BlackSheep", "blacksheep>=2.6", "install(app)", first="plain text"),
    "django": Framework(
        "Django",
        "Django>=5.2",
        '"httplingo.integrations.django.LocalizedErrorsMiddleware" in MIDDLEWARE',
    ),
    "djangorestframework": Framework(
        "Django REST framework",
        "djangorestframework>=3.16",
        '"EXCEPTION_HANDLER": "httplingo.integrations.django.rest_framework.exception_handler"',
        first="JSON",
        json='{"detail": …}',
        module="django.rest_framework",
    ),
    "starlette": Framework("Starlette", "starlette>=0.41", "install(app)", "plain text"),
    "fastapi": Framework("FastAPI", "fastapi>=0.115", "install(app)", "JSON", '{"detail": …}'),
    "litestar": Framework(
        "Litestar",
        "litestar>=2.13",
        "Litestar(plugins=[LocalizedErrorsPlugin()])",
        "JSON",
        '{"status_code": …, "detail": …}',
    ),
}
