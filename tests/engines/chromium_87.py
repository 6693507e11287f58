"""Chromium as it was in 2020, in Debian's Qt WebEngine; `qt_driver.py` holds the window."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.engines.screen import screen

SYSTEM_PYTHON = "/usr/bin/python3"
"""It has PyQt5; ours has not."""
DRIVER = Path(__file__).with_name("qt_driver.py")
MIDDLE = """selector => {
  const box = (document.querySelector(selector).scrollIntoView({ block: "center" }),
    document.querySelector(selector).getBoundingClientRect());
  return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
}"""


class OldChromium:
    """One window."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def opens(self, address: str) -> None:
        assert self._do("opens", address), f"{address} did not come"

    def runs(self, function: str, *values: Any) -> Any:
        return self._do("runs", function, *values)

    def presses(self, selector: str) -> None:
        place = self.runs(MIDDLE, selector)
        assert place is not None, f"no {selector}"
        self._do("presses", *place)

    def types(self, text: str) -> None:
        self._do("types", text)

    def closes(self) -> bool:
        """Press the cross of the window; whether it would close, or else the page asked first."""
        return bool(self._do("closes"))

    def _do(self, verb: str, *values: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([verb, *values]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the driver ended"
        return json.loads(answer)


@contextmanager
def old_chromium(folder: Path) -> Iterator[OldChromium]:
    """One window on a screen of its own; all it writes is in the folder."""
    with screen() as display, (folder / "errors").open("wb") as errors:
        environ = {
            "PATH": os.environ["PATH"],
            "DISPLAY": display,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "QTWEBENGINE_DISABLE_SANDBOX": "1",
        }
        process = subprocess.Popen(
            [SYSTEM_PYTHON, str(DRIVER)],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        with process:
            try:
                yield OldChromium(process)
            finally:
                if process.stdin is not None:
                    process.stdin.close()
                process.wait(30)
