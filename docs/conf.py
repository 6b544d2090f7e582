"""Sphinx's settings: `make docs` builds the site into build/docs, warnings are errors."""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.conf import settings

import httplingo
from httplingo import integrations

# Importing Django's views needs settings; these are none of a site's.
settings.configure(INSTALLED_APPS=["rest_framework", "httplingo.integrations.django"])
django.setup()
# autodoc reads what a module holds, and these two are loaded when first asked for.
vars(httplingo)["Problem"] = httplingo.Problem
vars(integrations)["localized_errors"] = integrations.localized_errors

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "httplingo"
author = "httplingo"
release = version = httplingo.__version__
copyright = "the authors of httplingo"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "framework",
    "performance",
    "references",
]
exclude_patterns = ["_ext", "**/__pycache__"]
nitpicky = True
default_role = "py:obj"

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

napoleon_use_ivar = True
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_typehints_format = "short"

html_theme = "furo"
html_title = "httplingo"
html_static_path: list[str] = []
html_show_sourcelink = False
html_copy_source = False
