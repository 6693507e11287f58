"""systemd is told that a process lives; a signal tests the alarm."""

import os
import signal
import socket
from pathlib import Path

import pytest

from intake.alarm import Alarm, Word
from intake.operating.notify import alive, begun, rings_at_signal
from tests.servers import until


@pytest.mark.parametrize("abstract", [False, True])
def test_the_watchdog_hears_that_we_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, abstract: bool
) -> None:
    """By sd_notify's own protocol, at a path or at an abstract name."""
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(f"\0{path}" if abstract else path)
        systemd.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{path}" if abstract else path)
        alive()
        assert systemd.recv(100) == b"WATCHDOG=1"
        begun()
        assert systemd.recv(100) == b"READY=1"


def test_where_nobody_asks_nobody_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No systemd, or one that went away, is no reason to stop sending letters."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    alive()
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    alive()


def test_a_signal_rings_each_time() -> None:
    """From inside the process, whatever it does; not once a day only."""
    rung: list[Word] = []
    before = signal.getsignal(signal.SIGUSR1)

    def road(word: Word) -> str:
        rung.append(word)
        return ""

    try:
        rings_at_signal(Alarm(road))
        for count in (1, 2):
            os.kill(os.getpid(), signal.SIGUSR1)
            assert until(lambda wanted=count: len(rung) == wanted)  # type: ignore[misc]
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert rung == [Word.TEST] * 2
