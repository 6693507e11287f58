"""A mail server that flaps: it takes letters, refuses, breaks off, hangs, and does so in turn.

Each letter that it took in the end is noted by reference and recipient; nothing else is kept.
"""

import random
import re
import threading
from collections import Counter
from typing import Any

from tests.servers.faulty import CLOSE, HANG, FaultyServer

TAKEN = b"250 taken\r\n"
REFUSED = b"451 not now\r\n"
MOODS: dict[str, dict[str, Any]] = {
    "well": {},
    "away": {"greeting": CLOSE},
    "greylisting": {"rcpt": REFUSED},
    "breaks off in the letter": {"data": CLOSE},
    "hangs": {"greeting": HANG, "mail": HANG},
    "full": {"body": REFUSED},
}
SAMPLES = 20
_MESSAGE_ID = re.compile(rb"\r\nMessage-ID: <([0-9A-Z]{8})@")


class FlappingServer(FaultyServer):
    """A `FaultyServer` whose faults come and go, and which now and then takes a letter and does not
    say so.
    """

    def __init__(self, secret: bytes) -> None:
        """`secret`: what must never come in clear."""
        super().__init__()
        self._secret = secret
        self.taken: Counter[tuple[str, str]] = Counter()
        """Letters that it has, by reference and recipient."""
        self.samples: dict[str, bytes] = {}
        self.in_clear = 0
        self.commands, self.bodies = _Recipients(), _Forgotten()
        self.judge = self._judge
        self._noting = threading.Lock()
        self._random = random.Random(2)
        self.moody = False

    def feel(self, mood: str) -> None:
        """Change how it behaves."""
        self.faults, self.moody = MOODS[mood], mood == "well"

    def _judge(self, letter: bytes) -> bytes:
        found = _MESSAGE_ID.search(letter)
        assert found is not None
        reference = found[1].decode("ascii")
        with self._noting:
            self.taken[reference, _here.recipient] += 1
            self.in_clear += self._secret in letter
            if len(self.samples) < SAMPLES:
                self.samples[reference] = letter
            silent = self.moody and self._random.random() < 0.02
        if silent:
            raise ConnectionAbortedError
        return TAKEN

    def rest(self) -> None:
        """Well, and says so: what still waits may leave."""
        self.faults, self.moody = {}, False


class _Here(threading.local):
    recipient = ""


_here = _Here()


class _Recipients(list[str]):
    """Remembers, for each connection, to whom the letter goes; keeps nothing."""

    def append(self, line: str) -> None:
        if line[:8].upper() == "RCPT TO:":
            _here.recipient = line[8:].strip().partition(">")[0].lstrip("<")


class _Forgotten(list[bytes]):
    """Keeps nothing."""

    def append(self, _: bytes) -> None:
        pass
