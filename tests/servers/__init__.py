"""Servers that the tests start themselves, on free ports of this machine, and stop."""

import socket
import threading
import time
from collections.abc import Callable


def free_port() -> int:
    """A port of 127.0.0.1 that nobody had a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        assert isinstance(port, int)
        return port


def until(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether something that other processes do came true in time."""
    end = time.monotonic() + seconds
    never = threading.Event()
    while not condition():
        if time.monotonic() > end:
            return False
        never.wait(0.02)
    return True
