"""Orca, the screen reader, on a screen and a bus of its own; what it says is read from its log."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines.screen import screen
from tests.servers import until

LONGEST_SECONDS = 60
SPOKEN = re.compile(r"SPEECH OUTPUT: '(.*?)'(?:\{[^{}]*\})?$", re.MULTILINE)


class Orca:
    """What was said, and what of it is new."""

    def __init__(self, log: Path, surroundings: dict[str, str]) -> None:
        self._log = log
        self._heard = 0
        self.surroundings = surroundings
        """In which a program must run to be read aloud."""

    def said(self) -> list[str]:
        """Everything, piece by piece."""
        return SPOKEN.findall(self._log.read_text(encoding="utf-8", errors="replace"))

    def hears(self, words: str) -> list[str]:
        """What has been said since the last time, when these words are among it."""
        begin = self._heard
        came = until(lambda: any(words in each for each in self.said()[begin:]), LONGEST_SECONDS)
        new = self.said()[begin:]
        assert came, f"{words!r} is not in {new}"
        self._heard = begin + len(new)
        return new


@contextmanager
def orca(folder: Path) -> Iterator[Orca]:
    """It listens to whatever is started in its surroundings."""
    log = folder / "orca.log"
    with screen() as display, (folder / "errors").open("wb") as errors:
        surroundings = {
            "DISPLAY": display,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "GNOME_ACCESSIBILITY": "1",
            "LC_ALL": "C.UTF-8",
        }
        environ = os.environ | surroundings
        command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
        with subprocess.Popen(
            command, env=environ, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as bus:
            assert bus.stdout is not None
            surroundings["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
            reader = subprocess.Popen(
                ["orca", "--replace", "--disable", "braille", "--debug-file", str(log)],
                env=os.environ | surroundings,
                stdout=errors,
                stderr=errors,
            )
            try:
                assert until(log.exists, LONGEST_SECONDS), "Orca did not start"
                yield Orca(log, surroundings)
            finally:
                for process in (reader, bus):
                    process.terminate()
                    process.wait(LONGEST_SECONDS)
