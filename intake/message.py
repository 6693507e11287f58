"""The waist of the hourglass: what the sending half may know of a concern.

The upper half makes a `SealedMessage` and never sends; the lower half sends it and can never
read it. Nothing else passes between them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Why a letter goes to a recipient."""

    LETTER = "letter"
    REMINDER = "reminder"
    SUBSTITUTE = "substitute"


@dataclass(frozen=True, kw_only=True, repr=False)
class PlannedDelivery:
    """The same letter once more, or to somebody else, unless a human acknowledges it before."""

    recipient: str
    """Envelope address."""
    kind: Kind
    subject: str
    """Outer subject: plain ASCII, no word of the matter."""


TO_NOBODY_YET = b"To: undisclosed-recipients:;\r\n"
"""In the outer header while a letter waits; the one recipient stands there when it goes."""


@dataclass(frozen=True, repr=False)
class SealedMessage:
    """A letter nobody in this service can open."""

    reference: str
    """Random, said to the reporter; never a counter."""
    recipients: tuple[str, ...]
    """Envelope addresses of those who get it at once, nothing else."""
    body: bytes
    """Complete S/MIME message, its content in MIME's binary form: base64 belongs to the line."""
    planned: tuple[PlannedDelivery, ...] = ()
    """What goes later by the one schedule of the installation."""
    awaited: bool = False
    """Whether a human must acknowledge it."""


class TemporaryFailure(Exception):
    """The letter was not accepted now; trying again later may succeed."""


class PermanentFailure(Exception):
    """The mail server refuses this letter for good; a human must look."""


class Unreachable(TemporaryFailure):
    """The mail server cannot be used at all now; nothing of this letter was sent."""
