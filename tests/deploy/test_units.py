"""The systemd units: free of mistakes, tightly shut, and ringing when they fail."""

import re
import subprocess
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[2] / "deploy" / "systemd"
LONG_RUNNING = ("infohus-web.service", "infohus-forward.service")
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def installed_units(tmp_path: Path) -> Path:
    """The units with a program that exists here, so that only real mistakes remain."""
    for unit in UNITS.iterdir():
        text = unit.read_text().replace("/opt/infohus/venv/bin/python", "/usr/bin/python3")
        text = text.replace("/usr/local/sbin/infohus", "/usr/bin/python3")
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


@pytest.mark.parametrize("name", SERVICES)
def test_exposure_is_at_most_two(name: str) -> None:
    """`systemd-analyze security` gives each unit at most 2.0 of 10."""
    verdict = run("systemd-analyze", "security", "--offline=true", str(UNITS / name))
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", verdict.stdout)
    assert found is not None, verdict.stdout + verdict.stderr
    print(f"{name}: {found[1]}")
    assert float(found[1]) <= 2.0


def test_an_open_unit_would_be_found(tmp_path: Path) -> None:
    """Without its locks the same unit is far above."""
    unit = tmp_path / "infohus-web.service"
    text = (UNITS / unit.name).read_text()
    unit.write_text(
        re.sub(r"^(Protect|Private|Restrict|System|Capability).*\n", "", text, flags=re.M)
    )
    verdict = run("systemd-analyze", "security", "--offline=true", str(unit))
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", verdict.stdout)
    assert found is not None
    assert float(found[1]) > 5.0


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_reaches_swap_or_a_core_file(name: str) -> None:
    """Memory with a concern in it is never written to disk."""
    lines = (UNITS / name).read_text().splitlines()
    assert {"MemorySwapMax=0", "LimitCORE=0"} <= set(lines)


@pytest.mark.parametrize("name", [name for name in SERVICES if "alarm" not in name])
def test_a_failure_rings(name: str) -> None:
    """Every unit but the alarm itself."""
    assert "OnFailure=infohus-alarm@%n.service" in (UNITS / name).read_text().splitlines()


def test_the_forwarder_has_no_secret_of_the_form() -> None:
    """The half that sends holds neither draft keys nor the signing key."""
    text = (UNITS / "infohus-forward.service").read_text()
    assert "signing-key" not in text
    assert "draft-keys" not in text
