"""The process shuts itself: tried in a process of its own."""

import subprocess
import sys

from tests.places import ROOT

LOOK = """
import ctypes, resource
from intake.operating import hardening
before = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
hardening.shut()
print(before, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE))
"""


def test_no_core_and_not_dumpable() -> None:
    """prctl(PR_GET_DUMPABLE) is 1 before and 0 after; the core limit is 0, soft and hard."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "0", "0", "0"]
