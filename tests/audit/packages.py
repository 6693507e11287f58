"""The Debian package, made and put on a copy of this machine."""

import os
import subprocess
import sys
from pathlib import Path

from tests.deploy.copied import Copy
from tests.places import ROOT

PUT = "/srv/infohus.deb"


def built(into: Path) -> Path:
    """What `make deb` makes."""
    done = subprocess.run(
        ["sh", "tools/deb.sh", sys.executable, str(into)],
        cwd=ROOT,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1790000000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (package,) = into.glob("*.deb")
    return package


def installs(copy: Copy, package: Path) -> str:
    """Puts a package on the machine, without a network; what it said."""
    copy.at(PUT).write_bytes(package.read_bytes())
    done = copy.does(f"dpkg --install {PUT}")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
