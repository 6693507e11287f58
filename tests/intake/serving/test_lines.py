"""On whom the server hangs up when lines are scarce, and by which clock it gives up on one."""

import socket
import threading
import time
from contextlib import ExitStack
from typing import Any

import pytest

from intake.serving import lines
from intake.serving.server import Server
from intake.settings import Listen
from tests.servers import until

HERE = Listen(host="127.0.0.1", port=0)
PROXY = "127.0.0.1"


def small(environ: dict[str, Any], start: Any) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"small"]


class Running:
    """A server behind a proxy that says who asks, ended with the test."""

    def __init__(self) -> None:
        self.server = Server(small, HERE, PROXY)
        self.thread = threading.Thread(target=self.server.run)

    def __enter__(self) -> "Running":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()
        self.thread.join(20)

    def half(self, stack: ExitStack, reader: str) -> socket.socket:
        """A question that does not end, from this reader."""
        line = stack.enter_context(socket.create_connection((PROXY, self.server.port), 20))
        head = f"POST / HTTP/1.1\r\nX-Forwarded-For: {reader}\r\nContent-Length: 9\r\n\r\nab"
        line.sendall(head.encode())
        return line

    def whole(self, line: socket.socket) -> bytes:
        """The rest of the question, and the answer."""
        line.sendall(b"cdefghi")
        answer = b""
        while not answer.endswith(b"small") and (more := line.recv(10_000)):
            answer += more
        return answer


def test_who_holds_the_most_lines_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred half questions of one /48, and the half question of somebody else."""
    monkeypatch.setattr(lines, "MOST_LINES", 20)
    with Running() as running, ExitStack() as stack:
        mine = running.half(stack, "192.0.2.1")
        for number in range(100):
            running.half(stack, f"2001:db8:1:{number:x}::1")
        assert until(lambda: len(running.server.channels) <= 20)
        assert running.whole(mine).endswith(b"small")


def test_with_many_networks_the_one_with_the_most_goes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A hundred networks with a few lines each lose theirs before anybody with one does."""
    monkeypatch.setattr(lines, "MOST_LINES", 120)
    with Running() as running, ExitStack() as stack:
        honest = [running.half(stack, f"192.0.2.{number}") for number in range(10)]
        for number in range(300):
            running.half(stack, f"10.0.{number % 100}.1")
        assert until(lambda: len(running.server.channels) <= 120)
        assert all(running.whole(line).endswith(b"small") for line in honest)


@pytest.mark.parametrize("jump", [-400 * 86_400, -60, 60, 400 * 86_400])
def test_clock_that_jumps_neither_hurries_nor_spares_a_slow_line(
    monkeypatch: pytest.MonkeyPatch, jump: int
) -> None:
    """waitress reads the wall clock: a line is given up after its seconds all the same."""
    real = time.time
    with Running() as running, ExitStack() as stack:
        slow = running.half(stack, "192.0.2.1")
        assert until(lambda: len(running.server.channels) == 1)
        monkeypatch.setattr(time, "time", lambda: real() + jump)
        assert running.whole(slow).endswith(b"small")
        monkeypatch.setattr(lines, "SLOWEST_SECONDS", 2)
        begun = time.monotonic()
        running.half(stack, "192.0.2.1")
        assert until(lambda: not running.server.channels)
        assert 1 < time.monotonic() - begun < 40
