"""What a process and systemd tell each other: that it lives, and that the alarm is to be tested."""

import os
import signal
import socket
import threading
from contextlib import suppress

from intake.alarm import Alarm, Word


def alive() -> None:
    """Tell systemd's watchdog (sd_notify(3)); nobody is told where none asks."""
    _tell(b"WATCHDOG=1")


def begun() -> None:
    """Tell systemd that whoever waits for the start may go on: it answers, or said why it waits."""
    _tell(b"READY=1")


def _tell(state: bytes) -> None:
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line, suppress(OSError):
        line.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
        line.sendall(state)


def rings_at_signal(alarm: Alarm) -> None:
    """SIGUSR1 rings `test` from inside this process: only root and its own user can send it."""

    def ring(*_: object) -> None:
        threading.Thread(target=alarm, args=(Word.TEST,), name="test", daemon=True).start()

    signal.signal(signal.SIGUSR1, ring)
