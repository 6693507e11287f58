"""The units of one infohus among many: made from those of one alone, and sharing nothing."""

import re
import subprocess
from pathlib import Path

import pytest

from tools import instances

OWN = ("User=", "Group=", "EnvironmentFile=", "LoadCredential=", "StateDirectory=", "ListenStream=")
ALONE = r"infohus-alarm|infohus/alarm|etc/infohus/infohus|infohus-(web|forward|check)\."
"""What belongs to an infohus that has the machine for itself."""
UNITS = instances.units()


def test_they_are_made_from_those_of_one() -> None:
    """`make instances` was run after the last change, and nothing else lies there."""
    assert {path.name: path.read_text("utf-8") for path in instances.MANY.iterdir()} == UNITS
    assert len(UNITS) == len(list(instances.ALONE.iterdir())) - len(instances.NOT_MADE)


def test_each_has_all_of_its_own() -> None:
    """User, settings, secrets, letters and socket carry the name; nothing points at one alone."""
    lines = [line for text in UNITS.values() for line in text.splitlines() if line[:1] != "#"]
    own = [line for line in lines if line.startswith(OWN)]
    assert len(own) > 30
    assert [line for line in own if "%i" not in line] == []
    assert [line for line in lines if re.search(ALONE, line)] == []


@pytest.mark.parametrize("name", sorted(UNITS))
def test_units_are_free_of_mistakes(tmp_path: Path, name: str) -> None:
    """As `systemd-analyze verify` sees them, called after an infohus."""
    for unit, text in UNITS.items():
        usable = text.replace("/opt/infohus/venv/bin/python", "/usr/bin/python3").replace(
            "/usr/local/sbin/infohus", "/usr/bin/python3"
        )
        (tmp_path / unit).write_text(usable, "utf-8")
    one = tmp_path / name.replace("@.", "@vesthimmerland.")
    (tmp_path / name).rename(one)
    command = ["systemd-analyze", "verify", "--recursive-errors=yes", "--man=no", str(one)]
    verdict = subprocess.run(command, capture_output=True, text=True, check=False)
    about_ours = [line for line in verdict.stderr.splitlines() if "infohus" in line]
    assert (verdict.returncode, about_ours) == (0, []), verdict.stderr
