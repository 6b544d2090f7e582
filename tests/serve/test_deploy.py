"""What is in ``deploy/`` fits the schemas of Kubernetes, and runs what the package has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from yamllint import linter
from yamllint.config import YamlLintConfig

import httplingo
from httplingo.serve.settings import READERS
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
MANIFESTS = sorted(DEPLOY.rglob("*.yaml"))
#: Kinds of controllers and tools, whose schemas Kubernetes does not have.
FOREIGN = {"Kustomization", "Middleware"}


def documents(path: Path) -> list[Any]:
    return [one for one in yaml.safe_load_all(path.read_text("utf-8")) if one]


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_a_manifest_is_tidy_yaml_and_fits_the_schema_of_its_kind(path: Path) -> None:
    found = list(linter.run(path.read_text("utf-8"), YamlLintConfig("extends: default\n")))
    assert [one for one in found if one.rule != "line-length"] == []
    for document in documents(path):
        if document.get("kind") in FOREIGN or "kind" not in document:
            continue
        kubernetes_validate.validate(document, "1.31", strict=True)


def test_every_overlay_and_the_base_name_files_that_are_there() -> None:
    for path in DEPLOY.rglob("kustomization.yaml"):
        (document,) = documents(path)
        for name in document["resources"]:
            assert (path.parent / name).exists(), (path, name)


def test_the_deployment_is_safe_and_knows_the_backend() -> None:
    (deployment,) = documents(DEPLOY / "kubernetes" / "base" / "deployment.yaml")
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert {"requests", "limits"} <= container["resources"].keys()
    assert {container[name]["httpGet"]["path"] for name in ("livenessProbe", "readinessProbe")} == {
        "/healthz",
        "/readyz",
    }
    for variable in container["env"]:
        assert variable["name"].removeprefix("HTTPLINGO_").lower() in READERS
    tag = container["image"].rpartition(":")[2]
    assert httplingo.__version__.startswith(tag)


def test_the_container_runs_the_command_and_no_root() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert 'ENTRYPOINT ["/opt/httplingo/bin/httplingo", "serve"]' in text
    assert "USER 10001:10001" in text
    for line in text.splitlines():
        if line.strip().startswith("ENV") or line.strip().startswith("HTTPLINGO_"):
            name = line.split("HTTPLINGO_", 1)[1].partition("=")[0]
            assert name.lower() in READERS
