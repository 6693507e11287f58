"""The whole site, built once for all tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.site.pages import Site


def build(
    folder: Path, *options: str, builder: str = "mkdocs", **environ: str
) -> "subprocess.CompletedProcess[str]":
    """Build the site strictly into the folder."""
    return build_of(ROOT, folder, *options, builder=builder, **environ)


def build_of(
    project: Path, folder: Path, *options: str, builder: str = "mkdocs", **environ: str
) -> "subprocess.CompletedProcess[str]":
    """Build the site of this copy of the project."""
    return subprocess.run(
        [sys.executable, "-m", builder, "build", "--site-dir", str(folder), *options],
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of our own municipality."""
    folder = tmp_path_factory.mktemp("site") / "built"
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(folder)
