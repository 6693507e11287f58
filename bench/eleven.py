"""Eleven municipalities on one machine: what each costs of memory, disk and processors.

Form and forwarder of each run as the units start them, so that what they share is what they share
there: the files of the code, and nothing else.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from bench.asking import CheckPages, Line, read
from bench.hanging import drained
from bench.installed import Environ, Installed, build
from bench.mail import mail_sink
from bench.result import Measured, Scale
from bench.serving import told_about_memory
from demonstration.plan import free_port

MUNICIPALITIES = 11
"""Of the region."""
LETTERS = 20
"""Through each; a municipality's year has fewer days with one."""
MOST_MEGABYTES = 90.0
"""Of form and forwarder together; 132 before each loaded its own half and gave back what it took
for a moment (with the closed loop switched on, as here).
"""
AS_INSTALLED = (
    "import runpy, sys; sys.modules['babel'] = None; runpy.run_module('intake', None, '__main__')"
)
"""Without a library that is here for the site alone, and that WTForms loads where it is."""
LONGEST_START = 120.0
REST_SECONDS = 30.0
"""Nobody asks, and nothing waits; the form's own look comes every twenty seconds."""
_PRIVATE = ("Private_Clean:", "Private_Dirty:")


def measure(scale: Scale) -> list[Measured]:
    """When pages and letters have passed through each, and then at rest."""
    with tempfile.TemporaryDirectory(prefix="infohus-eleven-") as folder:
        with running(Path(folder)) as region:
            empty, before = on_disk(region), on_disk(region, "")
            for municipality in region:
                works(municipality)
            forms = [private_megabytes(each.form.pid) for each in region]
            forwarders = [private_megabytes(each.forwarder.pid) for each in region]
            at_rest = processors(region)
        for municipality in region:
            municipality.settle()
        kept = on_disk(region, "") - before
    return [
        *of_memory(forms, forwarders),
        Measured(name="processors at rest, of eleven pairs", value=at_rest, unit="of one"),
        Measured(name="disk of an empty outbox, of eleven", value=empty, unit="MB"),
        Measured(name="disk of a kept letter", value=1_000 * kept / LETTERS, unit="kB"),
    ]


def of_memory(forms: list[float], forwarders: list[float]) -> list[Measured]:
    """Private memory of form, forwarder and both."""
    of_all = sum(forms + forwarders)
    values = {
        "a form": sum(forms) / len(forms),
        "a forwarder": sum(forwarders) / len(forwarders),
        "a municipality": of_all / len(forms),
        "all": of_all,
    }
    return [
        Measured(
            name=f"private memory of {what}, of eleven",
            value=value,
            unit="MB",
            limit=MOST_MEGABYTES if what == "a municipality" else None,
        )
        for what, value in values.items()
    ]


class Municipality:
    """One installation and its two processes."""

    def __init__(self, installed: Installed) -> None:
        self.installed, self.port, self._ops = installed, free_port(), free_port()
        self.form = self._start("web", OPS_LISTEN=f"127.0.0.1:{self._ops}")
        self.forwarder = self._start("forward")

    def _start(self, command: str, **more: str) -> "subprocess.Popen[bytes]":
        values = {"LISTEN": f"127.0.0.1:{self.port}"} | more
        environ: Environ = {"PATH": os.environ["PATH"]} | self.installed.environ
        environ |= {f"INFOHUS_{name}": value for name, value in values.items()}
        if command == "web":
            environ |= told_about_memory()
        return subprocess.Popen([sys.executable, "-c", AS_INSTALLED, command], env=environ)

    def settle(self) -> None:
        """What SQLite has in its log goes into the file: a service that ended left it there."""
        with closing(sqlite3.connect(self.installed.folder / "outbox.sqlite")) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        """End both as systemd does."""
        for process in (self.form, self.forwarder):
            process.terminate()
        for process in (self.form, self.forwarder):
            process.wait(60)


@contextmanager
def running(folder: Path, number: int = MUNICIPALITIES) -> Iterator[list[Municipality]]:
    """So many, each ready."""
    with mail_sink() as sink, ExitStack() as stack:
        region: list[Municipality] = []
        for each in range(number):
            own = folder / str(each)
            installed = build(own, smtp_port=sink.port, smtp_ca=sink.ca_file, loop="questions")
            region.append(Municipality(installed))
            stack.callback(region[-1].close)
        for municipality in region:
            is_ready(municipality.port)
        yield region


def is_ready(port: int) -> None:
    """Return when somebody listens there. Raises `RuntimeError`."""
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise RuntimeError("a form is not ready in time")


def works(municipality: Municipality) -> None:
    """Pages are read and letters sent, and the forwarder has handed them on."""
    pages = CheckPages.of(municipality.installed)
    with Line(municipality.port) as line:
        for _ in range(LETTERS):
            line.ask(read("/skriv"))
            line.accept(pages.send())
    drained(municipality.installed)


def private_megabytes(pid: int) -> float:
    """What would be free if the process ended (`smaps_rollup`)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    kilobytes = sum(int(line.split()[1]) for line in lines if line.startswith(_PRIVATE))
    return kilobytes / 1_000


def processors(region: list[Municipality]) -> float:
    """How much of one, while nobody asks any of them."""
    processes = [process.pid for each in region for process in (each.form, each.forwarder)]
    before = sum(map(processor_seconds, processes))
    time.sleep(REST_SECONDS)
    return (sum(map(processor_seconds, processes)) - before) / REST_SECONDS


def processor_seconds(pid: int) -> float:
    """What a process has used so far (`/proc/PID/stat`, after its name)."""
    figures = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(figures[11]) + int(figures[12])) / os.sysconf("SC_CLK_TCK")


def on_disk(region: list[Municipality], beside: str = "*") -> float:
    """MB of an outbox with what lies beside it, in the middle of all."""
    name = f"outbox.sqlite{beside}"
    files = (file for each in region for file in each.installed.folder.glob(name))
    return sum(file.stat().st_size for file in files) / len(region) / 1_000_000


if __name__ == "__main__":
    for figure in measure(Scale()):
        print(f"{figure.name}: {figure.value:.1f} {figure.unit}")
