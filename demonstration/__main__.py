"""`python -m demonstration`: everything on this machine, until Ctrl-C."""

import fcntl
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from demonstration import inbox, service
from demonstration.plan import HERE, Plan, make
from intake.outbox import Outbox
from intake.settings import PREFIX

FOLDER = Path("build/demonstration")
USUAL_PORT = 8000
LONGEST_START_SECONDS = 60


def main(environ: Mapping[str, str]) -> int:
    """Refuse to start beside a real installation; else run until stopped."""
    settings = sorted(name for name in environ if name.startswith(PREFIX))
    if settings:
        return fail(f"{', '.join(settings)} is set: this looks like a real installation. Unset it.")
    port = environ.get("PORT") or str(USUAL_PORT)
    if not (port.isdecimal() and 1023 < int(port) < 65535):
        return fail("PORT must be a number from 1024 to 65534.")
    taken = [str(number) for number in (int(port), int(port) + 1) if is_taken(number)]
    if taken:
        return fail(f"Port {' and '.join(taken)} is taken. Try PORT=8100.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return fail("A demonstration runs in this folder already. End it first: Ctrl-C.")
        return show(int(port), Path(environ.get("MUNICIPALITY") or "municipality.toml"))


def show(port: int, municipality: Path) -> int:
    """Build the site of this municipality, and run until stopped."""
    try:
        plan = make(FOLDER, port, municipality)
    except (OSError, ValueError, LookupError) as error:
        return fail(f"{municipality} cannot be shown: {error or type(error).__name__}")
    if not build_site(plan):
        return fail("The site could not be built; the reason stands above.")
    Outbox.create(plan.settings().database)
    service.give_phone_codes(plan)
    return Parts(plan).run()


def is_taken(port: int) -> bool:
    """Whether another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex((HERE, port)) == 0


def build_site(plan: Plan) -> bool:
    """The site of the demonstration's municipality."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    environ = os.environ | {
        "INFOHUS_MUNICIPALITY": str(plan.facts.resolve()),
        "NO_MKDOCS_2_WARNING": "1",
    }
    done = subprocess.run([*command, "-d", str(plan.site.resolve())], env=environ, check=False)  # noqa: S603 our own builder
    return done.returncode == 0


class Parts:
    """Inbox, form and forwarder, each a process of its own; they end together."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._spawn = multiprocessing.get_context("spawn")
        self._running: dict[str, SpawnProcess] = {}

    def run(self) -> int:
        """Start all, say where they are, wait for Ctrl-C or the end of one."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(0))
        plan = self._plan
        try:
            for name, target, given in (
                ("inbox", inbox.run, plan.inbox),
                ("web", service.web, plan),
                ("forwarder", service.forward, plan),
            ):
                if not self._start(name, target, given):
                    return fail(f"The {name} did not start. Is the port taken? Try PORT=8100.")
            self._tell()
            wait([self._running[name].sentinel for name in ("inbox", "web")])
            return fail("A part ended by itself.")
        finally:
            self._end()

    def _start(self, name: str, target: Callable[..., None], given: object) -> bool:
        ready: Any = self._spawn.Event()
        process = self._spawn.Process(target=target, args=(given, ready), name=name)
        self._running[name] = process
        process.start()
        for _ in range(LONGEST_START_SECONDS * 10):
            if ready.wait(0.1):
                return True
            if not process.is_alive():
                return False
        return False

    def _tell(self) -> None:
        forwarder = self._running["forwarder"].pid
        for line in (
            "Letters go to two invented coordinators and, when neither acknowledges, a substitute;",
            "nothing leaves this machine.",
            f"Site:          http://{HERE}:{self._plan.port}/",
            f"Form, Danish:  http://{HERE}:{self._plan.port}/skriv",
            f"Form, English: http://{HERE}:{self._plan.port}/en/write",
            f"Inbox:         http://{HERE}:{self._plan.inbox_port}/",
            f"Acknowledging: http://{HERE}:{self._plan.port}/kvittering",
            f"Telephone:     http://{HERE}:{self._plan.port}/telefon (its code is in the inbox)",
            f"Looking again: http://{HERE}:{self._plan.port}/svar",
            f"Forwarder:     process {forwarder}; kill -STOP {forwarder} holds the letters back,",
            f"               kill -CONT {forwarder} lets them go.",
            "Ctrl-C ends it all.",
        ):
            print(line, flush=True)  # noqa: T201 what the command is for

    def _end(self) -> None:
        for process in self._running.values():
            if process.pid and process.is_alive():
                os.kill(process.pid, signal.SIGCONT)
                process.terminate()
        for process in self._running.values():
            process.join(45)


def fail(told: str) -> int:
    """Say why, and how it ended."""
    print(told, file=sys.stderr)  # noqa: T201 what the command is for
    return 1


if __name__ == "__main__":
    sys.exit(main(os.environ))
