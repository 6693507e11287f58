"""Accepting while the mail server hangs, against accepting while it answers.

The form and the forwarder are two processes on one store. The server that hangs takes a connection
and never says a word.
"""

import socket
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from bench import serving
from bench.asking import CheckPages, Line
from bench.installed import Installed, build
from bench.mail import mail_sink
from bench.result import Measured, Scale
from bench.serving import Part

LIMIT = 1.1
LONGEST_DRAIN = 300.0
Ask = Callable[[], float]
"""Sends letters and gives the seconds of the middle one."""


def ask(port: int, pages: CheckPages, letters: int) -> float:
    """Seconds of the middle one of so many letters."""
    ready = [pages.send() for _ in range(letters)]
    with Line(port) as line:
        return statistics.median(line.accept(letter) for letter in ready)


def drained(installed: Installed) -> None:
    """Return when nothing waits: both begin with no more to do than the other."""
    outbox, end = installed.outbox(), time.monotonic() + LONGEST_DRAIN
    with closing(outbox):
        while outbox.count(int(time.time())).waiting:
            if time.monotonic() > end:
                raise RuntimeError("letters still wait")
            time.sleep(0.02)


class Silent:
    """A mail server that takes a connection and never says a word."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._socket.getsockname()[1])

    def hang_up(self) -> None:
        """End every connection there is."""
        self._socket.setblocking(False)
        with suppress(BlockingIOError):
            while True:
                self._socket.accept()[0].close()

    def close(self) -> None:
        self._socket.close()


def hanging(installed: Installed, silent: Silent, ask_now: Ask) -> float:
    """With a forwarder that waits for a greeting."""
    with Part(serving.forwarder, installed.environ | {"INFOHUS_SMTP_PORT": str(silent.port)}):
        try:
            return ask_now()
        finally:
            silent.hang_up()


def answering(installed: Installed, ask_now: Ask) -> float:
    """With a forwarder that sends each letter on as it comes."""
    with Part(serving.forwarder, installed.environ):
        drained(installed)
        return ask_now()


def measure(scale: Scale) -> list[Measured]:
    """Both in turn, with a forwarder of its own each time."""
    with (
        tempfile.TemporaryDirectory(prefix="infohus-bench-") as folder,
        closing(Silent()) as silent,
        mail_sink() as sink,
    ):
        installed = build(Path(folder) / "installed", smtp_port=sink.port, smtp_ca=sink.ca_file)
        pages = CheckPages.of(installed)
        with Part(serving.form, installed.environ) as form:

            def ask_now() -> float:
                return ask(form.port, pages, scale.letters)

            ask_now()  # warm
            pairs = [
                (hanging(installed, silent, ask_now), answering(installed, ask_now))
                for _ in range(scale.rounds)
            ]
    ratio = statistics.median(hung / answered for hung, answered in pairs)
    name = "accepting while the mail server hangs, over while it answers"
    return [Measured(name=name, value=ratio, limit=LIMIT)]
