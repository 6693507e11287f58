"""The web server over real sockets: nothing on disk, nobody cut off."""

import gc
import http.client
import os
import socket
import threading
import weakref
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import pytest

from intake.serving import BODY_LIMIT, lines
from intake.serving.server import PAGE_LIMIT, Server, adjustments
from intake.settings import Listen
from tests.servers import free_port, until
from tests.servers.names import has_addresses

HERE = Listen(host="127.0.0.1", port=0)
Environ = dict[str, Any]


class Running:
    """A server in a thread, ended with the test."""

    def __init__(self, app: Callable[..., Iterable[bytes]], listen: Listen = HERE) -> None:
        self.server = Server(app, listen)
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()

    def ask(self, method: str = "GET", path: str = "/", body: bytes | None = None) -> bytes:
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        line.request(method, path, body)
        answer = line.getresponse().read()
        line.close()
        return answer

    def end(self) -> None:
        self.server.stop()
        self.thread.join(20)
        assert not self.thread.is_alive()


def open_files() -> set[str]:
    """Every file this process has open, deleted ones too."""
    found = set()
    for number in os.listdir("/proc/self/fd"):
        try:
            found.add(os.readlink(f"/proc/self/fd/{number}"))
        except FileNotFoundError:
            continue
    return {name for name in found if name.startswith("/")}


def test_the_largest_body_and_page_never_become_a_file() -> None:
    """waitress puts what is over its marks in a temp file: ours lie above the limits."""
    seen: list[set[str]] = []

    def app(environ: Environ, start: Callable[..., object]) -> list[bytes]:
        seen.append(open_files() - before)
        body = environ["wsgi.input"].read()
        start("200 OK", [("Content-Type", "text/plain")])
        return [body, b"x" * (PAGE_LIMIT - len(body) - 1000)]

    running = Running(app)
    before = open_files()
    answer = running.ask("POST", body=b"y" * (BODY_LIMIT - 1))
    running.end()
    assert len(answer) == PAGE_LIMIT - 1000
    assert seen == [set()]


def test_the_marks_of_the_server_lie_above_the_limits() -> None:
    """Guards the settings that the test above relies on."""
    found = adjustments()
    assert found["inbuf_overflow"] > found["max_request_body_size"]
    assert found["outbuf_overflow"] >= PAGE_LIMIT
    assert found["expose_tracebacks"] is False
    assert found["ident"] is None


def test_a_request_in_flight_is_finished_and_a_new_one_turned_away() -> None:
    """SIGTERM in the middle of a Send must not lose the receipt."""
    inside, go_on = threading.Event(), threading.Event()

    def app(environ: Environ, start: Callable[..., object]) -> list[bytes]:
        inside.set()
        assert go_on.wait(20)
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"received"]

    running = Running(app)
    answers: list[bytes] = []
    asking = threading.Thread(target=lambda: answers.append(running.ask()))
    asking.start()
    assert inside.wait(20)
    running.server.stop()
    while True:
        try:
            socket.create_connection(("127.0.0.1", running.server.port), timeout=5).close()
        except ConnectionError:
            break
    go_on.set()
    asking.join(20)
    running.end()
    assert answers == [b"received"]


def test_a_body_that_stops_coming_is_given_up_without_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After the deadline the line is closed; nobody is told that half a letter came."""
    monkeypatch.setattr(lines, "SLOWEST_SECONDS", 1)

    def app(environ: Environ, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"whole"]

    running = Running(app)
    with socket.create_connection(("127.0.0.1", running.server.port), timeout=20) as line:
        line.sendall(b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab")
        assert line.recv(1000) == b""
    monkeypatch.undo()
    assert running.ask() == b"whole"
    running.end()


def test_who_holds_most_of_the_memory_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that nobody fetches, and bodies that never end: others are still served."""
    page, most = b"x" * 4_000_000, 10_000_000
    monkeypatch.setattr(lines, "MOST_HELD", most)

    def app(environ: Environ, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [page if environ["PATH_INFO"] == "/large" else b"small"]

    running = Running(app)
    half = b"POST / HTTP/1.1\r\nContent-Length: 3000000\r\n\r\n" + b"y" * 2_000_000
    asked = [b"GET /large HTTP/1.1\r\n\r\n"] * 10 + [half] * 10
    opened = [socket.create_connection(("127.0.0.1", running.server.port), 20) for _ in asked]
    try:
        for line, raw in zip(opened, asked, strict=True):
            with suppress(OSError):  # it has hung up already
                line.sendall(raw)
        mine = running.server
        assert until(lambda: running.ask() == b"small" and len(mine.channels) <= len(opened) - 5)
        assert until(lambda: sum(lines.held(one) for one in list(mine.channels)) <= most)
    finally:
        for line in opened:
            line.close()
        running.end()


def test_who_never_reads_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that takes nothing more would stand for ever: a few hundred, and nobody gets in."""

    def app(environ: Environ, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"x" * 10_000_000]

    running = Running(app)
    line = socket.create_connection(("127.0.0.1", running.server.port), timeout=20)
    try:
        line.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert until(lambda: len(running.server.channels) == 1)
        monkeypatch.setattr(lines, "SLOWEST_SECONDS", 1)
        assert until(lambda: not running.server.channels)
    finally:
        line.close()
        running.end()


@pytest.mark.parametrize("half", [b"GET / HTT", b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab"])
def test_half_a_request_does_not_keep_the_server_from_ending(half: bytes) -> None:
    """A client that never goes on costs nothing at the end."""

    def app(environ: Environ, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [b""]

    running = Running(app)
    with socket.create_connection(("127.0.0.1", running.server.port), timeout=5) as line:
        line.sendall(half)
        running.ask()
        running.server.stop()
        running.thread.join(20)
        assert not running.thread.is_alive()


def test_a_name_with_two_addresses_is_served_at_both_and_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`localhost` is often two; a proxy may ask at either, and SIGTERM ends both."""
    port = free_port()
    has_addresses(monkeypatch, "localhost", "127.0.0.1", "::1")

    def app(environ: Environ, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [environ["REMOTE_ADDR"].encode()]

    running = Running(app, Listen(host="localhost", port=port))
    monkeypatch.undo()
    assert running.server.port == port
    for address in ("127.0.0.1", "::1"):
        line = http.client.HTTPConnection(address, port, timeout=20)
        line.request("GET", "/")
        assert line.getresponse().read() == address.encode()
        line.close()
    running.end()
    for address in ("127.0.0.1", "::1"):
        with pytest.raises(ConnectionError):
            socket.create_connection((address, port), timeout=5)


def test_what_holds_itself_is_gone_soon_after_the_answer() -> None:
    """A form and its page do; Python left to itself would look some thousand objects later."""
    typed: list[weakref.ref[Typed]] = []

    def app(environ: Environ, start: Callable[..., object]) -> list[bytes]:
        typed.append(weakref.ref(Typed()))
        start("200 OK", [("Content-Type", "text/plain")])
        return [b""]

    running = Running(app)
    gc.disable()
    try:
        running.ask()
        assert until(lambda: typed[0]() is None)
    finally:
        gc.enable()
        running.end()


class Typed:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.itself = self
