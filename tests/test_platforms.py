"""The configuration templates for translation platforms fit the platforms and this project."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[1]
LOCALES = {path.parents[1].name for path in ROOT.glob("locale/*/LC_MESSAGES/httplingo.po")}

#: Settings of a component that Weblate documents, with the kind of each; those in use here.
#: Weblate's manual, "Component configuration" and "Translation file parameters".
COMPONENT = {
    "add_message": str,
    "allow_translation_propagation": bool,
    "branch": str,
    "check_flags": str,
    "commit_message": str,
    "enable_suggestions": bool,
    "file_format": str,
    "file_format_params": dict,
    "filemask": str,
    "language_code_style": str,
    "language_regex": str,
    "license": str,
    "manage_units": bool,
    "merge_style": str,
    "name": str,
    "new_base": str,
    "new_lang": str,
    "repo": str,
    "slug": str,
    "source_language": str,
    "vcs": str,
}
#: Crowdin's documentation, "Configuration File".
CROWDIN = {"project_id_env", "api_token_env", "base_path", "preserve_hierarchy", "files"}
CROWDIN_FILE = {"source", "translation", "type", "update_option", "languages_mapping"}


def test_weblate_finds_every_catalog_by_documented_settings() -> None:
    (component,) = json.loads((ROOT / "locale" / "weblate.json").read_text("utf-8"))
    assert {name: type(value) for name, value in component.items()} == COMPONENT
    assert component["new_lang"] in ("contact", "url", "add", "none")
    assert component["merge_style"] in ("merge", "rebase", "merge_noff")
    assert (ROOT / component["new_base"]).is_file()
    assert {path.parents[1].name for path in ROOT.glob(component["filemask"])} == LOCALES
    shown = {locale for locale in LOCALES if re.match(component["language_regex"], locale)}
    assert shown == LOCALES - {"en"}


def test_crowdin_maps_its_languages_to_the_folders_that_there_are() -> None:
    config = yaml.safe_load((ROOT / "locale" / "crowdin.yml").read_text("utf-8"))
    assert set(config) == CROWDIN
    (file,) = config["files"]
    assert set(file) == CROWDIN_FILE
    assert file["update_option"] in ("update_as_unapproved", "update_without_changes")
    base = ROOT / "locale" / config["base_path"]
    assert (base / file["source"].lstrip("/")).is_file()
    mapping = file["languages_mapping"]["locale_with_underscore"]
    assert set(mapping.values()) == LOCALES - {"en"}
    for locale in mapping.values():
        path = file["translation"].replace("%locale_with_underscore%", locale)
        assert (base / path.lstrip("/")).is_file()
