"""`python -m intake web`, in a process of its own, with all that it writes in one folder."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

from bench.serving import told_about_memory
from tests.intake.operating.conftest import House
from tests.places import ROOT
from tests.servers import free_port, until

READER = "127.0.0.77"
"""The address that a reader has: it must be found nowhere."""
PROGRAM = "Infohus-Reader/77.4"
"""The program that a reader uses: it must be found nowhere."""


class Service:
    """The form on a real socket; settings may be changed by their short names."""

    program: tuple[str, ...] = ("intake", "web")
    starter: tuple[str, ...] = ()
    """What starts the program, as systemd would."""

    def __init__(self, house: House, **changes: str) -> None:
        self.house, self.port, self.ops_port = house, free_port(), free_port()
        self.temporary = house.folder / "temporary"
        self.temporary.mkdir(exist_ok=True)
        values = {
            "LISTEN": f"127.0.0.1:{self.port}",
            "OPS_LISTEN": f"127.0.0.1:{self.ops_port}",
            "ORIGIN": "https://localhost",
        } | changes
        self._answers = self.port if values["LISTEN"][0].isdigit() else self.ops_port
        ours = {f"INFOHUS_{name}": value for name, value in values.items()}
        self.environ = {"PATH": os.environ["PATH"], "TMPDIR": str(self.temporary)}
        self.environ |= told_about_memory() | house.environ | ours
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Service":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process that serves."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start, and wait until it listens."""
        with (self.house.folder / f"output{self.port}").open("ab") as log:
            self._process = subprocess.Popen(
                [*self.starter, sys.executable, "-m", *self.program],
                env=self.environ,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        if not (self.starter or until(lambda: listens(self._answers))):
            self.stop()
            raise AssertionError("the service does not listen")

    def send(self, number: signal.Signals) -> None:
        """Send the process a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self) -> None:
        """End it as systemd does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.terminate()
            self._process.wait(60)
            self._process = None

    def open_files(self) -> set[str]:
        """Every file it has open, deleted ones too."""
        links = Path(f"/proc/{self.pid}/fd").iterdir()
        names = (os.readlink(one) for one in links if one.is_symlink())
        return {name for name in names if re.match(r"/(?!dev/)", name)}


def listens(port: int) -> bool:
    """Whether somebody answers there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True
