"""Hatchling's hook: compiles the catalogs into the package, whatever is built of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogBuildHook(BuildHookInterface[Any]):
    """Compiles each .po file into ``src/httplingo/locale``."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile before the files are collected."""
        sys.path.insert(0, str(Path(self.root, "src")))
        from httplingo.workbench.po.compile import compile_catalogs

        root = Path(self.root)
        compiled = compile_catalogs(root / "locale", root / "src" / "httplingo" / "locale")
        for fault in compiled.faults:
            self.app.display_error(str(fault))
        # Whoever mends a catalog needs the command, which an editable install brings.
        if compiled.faults and version != "editable":
            raise SystemExit(1)
