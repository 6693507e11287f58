"""Reads a mail server's replies: one for each command, of known shape, and never without end.

A reply that is endless, that is none, or that comes with another behind it ends the talk: from then
on nobody knows which command an answer belongs to (RFC 5321, section 4.2).
"""

import re
import smtplib
from collections.abc import Callable

MOST_LINES = 100
MOST_BYTES = 65_536
"""Of one whole reply: no more is ever kept in memory."""
GOODBYE = b"421"
"""May be said at any time: the server closes the connection."""
_LINE = re.compile(rb"([2-5][0-9]{2})(?:([ -])([^\n]*))?\n")


class OutOfStep(smtplib.SMTPException):
    """The server says what does not answer what we said; told in our own words."""


class Replies:
    """What comes from one server."""

    def __init__(self, receive: Callable[[int], bytes]) -> None:
        """Reads by `receive`, which is told how many bytes it may give."""
        self._receive = receive
        self._kept = b""

    @property
    def waiting(self) -> bool:
        """Whether more came than was asked for."""
        return bool(self._kept)

    def read(self) -> tuple[int, bytes]:
        """The code and the words of one reply. Raises `OutOfStep` and what `receive` raises."""
        code, words, room = b"", [], MOST_BYTES
        for _ in range(MOST_LINES):
            line = self._line(room)
            room -= len(line)
            parts = _LINE.fullmatch(line.replace(b"\r\n", b"\n"))
            if parts is None or (code and code != parts[1]):
                raise OutOfStep("no reply")
            code = parts[1]
            words.append((parts[3] or b"").strip())
            if parts[2] != b"-":
                break
        else:
            raise OutOfStep("endless reply")
        if self._kept and not self._kept.startswith(GOODBYE):
            raise OutOfStep("more than one reply")
        return int(code), b"\n".join(words)

    def _line(self, room: int) -> bytes:
        """The next line with its end, of at most `room` bytes."""
        while b"\n" not in self._kept:
            if len(self._kept) >= room:
                raise OutOfStep("endless reply")
            more = self._receive(room - len(self._kept))
            if not more:
                raise smtplib.SMTPServerDisconnected
            self._kept += more
        line, _, self._kept = self._kept.partition(b"\n")
        return line + b"\n"
