"""The configuration templates for translation platforms fit the platforms and this project."""

from __future__ import annotations

import configparser
import json
import re
from pathlib import Path

import yaml

from httplingo import tags
from httplingo.workbench.transliteration import MADE_FROM

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
CROWDIN_FILE = {
    "source",
    "translation",
    "type",
    "update_option",
    "excluded_target_languages",
    "languages_mapping",
}


def test_weblate_finds_every_catalog_by_documented_settings() -> None:
    (component,) = json.loads((ROOT / "locale" / "weblate.json").read_text("utf-8"))
    assert {name: type(value) for name, value in component.items()} == COMPONENT
    assert component["new_lang"] in ("contact", "url", "add", "none")
    assert component["merge_style"] in ("merge", "rebase", "merge_noff")
    assert (ROOT / component["new_base"]).is_file()
    assert {path.parents[1].name for path in ROOT.glob(component["filemask"])} == LOCALES
    shown = {locale for locale in LOCALES if re.match(component["language_regex"], locale)}
    assert shown == LOCALES - {"en", *MADE_FROM}


def test_crowdin_writes_every_language_into_its_folder() -> None:
    config = yaml.safe_load((ROOT / "locale" / "crowdin.yml").read_text("utf-8"))
    assert set(config) == CROWDIN
    (file,) = config["files"]
    assert set(file) == CROWDIN_FILE
    assert file["update_option"] in ("update_as_unapproved", "update_without_changes")
    base = ROOT / "locale" / config["base_path"]
    assert (base / file["source"].lstrip("/")).is_file()
    mapping = file["languages_mapping"]["two_letters_code"]
    for locale in LOCALES - {"en", *MADE_FROM}:
        # Crowdin's names are BCP 47's; where it has no line it takes the language alone.
        code = mapping.get(locale.replace("_", "-"), locale.partition("_")[0])
        path = file["translation"].replace("%two_letters_code%", code)
        assert (
            base / path.lstrip("/")
        ) == base / "locale" / locale / "LC_MESSAGES" / "httplingo.po"
    assert {tags.canonical(locale) for locale in mapping.values()} == set(mapping.values())


def test_transifex_and_weblates_discovery_find_the_catalogs_first() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / ".tx" / "config", encoding="utf-8")
    (resource,) = set(config.sections()) - {"main"}
    settings = config[resource]
    assert settings["type"] == "PO"
    assert (ROOT / settings["source_file"]).is_file()
    found = {
        path.parents[1].name for path in ROOT.glob(settings["file_filter"].replace("<lang>", "*"))
    }
    assert found == LOCALES
