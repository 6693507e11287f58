"""The same kinds of harm through a real Caddy, over TLS, each from an address of its own.

Each attack is a process; it asks as fast as it goes until it is ended.
"""

import itertools
import multiprocessing
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.deploy.front import HOST
from tests.servers.tls import authority

THREADS = 6
SLOW_LINES = 420
HEAD = (
    f"POST /skriv HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
)
READ = f"GET /skriv HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
LARGE = f"{HEAD}Connection: close\r\nContent-Length: 2900000\r\n\r\n".encode() + b"a" * 2_900_000
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
Attack = Callable[[int], None]


def line_to(port: int, source: str, *protocols: str) -> ssl.SSLSocket:
    """A line over TLS from this address."""
    context = ssl.create_default_context(cafile=str(authority().ca_file))
    context.set_alpn_protocols(list(protocols) or ["http/1.1"])
    line = socket.create_connection(("127.0.0.1", port), 20, (source, 0))
    return context.wrap_socket(line, server_hostname=HOST)


def handshakes(port: int) -> None:
    """A line, a page, another line."""
    _pour(lambda: _say(port, "127.0.0.66", READ))


def large(port: int) -> None:
    """Bodies that are as large as is passed on."""
    _pour(lambda: _say(port, "127.0.0.67", LARGE))


def resets(port: int) -> None:
    """HTTP/2, where it is spoken: a stream opened and reset, again and again."""
    header = b"\x82\x87\x84\x41\x86\xa0\xe4\x1d\x13\x9d\x09"

    def streams() -> None:
        with line_to(port, "127.0.0.68", "h2", "http/1.1") as line:
            line.sendall(PREFACE)
            for number in range(1, 2_000_000, 2):
                stream = number.to_bytes(4, "big")
                opened = len(header).to_bytes(3, "big") + b"\x01\x05" + stream + header
                line.sendall(opened + b"\x00\x00\x04\x03\x00" + stream + b"\x00\x00\x00\x08")

    _pour(streams)


def slow(port: int) -> None:
    """Lines that say a few bytes a second and never come to an end."""
    lines: list[ssl.SSLSocket] = []
    for _ in itertools.count():
        with suppress(OSError):
            while len(lines) < SLOW_LINES:
                lines.append(line_to(port, "127.0.0.69"))
                lines[-1].sendall(f"{HEAD}Content-Length: 200000\r\n\r\n".encode())
        for line in list(lines):
            try:
                line.sendall(b"a" * 42)
            except OSError:
                lines.remove(line)
        threading.Event().wait(1)


KINDS: tuple[Attack, ...] = (handshakes, large, resets, slow)


@contextmanager
def under(port: int, *kinds: Attack) -> Iterator[None]:
    """These attacks at once, while the `with` block runs."""
    fork = multiprocessing.get_context("fork")
    working = [fork.Process(target=kind, args=(port,), daemon=True) for kind in kinds]
    for process in working:
        process.start()
    try:
        yield
    finally:
        for process in working:
            process.kill()
            process.join()


def _say(port: int, source: str, question: bytes) -> None:
    with line_to(port, source) as line:
        line.sendall(question)
        while line.recv(65_536):
            pass


def _pour(act: Callable[[], None]) -> None:
    def work() -> None:
        while True:
            with suppress(OSError):
                act()

    for _ in range(THREADS - 1):
        threading.Thread(target=work, daemon=True).start()
    work()
