"""The software bill of materials, CycloneDX 1.6 as JSON, made from the hashed locks.

It holds what the locks hold: what runs (`required`), what builds the site (`optional`), and what
only the demonstration and developers need (`excluded`). Licences are read from the installed
packages, so it is run in the project's own environment. The same locks always give the same bytes.
"""

import json
import re
import sys
import tomllib
import uuid
from importlib.metadata import Distribution, PackageMetadata, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SCOPES = {"run": "required", "site": "optional", "demonstration": "excluded", "dev": "excluded"}
"""By lock; a package counts by the first of these that holds it."""
_PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", re.MULTILINE)
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "cyclonedx.org")


def locked(name: str) -> dict[str, str]:
    """Version by package of one lock."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(_PINNED.findall(text))


def licence(package: str) -> str:
    """What the installed package says of itself; empty when it is not installed or does not say."""
    try:
        installed = distribution(package)
    except PackageNotFoundError:
        return ""
    says = installed.metadata
    classes = [
        line.split(" :: ")[-1] for line in says.get_all("Classifier") or [] if _is_named(line)
    ]
    stated = _said(says, "License").partition("\n")[0]
    return _said(says, "License-Expression") or ", ".join(classes) or stated or _file(installed)


def _said(says: PackageMetadata, name: str) -> str:
    return says[name] if name in says else ""  # noqa: SIM401 the type has no get


def _is_named(classifier: str) -> bool:
    return classifier.startswith("License :: ") and classifier != "License :: OSI Approved"


def _file(installed: Distribution) -> str:
    """The first words of the licence it carries."""
    for path in installed.files or []:
        if path.name.upper().startswith("LICEN"):
            lines = path.read_text(encoding="utf-8").splitlines()
            return next((line.strip() for line in lines if line.strip()), "")
    return ""


def component(name: str, version: str, scope: str) -> dict[str, Any]:
    """A package as CycloneDX lists it; the licence only where the package says it."""
    address = f"pkg:pypi/{name}@{version}"
    entry: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "scope": scope,
        "purl": address,
    }
    if stated := licence(name):
        entry["licenses"] = [{"license": {"name": stated}}]
    return entry


def components() -> list[dict[str, Any]]:
    """Every package once, by name."""
    entries: dict[str, dict[str, Any]] = {}
    for lock, scope in SCOPES.items():
        for name, version in locked(lock).items():
            entries.setdefault(name, component(name, version, scope))
    return [entries[name] for name in sorted(entries)]


def bill() -> dict[str, Any]:
    """The whole bill; its number is that of its content."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = components()
    content = json.dumps([project["version"], parts], sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": parts,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bill(), indent=2) + "\n")
