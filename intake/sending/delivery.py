"""What the forwarder knows of the road: not that it is SMTP."""

from typing import Protocol

from intake.message import SealedMessage


class Delivery(Protocol):
    """Hands one letter to the mail server of one recipient."""

    def deliver(self, message: SealedMessage) -> None:
        """Return when the server has taken responsibility for the letter.

        Raises `Unreachable`, `TemporaryFailure` or `PermanentFailure`; the text of each is a fixed
        word or two, without address or content.
        """

    def probe(self) -> None:
        """Return when the server would take a letter now. Raises `Unreachable`."""

    def close(self) -> None:
        """End a kept connection; the next `deliver` opens another."""
