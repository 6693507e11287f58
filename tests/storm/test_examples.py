"""Thousands of invented letters and bodies, from the bytes of a POST to what is opened."""

import os
import re
import subprocess
import sys

import pytest

from tests.places import ROOT
from tests.storm.scale import Scale

pytestmark = pytest.mark.storm
SCALE = Scale.of(os.environ)
INVENTED_BY = {
    "tests/intake/test_bytes_to_letter.py": 2,
    "tests/intake/web/test_invented_codes.py": 2,
}
"""How many tests of the file invent."""
LONGEST = 10_800
"""Seconds."""


@pytest.mark.parametrize("file", INVENTED_BY)
def test_whatever_is_invented_is_met(file: str) -> None:
    """The same tests as in `make test`, with very many more examples."""
    command = [sys.executable, "-m", "pytest", "-q", "--hypothesis-profile=storm"]
    command += ["--hypothesis-show-statistics", file]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST
    )
    print(done.stdout)
    assert done.returncode == 0
    passing = [int(one) for one in re.findall(r"(\d+) passing", done.stdout)]
    assert sum(passing) >= INVENTED_BY[file] * SCALE.examples
