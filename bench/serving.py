"""The processes that are measured: the form's, the forwarder's and the floor's, each on its own.

All are begun as the form's unit begins its own, so that the C library does the same in each.

The form is put together as `intake.operating.run` does it, with one difference: its hourly budgets
of letters are so large that they are never used up. They are asked all the same.
"""

import multiprocessing
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.floor import floor_app
from bench.installed import Environ
from bench.letters import without_pdf
from intake.accepting import Budget, Limits
from intake.installation import Installation
from intake.operating import forward, hardening
from intake.sealing import Outside, Sealer
from intake.sending_half import SendingHalf
from intake.serving import Application, Server, keep_little, settle, silence, stop_at_signals
from intake.settings import Listen, Settings
from intake.web import create_app

NEVER = 1_000_000_000
ENDLESS = Budget(per_address=NEVER, unmarked=NEVER, marked=NEVER)
WEB_UNIT = Path(__file__).parents[1] / "deploy" / "systemd" / "infohus-web.service"
LONGEST_START = 60.0
LONGEST_END = 120.0
Told = Connection
"""Through which a process tells the port that it listens on."""


def form(told: Told, environ: Environ, port: int = 0) -> None:
    """Show and accept, the letter with all its files."""
    installation = Installation.load(Settings.from_env(environ, form=True))
    _accept(told, installation, installation.sealer, port)


def form_without_pdf(told: Told, environ: Environ, port: int = 0) -> None:
    """The same, the letter without its PDF files."""
    installation = Installation.load(Settings.from_env(environ, form=True))
    words, write = without_pdf(installation.procedure())
    outside = Outside(sender=installation.settings.sender, subject=words["outside.subject"])
    sealer = Sealer(installation.people, installation.signer, write, outside)
    _accept(told, installation, sealer, port)


def _accept(told: Told, installation: Installation, sealer: Sealer, port: int) -> None:
    hardening.shut()
    keep_little()
    limits = Limits(ENDLESS, free_bytes=installation.outbox.free_bytes)
    infohus = installation.infohus()
    infohus = replace(infohus, clerk=replace(infohus.clerk, limits=limits, sealer=sealer))
    app = create_app(infohus).wsgi_app
    infohus.clerk.store.start()
    settle()
    _serve(told, app, port)


def floor(told: Told, folder: Path, certificates: tuple[bytes, ...]) -> None:
    """The least that a durable, encrypted form can do, behind the same server."""
    _serve(told, floor_app(folder, certificates).wsgi_app, 0)


def _serve(told: Told, app: Application, port: int) -> None:
    silence()
    server = Server(app, Listen(host="127.0.0.1", port=port))
    stop_at_signals(server.stop)
    told.send(server.port)
    server.run()


def forwarder(told: Told, environ: Environ) -> None:
    """Send what the store holds, as in production."""
    half = SendingHalf.load(Settings.from_env(environ, mail=True))
    forward.forward(half, lambda: told.send(0))


def told_about_memory() -> Environ:
    """What the form's unit tells Python and its C library, before the process begins."""
    pattern = r"(?m)^Environment=(PYTHONMALLOC|GLIBC_TUNABLES)=(\S+)$"
    told = dict(re.findall(pattern, WEB_UNIT.read_text("utf-8")))
    assert len(told) == 2
    return told


@contextmanager
def environment(of: Environ) -> Iterator[None]:
    """What is begun meanwhile has these too."""
    os.environ.update(of)
    try:
        yield
    finally:
        for name in of:
            del os.environ[name]


class Part:
    """One process; `with` starts it, waits until it is ready, and ends it as systemd does."""

    def __init__(self, target: Callable[..., None], *given: Any) -> None:
        self._target, self._given = target, given
        self._process: Any = None
        self.port = 0

    def __enter__(self) -> "Part":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start; raises `RuntimeError` when it does not come up."""
        spawn = multiprocessing.get_context("spawn")
        reading, writing = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=self._target, args=(writing, *self._given))
        with environment(told_about_memory()):
            self._process.start()
        writing.close()
        try:
            if not reading.poll(LONGEST_START):
                raise RuntimeError(f"{self._target.__name__} is not ready in time")
            self.port = reading.recv()
        except EOFError:
            raise RuntimeError(f"{self._target.__name__} ended at its start") from None
        finally:
            reading.close()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it. Raises `RuntimeError` when it does not end, or ends badly when asked to."""
        process, self._process = self._process, None
        if process is None:
            return
        os.kill(process.pid, how)
        process.join(LONGEST_END)
        code = process.exitcode
        if code is None:
            process.kill()
        process.join()
        process.close()
        if code not in (0, -how):
            raise RuntimeError(f"{self._target.__name__} ended with {code}")

    @property
    def megabytes(self) -> float:
        """Memory that is its own or shared, as the kernel counts it (RSS)."""
        return megabytes_of(self._process.pid)

    @property
    def handles(self) -> int:
        """Open files, sockets and pipes."""
        return len(os.listdir(f"/proc/{self._process.pid}/fd"))


def own_megabytes() -> float:
    """Of the process that asks."""
    return megabytes_of(os.getpid())


def megabytes_of(process: int) -> float:
    """RSS. Raises `OSError` when there is no such process."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(resident.split()[1]) / 1024
