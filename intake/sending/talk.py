"""A connection on which a whole talk has an end, however slow the server is.

`smtplib` bounds each wait; a server that drips one byte at a time could still stretch a talk beyond
the letter's lease. Here every wait is also bounded by the end of the talk.
"""

import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from typing import Any

_CHUNK = 65_536


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How slow a server may be."""

    step_seconds: float
    talk_seconds: float


class Talk(smtplib.SMTP):
    """In clear until `starttls`."""

    def __init__(self, server: tuple[str, int], pace: Pace, us: str, **more: Any) -> None:
        """Connect to host and port. Raises `OSError` and `SMTPException`."""
        self._pace = pace
        self.hurry(pace.talk_seconds)
        super().__init__(*server, local_hostname=us, timeout=pace.step_seconds, **more)
        if self.sock is not None:
            # Else the second half of a letter waits 40 ms for the server to confirm the first.
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def hurry(self, seconds: float) -> None:
        """What follows must be over within `seconds`."""
        self._end = time.monotonic() + seconds

    def ready(self) -> socket.socket:
        """The socket, given the time that is left. Raises `TimeoutError` when there is none."""
        left = min(self._end - time.monotonic(), self._pace.step_seconds)
        if left <= 0 or self.sock is None:
            raise TimeoutError
        self.sock.settimeout(left)
        return self.sock

    def getreply(self) -> tuple[int, bytes]:
        """One answer, read by us. What came in clear before TLS is forgotten with its reader."""
        if self.file is None:
            self.file = _Lines(self)
        return super().getreply()

    def send(self, s: Any) -> None:
        """All of `s`. Raises `SMTPServerDisconnected`."""
        data = s.encode("ascii") if isinstance(s, str) else bytes(s)
        for start in range(0, len(data), _CHUNK):
            if self.sock is not None:
                self.ready()
            super().send(data[start : start + _CHUNK])


class TalkInTls(Talk, smtplib.SMTP_SSL):
    """In TLS from the first byte."""

    def __init__(
        self, server: tuple[str, int], pace: Pace, us: str, context: ssl.SSLContext
    ) -> None:
        """Connect to host and port. Raises `OSError` and `SMTPException`."""
        super().__init__(server, pace, us, context=context)


class _Lines:
    """Reads a server's lines within the time that is left."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._kept = b""

    def readline(self, limit: int) -> bytes:
        """One line, or what came of it before the end or `limit`. Raises `OSError`."""
        while b"\n" not in self._kept and len(self._kept) < limit:
            more = self._talk.ready().recv(_CHUNK)
            if not more:
                break
            self._kept += more
        end = min(self._kept.find(b"\n") + 1 or limit, limit)
        line, self._kept = self._kept[:end], self._kept[end:]
        return line

    def close(self) -> None:
        """Nothing is held open: the socket is the connection's."""
