"""The blocks of `handbook/install.md`, executed as they stand in a folder that plays the server."""

import os
import re
import subprocess
import sys
from pathlib import Path

from intake.settings import PREFIX, read_environment
from tests import places
from tests.certificates import certificate, rsa_key
from tests.places import ROOT

PAGE = (ROOT / "handbook" / "install.md").read_text(encoding="utf-8")
PLACES = (
    "/opt/infohus",
    "/etc/infohus",
    "/etc/caddy",
    "/etc/systemd",
    "/var/lib/infohus",
    "/var/backups",
    "/usr/local/sbin",
    "/srv/infohus",
)
OWNER = re.compile(r" (?:-o infohus )?-g (?:infohus|caddy)")
"""There is no such user on the machine of the tests."""
STUBS = ("systemctl", "adduser", "chown")


def blocks(said: str) -> list[str]:
    """The blocks whose introduction names this test, in order."""
    return [
        block
        for introduction, block in re.findall(r"\n\n([^\n`#][^#]*?)\n\n```sh\n(.*?)```", PAGE, re.S)
        if f"`{said}`" in introduction.rpartition("\n\n")[2]
    ]


class Machine:
    """A folder with everything where the recipes look for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        home = folder / "opt" / "infohus"
        for place in PLACES[1:-1]:
            (folder / place[1:]).mkdir(parents=True)
        (folder / "etc/systemd/system").mkdir()
        (folder / "srv").mkdir()
        (home / "deploy" / "systemd").mkdir(parents=True)
        for name in ("intake", "docs", "site", "tools", "mkdocs.yml", "pyproject.toml"):
            (home / name).symlink_to(ROOT / name)
        for name in ("venv", "site-venv"):
            (home / name).symlink_to(sys.prefix)
        (home / "municipality.toml").write_text(places.facts_without_the_loop(), "utf-8")
        for path in (ROOT / "deploy").rglob("*"):
            if path.is_file():
                text = self.moved(path.read_text(encoding="utf-8"))
                copy = home / "deploy" / path.relative_to(ROOT / "deploy")
                copy.parent.mkdir(exist_ok=True)
                copy.write_text(text)
        self._stubs = folder / "stubs"
        self._stubs.mkdir()
        for name in STUBS:
            stub = self._stubs / name
            stub.write_text(f'#!/bin/sh\necho {name} "$@" >> {folder}/asked\n')
            stub.chmod(0o755)

    def moved(self, text: str) -> str:
        """The same with every place inside our folder, and owned by ourselves."""
        for place in PLACES:
            text = re.sub(rf"(?<![\w.]){place}\b", f"{self.folder}{place}", text)
        return OWNER.sub("", text)

    @property
    def asked(self) -> str:
        """What was asked of systemd and the like."""
        return (self.folder / "asked").read_text()

    @property
    def environ(self) -> dict[str, str]:
        """The settings as the operator's command has them."""
        found: dict[str, str] = {}
        for name in ("infohus.env", "operator.env"):
            found |= read_environment(self.folder / "etc/infohus" / name)
        return {name: value for name, value in found.items() if value}

    def run(self, block: str) -> "subprocess.CompletedProcess[str]":
        """Execute one block; whatever it says."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
        path = f"{self._stubs}:{self.folder}/usr/local/sbin:{os.environ['PATH']}"
        return subprocess.run(
            ["sh", "-eu"],
            input=self.moved(block),
            cwd=self.folder,
            env=inherited | {"PATH": path, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )

    def does(self, block: str) -> str:
        """Execute one block that must succeed."""
        done = self.run(block)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fills_in(self, values: dict[str, str]) -> None:
        """Write settings as an operator does: each in its line, or in a new one."""
        path = self.folder / "etc/infohus/infohus.env"
        text = path.read_text()
        for name, value in values.items():
            line = f"{PREFIX}{name}={value}"
            text, found = re.subn(rf"(?m)^{PREFIX}{name}=.*$", line, text)
            text += "" if found else f"{line}\n"
        path.write_text(text)

    def has_recipients(self, *numbers: int) -> None:
        """Certificates in the folder, and test letters opened."""
        folder = self.folder / "etc/infohus/recipients"
        rows = []
        for number in numbers:
            (folder / f"{number}.pem").write_bytes(certificate(rsa_key(number)))
            rows.append(
                f'[[recipient]]\naddress = "m{number}@test.example"\nname = "M{number}"\n'
                f'certificate = "{number}.pem"\ntest_letter_opened = 2026-11-02\n'
            )
        (folder / "recipients.toml").write_text("".join(rows))
