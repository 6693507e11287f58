"""Servers that the tests start themselves, on free ports of this machine, and stop."""

import threading
import time
from collections.abc import Callable

from demonstration.plan import free_port

__all__ = ["free_port", "until"]

LONGEST_SECONDS = 120.0


def until(condition: Callable[[], bool], seconds: float = LONGEST_SECONDS) -> bool:
    """Whether something that other processes do came true, however busy the machine is."""
    end = time.monotonic() + seconds
    never = threading.Event()
    while not condition():
        if time.monotonic() > end:
            return False
        never.wait(0.02)
    return True
