"""`check` by root on a machine with systemd: each unit is judged from inside a copy of itself.

The copy has every line of the unit and of its drop-ins but what it does: it runs `check --within`.
So user, locks, addresses, settings and secrets are the unit's own, and cannot fall behind it.
"""

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.operating.finding import Finding

KINDS = {
    "web": "web",
    "forward": "forward",
    "alarm": "ring",
    "purge": "purge",
    "sign-of-life": "sign-of-life",
    "drill": "drill",
}
"""Of the units, each with the command that it runs."""
PLACE = Path("/run/systemd/system")
SECONDS = 300
RUNNING = ("web.service", "forward.service", "alarm.path", "purge.timer", "sign-of-life.timer")
_OTHERWISE = re.compile(
    r"(OnFailure|Wants|Requires|StartLimit\w+|Type|Exec\w+|Restart\w*|WatchdogSec|NotifyAccess"
    r"|TimeoutStartSec|Standard(Output|Error)|WantedBy)\s*="
)
"""What the copy does otherwise than the unit."""


@dataclass(frozen=True)
class Family:
    """The units of one installation: the machine's only one, or one among many."""

    instance: str = ""

    @classmethod
    def of(cls, folder: Path | None) -> "Family":
        """By the folder of its alarm, `/var/lib/infohus[-INSTANCE]/alarm`."""
        return cls(folder.parent.name.removeprefix("infohus").removeprefix("-") if folder else "")

    def name(self, unit: str) -> str:
        """Of `web.service`, say; the alarm's own units are `ring` among many."""
        kind, _, suffix = unit.partition(".")
        if not self.instance:
            return f"infohus-{unit}"
        return f"infohus-{'ring' if kind == 'alarm' else kind}@{self.instance}.{suffix}"


def are_here(family: Family) -> bool:
    """Whether root runs us where systemd runs the units."""
    return Path("/run/systemd/system").is_dir() and _ask("cat", family.name("web.service")) != ""


def findings(family: Family, *, loop: bool, known: set[str]) -> Iterator[Finding]:
    """What stands in the way of each unit, seen from inside; and what does not run."""
    for unit in map(family.name, RUNNING):
        yield from _state(unit)
    kinds = [kind for kind in KINDS if kind != "drill" or loop]
    try:
        for kind in kinds:
            text = copy(_ask("cat", family.name(f"{kind}.service")), kind)
            (PLACE / family.name(_copy_of(kind))).write_text(text, encoding="utf-8")
        _ask("daemon-reload")
        for kind in kinds:
            told = (each for each in _told(kind, family) if each.what not in known)
            yield from (
                Finding(what=f"infohus-{kind}: {each.what}", cure=each.cure) for each in told
            )
    finally:
        for kind in kinds:
            (PLACE / family.name(_copy_of(kind))).unlink(missing_ok=True)
            _said(kind).unlink(missing_ok=True)
        _ask("daemon-reload")


def _copy_of(kind: str) -> str:
    return f"judges-{kind}.service"


def _said(kind: str) -> Path:
    """What the copy says; systemd opens it before the locks close."""
    return Path(f"/run/infohus-judges-{kind}")


def copy(unit: str, kind: str) -> str:
    """The unit's own text with another work; of `ExecStart=` the last counts."""
    lines = unit.replace("\\\n", " ").splitlines()
    starts = [line.partition("=")[2] for line in lines if re.match(r"ExecStart\s*=\s*\S", line)]
    words = shlex.split(starts[-1]) if starts else []
    program = words[: words.index(KINDS[kind])] if KINDS[kind] in words else words
    kept = [line for line in lines if not _OTHERWISE.match(line)]
    work = shlex.join([*program, "check", "--within", kind])
    told = f"StandardOutput=truncate:{_said(kind)}"
    end = ["[Service]", "Type=oneshot", f"ExecStart={work}", told, *_END, ""]
    return "\n".join([*kept, "", *end])


_END = (f"TimeoutStartSec={SECONDS}", "SuccessExitStatus=3", "StandardError=journal")


def _told(kind: str, family: Family) -> Iterator[Finding]:
    if _run("start", name := family.name(_copy_of(kind))).returncode:
        yield Finding(
            what="a process with its locks, settings and secrets cannot be started",
            cure=f"journalctl -u {name} says why: a secret's file, a folder, a user",
        )
    if _said(kind).exists():
        for line in _said(kind).read_text(encoding="utf-8").splitlines():
            yield Finding(**json.loads(line))


def _state(unit: str) -> Iterator[Finding]:
    if _ask("is-active", unit).strip() != "active":
        yield Finding(what=f"{unit} does not run", cure=f"systemctl enable --now {unit}")
    elif _ask("is-enabled", unit).strip() != "enabled" and not unit.endswith(".path"):
        yield Finding(what=f"{unit} will not start again", cure=f"systemctl enable {unit}")


def _ask(*words: str) -> str:
    """What systemctl says; empty when it says that it cannot."""
    return _run(*words).stdout


def _run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 fixed words
        ("/usr/bin/systemctl", *words), capture_output=True, text=True, check=False
    )
