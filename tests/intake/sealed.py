"""Sealed letters, a clock and a delivery for tests of the lower half."""

from collections.abc import Callable
from dataclasses import dataclass, field

from intake.message import SealedMessage
from intake.outbox import Filed, Outbox

NOW = 1_800_000_123
"""A Friday in January 2027, 08:02:03 UTC: no whole five minutes."""
HOUR = 3_600
DAY = 86_400
ANE = "ane@test.example"
BO = "bo@test.example"


def letter(reference: str = "ABCDEFGH", *recipients: str) -> SealedMessage:
    """A letter with a body that can be found again byte by byte."""
    body = f"Message-ID: <{reference}@test.example>\r\n\r\nSEALED-{reference}-SEALED\r\n" * 3
    return SealedMessage(reference, recipients or (ANE,), body.encode())


def put(outbox: Outbox, message: SealedMessage | None = None, now: int = NOW) -> Filed:
    """Put a letter; its submission is its reference."""
    message = message or letter()
    key = message.reference.encode()
    return outbox.put(message, submission=key, digest=b"d" + key, now=now, not_before=now)


@dataclass
class Clock:
    """Tells the time it was given."""

    now: int = NOW

    def __call__(self) -> int:
        return self.now


@dataclass
class FakeDelivery:
    """Remembers what it was given; does what `act` does first."""

    act: Callable[[SealedMessage], None] = lambda _: None
    tried: list[str] = field(default_factory=list)
    delivered: list[SealedMessage] = field(default_factory=list)
    closed: int = 0
    probed: int = 0
    answer: Callable[[], None] = lambda: None
    """To a probe."""

    def deliver(self, message: SealedMessage) -> None:
        self.tried.append(message.reference)
        self.act(message)
        self.delivered.append(message)

    def probe(self) -> None:
        self.probed += 1
        self.answer()

    def close(self) -> None:
        self.closed += 1

    @property
    def arrived(self) -> list[tuple[str, str]]:
        """Reference and recipient of each."""
        return [(one.reference, one.recipients[0]) for one in self.delivered]
