"""The site comes out of ProperDocs, the maintained fork of MkDocs 1.6, byte for byte.

That is the way on when MkDocs 1.6 ends.
"""

from pathlib import Path

import pytest

from tests.site.conftest import build
from tests.site.pages import Site

pytestmark = pytest.mark.audit


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, by its place."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_properdocs_gives_the_same_bytes(site: Site, tmp_path: Path) -> None:
    """Every file, and no other."""
    done = build(tmp_path, "--config-file", "mkdocs.yml", builder="properdocs")
    assert done.returncode == 0, done.stdout + done.stderr
    other, same = contents(tmp_path), contents(site.folder)
    assert len(same) > 100
    assert other.keys() == same.keys()
    assert [place for place, content in same.items() if other[place] != content] == []
