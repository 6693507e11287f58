"""The kernel takes no more lines of one network than the rules say, and those of others."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.places import ROOT

RULES = ROOT / "deploy" / "infohus.nft"
FEWER = 10


def test_one_network_cannot_hold_all_lines(tmp_path: Path) -> None:
    """An IPv4 address, or a /48 with all that is in it; the neighbour's lines are taken."""
    text = RULES.read_text(encoding="utf-8")
    assert text.count("ct count over 1000") == 2
    rules = tmp_path / "rules.nft"
    rules.write_text(text.replace("over 1000", f"over {FEWER}"), encoding="utf-8")
    own = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-Urn"]
    program = [sys.executable, "-m", "tests.deploy.lines_in_kernel", str(rules)]
    environ = os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
    done = subprocess.run(
        [*own, *program], capture_output=True, text=True, cwd=ROOT, env=environ, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "one address": FEWER,
        "another address": 5,
        "one /48": FEWER,
        "another /48": 5,
    }
