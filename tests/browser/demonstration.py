"""A running demonstration, as a newcomer starts it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from demonstration.plan import free_port
from tests.places import INVENTED, ROOT

FOLDER = ROOT / "build" / "demonstration"
LONGEST_START_SECONDS = 600


@dataclass(frozen=True, kw_only=True)
class Demonstration:
    """Where the parts of it are."""

    origin: str
    inbox: str
    forwarder: int
    written: tuple[Path, ...]
    """Folders that hold all the service may write: its own, its temporary files, its log."""

    def hold_back(self) -> None:
        """Stop the forwarder; it was started by this demonstration."""
        os.kill(self.forwarder, signal.SIGSTOP)

    def let_go(self) -> None:
        """Let it go on."""
        os.kill(self.forwarder, signal.SIGCONT)


@contextmanager
def running(log: Path) -> Iterator[Demonstration]:
    """Start it, wait until it says where it is, and end it with Ctrl-C."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("INFOHUS")}
    environ |= {"PORT": str(free_port()), "TMPDIR": str(log.parent)}
    environ["MUNICIPALITY"] = str(INVENTED)
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "demonstration"],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        watchdog = threading.Timer(LONGEST_START_SECONDS, process.kill)
        watchdog.start()
        try:
            told = said(process)
            watchdog.cancel()
            assert "Ctrl-C" in told, log.read_text() or "it said nothing in time"
            yield Demonstration(
                origin=found(told, r"Site: +(http://\S+)/"),
                inbox=found(told, r"Inbox: +(http://\S+)"),
                forwarder=int(found(told, r"process (\d+)")),
                written=(FOLDER / "service", log.parent),
            )
        finally:
            watchdog.cancel()
            process.send_signal(signal.SIGINT)
            if process.stdout is not None:
                process.stdout.close()
            ended = process.wait(60)
        assert ended == 0, log.read_text()


def said(process: subprocess.Popen[str]) -> str:
    """Everything up to the last line of the beginning."""
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


def found(told: str, pattern: str) -> str:
    match = re.search(pattern, told)
    assert match is not None, told
    return match[1]
