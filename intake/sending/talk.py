"""A connection on which a whole talk has an end and keeps step, however the server behaves.

`smtplib` bounds each wait; a server that drips one byte at a time could still stretch a talk beyond
the letter's lease. Here every wait is also bounded by the end of the talk. And nothing is said to a
server that was not silent since its last reply: only so is the next reply the answer to it.
"""

import re
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from intake.sending.replies import OutOfStep, Replies

_CHUNK = 65_536
_DOT_FIRST = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How slow a server may be."""

    step_seconds: float
    """Longest silence."""
    end: float
    """When the talk must be over, by `time.monotonic`."""


class Talk(smtplib.SMTP):
    """In clear until `starttls`."""

    def __init__(self, server: tuple[str, int], pace: Pace, us: str) -> None:
        """Connect to host and port, and hear the greeting. Raises `OSError`, `SMTPException`."""
        self._step_seconds, self._end = pace.step_seconds, pace.end
        self._replies = Replies(lambda most: self._ready().recv(most))
        super().__init__(*server, local_hostname=us)
        if self.sock is not None:
            # Else the second half of a letter waits 40 ms for the server to confirm the first.
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def until(self, end: float) -> None:
        """What follows must be over then, by `time.monotonic`."""
        self._end = end

    def getreply(self) -> tuple[int, bytes]:
        """One reply. Raises `OSError` and `SMTPException`, and then the connection is closed."""
        try:
            return self._replies.read()
        except BaseException:
            self.close()
            raise

    def send(self, s: Any) -> None:
        """All of `s`, to a server that waits for it. Raises `OSError` and `SMTPException`."""
        said = s.encode("ascii") if isinstance(s, str) else bytes(s)
        if self._replies.waiting or self._speaks():
            raise OutOfStep("words unasked")
        for start in range(0, len(said), _CHUNK):
            self._ready().sendall(said[start : start + _CHUNK])

    def letter(self, mail: bytes) -> tuple[int, bytes]:
        """The reply to the letter's last dot; the server must have asked for the letter."""
        dotted = _DOT_FIRST.sub(b"..", mail)
        self.send(dotted if dotted.endswith(b"\r\n") else dotted + b"\r\n")
        return self.docmd(".")

    def _speaks(self) -> bool:
        """Whether the server said something since its last reply."""
        line = self._ready()
        line.settimeout(0)
        with suppress(BlockingIOError, ssl.SSLWantReadError):
            if not line.recv(1):
                raise smtplib.SMTPServerDisconnected
            return True
        return False

    def _ready(self) -> socket.socket:
        """The socket, given the time that is left. Raises `TimeoutError` when there is none."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        self.sock.settimeout(self._left())
        return self.sock

    def _left(self) -> float:
        left = min(self._end - time.monotonic(), self._step_seconds)
        if left <= 0:
            raise TimeoutError
        return left

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """A connection to the first address that answers, while there is time."""
        trouble: OSError = TimeoutError()
        for *_, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            try:
                return socket.create_connection((str(where[0]), port), self._left())
            except OSError as failed:
                trouble = failed
        raise trouble


class TalkInTls(Talk):
    """In TLS from the first byte."""

    def __init__(
        self, server: tuple[str, int], pace: Pace, us: str, context: ssl.SSLContext
    ) -> None:
        """Connect to host and port. Raises `OSError` and `SMTPException`."""
        self._context = context
        super().__init__(server, pace, us)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = super()._get_socket(host, port, timeout)
        return self._context.wrap_socket(line, server_hostname=host)
