"""The copy of a unit in which it is judged has all of the unit but its work."""

import configparser
import re
from pathlib import Path

import pytest

from intake.operating import units
from tests.places import ROOT

SYSTEMD = ROOT / "deploy" / "systemd"
DROP_IN = "\n# /etc/systemd/system/x.d/a.conf\n[Service]\nIPAddressAllow=192.0.2.1\nWatchdogSec=9\n"
WORK = re.compile(
    r"(OnFailure|Wants|Start\w+|Type|Exec\w+|Restart\w*|Watchdog\w+|Notify\w+|Timeout\w+)="
)


def unit(kind: str) -> str:
    return (SYSTEMD / f"infohus-{kind}.service").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", units.KINDS)
def test_every_lock_setting_and_secret_is_the_unit_s(kind: str) -> None:
    """Line by line, those of drop-ins too."""
    lines = units.copy(unit(kind) + DROP_IN, kind).splitlines()
    wanted = [line for line in (unit(kind) + DROP_IN).splitlines() if not WORK.match(line)]
    wanted = [line for line in wanted if not line.startswith("WantedBy=")]
    assert [line for line in lines if line in wanted][: len(wanted)] == wanted


@pytest.mark.parametrize("kind", units.KINDS)
def test_the_copy_looks_and_does_not_work(kind: str) -> None:
    """One ExecStart, none after it, nothing rings, nothing restarts."""
    text = units.copy(unit(kind) + DROP_IN, kind)
    told = configparser.RawConfigParser(strict=False)
    told.optionxform = str  # type: ignore[assignment,method-assign]
    told.read_string(text)
    program = "/opt/infohus/venv/bin/python -m intake"
    assert re.findall(r"(?m)^Exec\w+=.*", text) == [f"ExecStart={program} check --within {kind}"]
    assert told["Service"]["Type"] == "oneshot"
    assert not {"Restart", "WatchdogSec"} & set(told["Service"])
    assert not {"OnFailure", "Wants"} & set(told["Unit"])


def test_a_drop_in_s_own_program_is_kept() -> None:
    """Wherever a package puts it; a line may go on in the next."""
    drop_in = "\n[Service]\nExecStart=\nExecStart=/usr/lib/infohus/bin/infohus \\\n  web\n"
    assert "ExecStart=/usr/lib/infohus/bin/infohus check --within web" in units.copy(
        unit("web") + drop_in, "web"
    )


def test_units_of_one_among_many_are_judged_under_its_name() -> None:
    """Told by the folder of its alarm, which its units set."""
    many = units.Family.of(Path("/var/lib/infohus-andeby/alarm"))
    assert many.name("web.service") == "infohus-web@andeby.service"
    assert many.name("alarm.path") == "infohus-ring@andeby.path"
    only = units.Family.of(Path("/var/lib/infohus/alarm"))
    assert only.name("alarm.path") == "infohus-alarm.path"
    assert {many.name(f"{kind}.service").replace("@andeby", "@") for kind in units.KINDS} <= {
        path.name for path in (ROOT / "deploy" / "instances").iterdir()
    }


def test_every_unit_that_works_is_judged() -> None:
    """But those that ring or look themselves."""
    services = {path.stem.removeprefix("infohus-") for path in SYSTEMD.glob("*.service")}
    assert services - {"alarm@", "check", "backup"} == set(units.KINDS)
