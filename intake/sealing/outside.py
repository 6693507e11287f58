"""What stands outside the encryption, for everybody to see."""

import re
from dataclasses import dataclass

_SENDER = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+")


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What a mail server and a passer-by may see: no word of the matter."""

    sender: str
    """Address of the neutral mailbox, to which bounces come."""
    subject: str
    """ASCII, with `{reference}`."""
    reminder: str = ""
    """The same of reminders; empty: nobody is reminded."""
    awaited: bool = False
    """Whether a human must acknowledge each letter."""

    def __post_init__(self) -> None:
        """Addresses and subjects become headers: refuse whatever could begin another one."""
        if not _SENDER.fullmatch(self.sender):
            raise ValueError("sender is not a plain address")
        for subject in (self.subject, self.reminder):
            if not (subject.isascii() and (subject.isprintable() or not subject)):
                raise ValueError("subject is not plain ASCII")
