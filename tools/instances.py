"""`make instances`: the units of one infohus among many, made from those of one that stands alone.

Each has its own user, settings, secrets, letters and alarm: nothing is shared but the code. Names:
`infohus-web@NAME`; the alarm's own are `infohus-failed@NAME` and `infohus-ring@NAME`.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ALONE, MANY = ROOT / "deploy" / "systemd", ROOT / "deploy" / "instances"
NAMES = {"infohus-alarm@": "infohus-failed@", "infohus-alarm": "infohus-ring@"}
NOT_MADE = ("infohus-backup.service", "infohus-backup.timer")
"""The backup is one for all: `infohus-all backup`."""
HEAD = "# Made from deploy/systemd/{} by `make instances`. Do not edit.\n"
CHANGES = (
    (r"infohus-alarm@%n\.service", "infohus-failed@%i.service"),
    (r"infohus-(web|forward)\.service", r"infohus-\1@%i.service"),
    (r"/var/lib/infohus\b(?!-)", "/var/lib/infohus-%i"),
    (r"infohus-alarm\.path", "infohus-ring@%i.path"),
    (r"/etc/infohus/", "/etc/infohus/%i/"),
    (r"/run/infohus-web\.sock", "/run/infohus-%i.sock"),
    (r"(User|Group|StateDirectory)=infohus\b", r"\1=infohus-%i"),
    (r"([ /])infohus/alarm", r"\1infohus-%i/alarm"),
    (r"/sbin/infohus check", "/sbin/infohus @%i check"),
    (r"-/var/lib/infohus$", "-/var/lib/infohus-%i"),
    (r"After=infohus-web\.service infohus-forward\.service", "After=infohus-web@%i.service"),
    (r"Description=Infohus: ", "Description=Infohus %i: "),
)
"""Of every line that is no comment."""


def name(unit: str) -> str:
    """What the unit is called where there are many."""
    stem, _, kind = unit.rpartition(".")
    return f"{NAMES.get(stem, f'{stem}@')}.{kind}"


def text(unit: str) -> str:
    """The unit for an infohus called `%i`."""
    lines = (ALONE / unit).read_text(encoding="utf-8").splitlines(keepends=True)
    return HEAD.format(unit) + "".join(line if line[0] == "#" else _changed(line) for line in lines)


def _changed(line: str) -> str:
    for old, new in CHANGES:
        line = re.sub(old, new, line)
    return line


def units() -> dict[str, str]:
    """The text of each, by its name."""
    made_from = (path.name for path in sorted(ALONE.iterdir()) if path.name not in NOT_MADE)
    return {name(unit): text(unit) for unit in made_from}


def main() -> int:
    """Write all anew; what nothing makes any more goes."""
    MANY.mkdir(exist_ok=True)
    for path in MANY.iterdir():
        path.unlink()
    for unit, content in units().items():
        (MANY / unit).write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
