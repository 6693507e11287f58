"""The handbook names every module that encrypts, signs, digests or draws chance, and no other."""

import ast
import re

from tests.places import ROOT

LIBRARIES = {"cryptography", "hashlib", "hmac", "itsdangerous", "secrets", "ssl"}
PAGE = (ROOT / "handbook" / "keys.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("| For | Modules |")[2].partition("\n## ")[0]


def libraries_of(source: str) -> set[str]:
    """What of the libraries a module brings in."""
    nodes = list(ast.walk(ast.parse(source)))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names} & LIBRARIES


def test_every_use_of_cryptography_has_its_place_in_the_handbook() -> None:
    """A hash in a module that nobody expected is seen on the day it comes."""
    service = ROOT / "intake"
    using = {
        str(path.relative_to(service))
        for path in service.rglob("*.py")
        if libraries_of(path.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"`([\w/]+\.py)`", TABLE)) == using


def test_a_use_is_seen_however_it_is_written() -> None:
    """Whole, in part, or a part of a part."""
    for line in ("import ssl", "from hmac import digest", "import cryptography.x509 as x"):
        assert libraries_of(line)
    assert not libraries_of("import random")
