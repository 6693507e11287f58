"""The waist of the hourglass: what the sending half may know of a concern.

The upper half makes a `SealedMessage` and never sends; the lower half sends it and can never
read it. Nothing else passes between them.
"""

from dataclasses import dataclass

TO_NOBODY_YET = b"To: undisclosed-recipients:;\r\n"
"""In the outer header while a letter waits; the one recipient stands there when it goes."""


@dataclass(frozen=True, repr=False)
class SealedMessage:
    """A letter nobody in this service can open."""

    reference: str
    """Random, said to the reporter; never a counter."""
    recipients: tuple[str, ...]
    """Envelope addresses, nothing else."""
    body: bytes
    """Complete S/MIME message, its content in MIME's binary form: base64 belongs to the line."""


class TemporaryFailure(Exception):
    """The letter was not accepted now; trying again later may succeed."""


class PermanentFailure(Exception):
    """The mail server refuses this letter for good; a human must look."""


class Unreachable(TemporaryFailure):
    """The mail server cannot be used at all now; nothing of this letter was sent."""
