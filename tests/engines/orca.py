"""Orca, the screen reader, on a screen and a bus of its own; what it says is read from its log.

It keeps its log back in a file, by the page, but writes a line at once to a terminal: so it is
given one.
"""

import os
import re
import subprocess
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.engines.screen import screen
from tests.servers import until

LONGEST_SECONDS = 60
QUIET_SECONDS = 1.0
SYSTEM_PYTHON = "/usr/bin/python3"
"""It has the library that Orca itself is built on; ours has not."""
ARROW_DOWN = "0xff54"
PRESS = """import sys, gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi
Atspi.generate_keyboard_event(int(sys.argv[1], 16), None, Atspi.KeySynthType.SYM)"""
"""A key of the keyboard, before any program has it: Orca reads on by keys of its own."""
SPOKEN = re.compile(r"SPEECH OUTPUT: '(.*?)'(?:\{[^{}]*\})?$", re.MULTILINE)


class NotHeard(AssertionError):
    """Nothing was said of it.

    Orca 43 at times takes a heading that has just got the focus for no part of the page, while the
    page is still changing, and is silent (its log: `Changing locusOfFocus ... Notify: False`).
    """


class Orca:
    """What was said, and what of it is new."""

    def __init__(self, surroundings: dict[str, str], kept: Path) -> None:
        """`kept`: where the whole log is left, for whoever asks why something was not heard."""
        self._kept = kept
        self._log = bytearray()
        self._heard = 0
        self.surroundings = surroundings
        """In which a program must run to be read aloud."""

    @property
    def has_begun(self) -> bool:
        """Whether it has written anything."""
        return bool(self._log)

    def listens(self, terminal: int) -> None:
        """Keep what is written there, until it is closed."""
        with suppress(OSError), self._kept.open("wb", buffering=0) as kept:
            while written := os.read(terminal, 65_536):
                self._log += written
                kept.write(written)

    def said(self) -> list[str]:
        """Everything, piece by piece."""
        return SPOKEN.findall(bytes(self._log).decode(errors="replace"))

    def hears(self, words: str) -> list[str]:
        """What has been said since the last time, when these words are among it."""
        begin = self._heard
        came = until(lambda: any(words in each for each in self.said()[begin:]), LONGEST_SECONDS)
        self.settles()
        new = self.said()[begin:]
        if not came:
            raise NotHeard(f"{words!r} is not in {new}")
        self._heard = begin + len(new)
        return new

    def reads_down(self, lines: int) -> str:
        """So many lines on from where it is, as a listener does; all that was said, in one.

        The last thing to do on a walk: Orca 43 takes what has the focus soon after for an effect of
        the arrow, and is silent of it.
        """
        begin = self._heard
        for _ in range(lines):
            command = [SYSTEM_PYTHON, "-c", PRESS, ARROW_DOWN]
            subprocess.run(command, env=os.environ | self.surroundings, check=True)
            self.settles()
        new = self.said()[begin:]
        self._heard = begin + len(new)
        return " ".join(" ".join(new).split())

    def settles(self) -> None:
        """Wait until it has nothing more to do: it works off what happened one by one, later."""
        ends = time.monotonic() + LONGEST_SECONDS
        before = -1
        while before != len(self._log) and time.monotonic() < ends:
            before = len(self._log)
            time.sleep(QUIET_SECONDS)


@contextmanager
def orca(folder: Path) -> Iterator[Orca]:
    """It listens to whatever is started in its surroundings."""
    with ExitStack() as stack:
        surroundings = {
            "DISPLAY": stack.enter_context(screen()),
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "GNOME_ACCESSIBILITY": "1",
            "LC_ALL": "C.UTF-8",
        }
        errors = (folder / "errors").open("wb")
        stack.callback(errors.close)
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            env=os.environ | surroundings,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        stack.callback(_end, bus)
        assert bus.stdout is not None
        surroundings["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        ours, its = os.openpty()
        tty.setraw(its)
        reader = subprocess.Popen(
            ["orca", "--replace", "--disable", "braille", "--debug-file", os.ttyname(its)],
            env=os.environ | surroundings,
            stdout=errors,
            stderr=errors,
        )
        stack.callback(os.close, ours)
        stack.callback(_end, reader)
        stack.callback(os.close, its)  # closed sooner, there would be nothing to listen to
        heard = Orca(surroundings, folder / "orca.log")
        threading.Thread(target=heard.listens, args=(ours,), daemon=True).start()
        assert until(lambda: heard.has_begun, LONGEST_SECONDS), "Orca did not start"
        yield heard


def _end(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Orca does not end when it is asked to."""
    process.kill()
    process.wait(LONGEST_SECONDS)
    if process.stdout is not None:
        process.stdout.close()
