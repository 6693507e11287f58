"""`python -m intake web` with a witness inside: every file that Python opens to write in.

Prints one line of JSON at its end. `careless` gives the web server its usual marks, over which it
puts bodies and pages in temporary files: the decoy.
"""

import ctypes
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from intake.__main__ import main
from intake.serving import server

PR_GET_DUMPABLE = 3  # prctl(2)
TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT
USUAL_MARK = 100_000


def watch(written: set[str]) -> Callable[[str, tuple[Any, ...]], None]:
    """Notes what is opened to be written in, also where it gets no name."""

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(given[2], int) and given[2] & TO_WRITE:
            written.add(str(given[0]))
        if event.startswith("tempfile."):
            written.add(event)

    return hook


def careless() -> None:
    """What the marks are when nobody sets them."""
    careful = server.adjustments
    marks = {"inbuf_overflow": USUAL_MARK, "outbuf_overflow": USUAL_MARK}
    server.adjustments = lambda: careful() | marks


if __name__ == "__main__":
    seen: set[str] = set()
    if "careless" in sys.argv:
        careless()
    sys.addaudithook(watch(seen))
    ended = 0
    try:
        main(["web"])
    except SystemExit as end:
        ended = int(end.code or 0)
    dumpable = ctypes.CDLL(None).prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)
    print(json.dumps({"written": sorted(seen), "dumpable": dumpable}), flush=True)
    sys.exit(ended)
