"""The systemd units: free of mistakes, tightly shut, and ringing when they fail."""

import re
import subprocess
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[2] / "deploy" / "systemd"
LONG_RUNNING = ("infohus-web.service", "infohus-forward.service")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def installed_units(tmp_path: Path) -> Path:
    """The units with a program that exists here, so that only real mistakes remain."""
    for unit in UNITS.iterdir():
        text = unit.read_text().replace("/opt/infohus/venv/bin/python", "/usr/bin/python3")
        (tmp_path / unit.name).write_text(text)
    return tmp_path


def test_units_are_free_of_mistakes(installed_units: Path) -> None:
    """`systemd-analyze verify` finds nothing in any unit or timer."""
    for unit in sorted(installed_units.iterdir()):
        name = unit.name.replace("@.", "@web.")
        unit.rename(installed_units / name)
        verdict = run(
            "systemd-analyze",
            "verify",
            "--recursive-errors=yes",
            "--man=no",
            str(installed_units / name),
        )
        about_ours = [line for line in verdict.stderr.splitlines() if "infohus" in line]
        assert (verdict.returncode, about_ours) == (0, []), verdict.stderr


def test_a_mistake_would_be_found(installed_units: Path) -> None:
    """A misspelt setting makes the verification fail."""
    unit = installed_units / "infohus-web.service"
    unit.write_text(unit.read_text().replace("NoNewPrivileges=", "NoNewPrivilege="))
    verdict = run("systemd-analyze", "verify", "--recursive-errors=yes", "--man=no", str(unit))
    assert "NoNewPrivilege" in verdict.stderr


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_exposure_is_at_most_two(name: str) -> None:
    """`systemd-analyze security` gives each long-running unit at most 2.0 of 10."""
    verdict = run("systemd-analyze", "security", "--offline=true", str(UNITS / name))
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", verdict.stdout)
    assert found is not None, verdict.stdout + verdict.stderr
    assert float(found[1]) <= 2.0


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_nothing_reaches_swap_or_a_core_file(name: str) -> None:
    """Memory with a concern in it is never written to disk, and a failure rings."""
    lines = (UNITS / name).read_text().splitlines()
    for setting in ("MemorySwapMax=0", "LimitCORE=0", "OnFailure=infohus-alarm@%n.service"):
        assert setting in lines


def test_the_forwarder_has_no_secret_of_the_form() -> None:
    """The half that sends holds neither draft keys nor the signing key."""
    text = (UNITS / "infohus-forward.service").read_text()
    assert "signing-key" not in text
    assert "draft-keys" not in text
