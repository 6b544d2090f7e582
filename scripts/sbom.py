#!/usr/bin/env python3
"""Print what a wheel consists of and what its extras add, as CycloneDX: sbom.py WHEEL.

The package itself needs nothing but Python; CLDR's data is part of it. What an extra asks for is
optional, and stands with the version that the tests ran with. The same wheel gives the same bytes.
"""

from __future__ import annotations

import ast
import hashlib
import os
import sys
import uuid
import zipfile
from datetime import UTC, datetime
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the command."""
    wheel = Path(sys.argv[1])
    bom = describe(wheel)
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"{wheel.name} {digest(wheel)}")
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    bom.metadata.timestamp = datetime.fromtimestamp(seconds, UTC)
    print(JsonV1Dot6(bom).output_as_string(indent=2))


def describe(wheel: Path) -> Bom:
    """Return the bill of materials of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(name).decode())
        tables = archive.read("httplingo/_matching/data.py").decode()
    package = component(metadata["Name"], metadata["Version"])
    package.description = metadata["Summary"]
    package.licenses.add(LicenseFactory().make_from_string(metadata["License-Expression"]))
    package.hashes.add(HashType(alg=HashAlgorithm.SHA_256, content=digest(wheel)))
    bom = Bom()
    bom.metadata.component = package
    data = cldr(tables)
    package.components.add(data)
    wanted = [component(*each, scope=ComponentScope.OPTIONAL) for each in optional(metadata)]
    bom.components.update(wanted)
    bom.register_dependency(package, wanted)
    return bom


def component(
    name: str, version: str | None, scope: ComponentScope = ComponentScope.REQUIRED
) -> Component:
    """Return a package of the Python Package Index."""
    purl = PackageURL("pypi", name=canonicalize_name(name), version=version)
    return Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        purl=purl,
        bom_ref=str(purl),
        scope=scope,
    )


def cldr(tables: str) -> Component:
    """Return the data that the package carries; its module says where it is from."""
    origin = (ast.get_docstring(ast.parse(tables)) or "").split("\n\n")[1]
    return Component(
        name="Unicode CLDR: likely subtags, aliases, parents, distances",
        type=ComponentType.DATA,
        description=" ".join(origin.split()),
        licenses=[LicenseFactory().make_from_string("Unicode-3.0")],
        bom_ref="cldr",
    )


def optional(metadata: Message) -> list[tuple[str, str | None]]:
    """Return name and tested version of all that the extras ask for."""
    pinned = {}
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        name, _, version = line.partition("==")
        pinned[canonicalize_name(name)] = version
    wanted = {
        requirement.name
        for requirement in map(Requirement, metadata.get_all("Requires-Dist", []))
        if requirement.name != metadata["Name"]
    }
    return [(name, pinned.get(canonicalize_name(name))) for name in sorted(wanted)]


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
