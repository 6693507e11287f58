"""Who may open the letters: mailboxes and certificates of one installation.

`recipients.toml` lists the recipients, the certificates lie beside it. Mistakes in the list are
reported with their lines and nothing starts. A certificate that cannot be used never raises: its
recipient is left out of the seal and named to the operator. Times are UTC seconds.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from intake.days import DAY
from intake.facts import Mistakes, read_table
from intake.for_operator import ForOperator
from intake.sealing.certificates import Certified, Reason, read
from intake.sealing.listing import Entry, Listing

LIST = "recipients.toml"
WARNING_DAYS = (60, 30, 14, 7)
"""Days before a certificate ends on which the operator is warned."""


class RecipientsError(ForOperator):
    """The list of recipients holds mistakes; each argument is one, with its line."""

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in self.args)


class Trouble(StrEnum):
    """What an operator should know of a recipient that is still usable."""

    UNPROVEN = "unproven"
    """No human has opened a test letter yet."""
    ENDS_SOON = "ends_soon"


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A mailbox and the certificate its letters are encrypted to."""

    address: str
    """Envelope address; empty for a recovery key, which opens letters and gets none."""
    name: str
    certificate: Certified | Reason
    test_letter_opened: date | None = None
    substitute: bool = False
    """Gets a letter only when nobody has acknowledged it; where nobody is reminded, none."""
    phone_code: int = 1
    """Number of the code by which they write down calls: another withdraws it, 0 gives none."""

    @property
    def gets_mail(self) -> bool:
        """Whether anything is sent here: not to a recovery key."""
        return bool(self.address)

    @property
    def gets_letters(self) -> bool:
        """Whether letters are sent here at once."""
        return self.gets_mail and not self.substitute

    @property
    def key_id(self) -> str:
        """The same for two recipients under one key; empty when there is no usable key."""
        return "" if isinstance(self.certificate, Reason) else self.certificate.key_id

    def unusable(self, now: int) -> Reason | None:
        """Why nothing can be encrypted to this recipient at `now`; None when it can."""
        if isinstance(self.certificate, Reason):
            return self.certificate
        return self.certificate.out_of_time(now)

    def days_left(self, now: int) -> int | None:
        """Whole days until the certificate ends; None when it cannot be read."""
        if isinstance(self.certificate, Reason):
            return None
        return (self.certificate.not_after - now) // DAY

    def warning(self, now: int) -> int | None:
        """The narrowest of `WARNING_DAYS` that the end of the certificate has come within."""
        left = self.days_left(now)
        if left is None:
            return None
        return min((days for days in WARNING_DAYS if left <= days), default=None)

    def troubles(self, now: int) -> tuple[Trouble, ...]:
        """What should be seen to although letters can be sealed."""
        unproven = self.gets_mail and self.test_letter_opened is None
        soon = self.warning(now) is not None
        judged = ((unproven, Trouble.UNPROVEN), (soon, Trouble.ENDS_SOON))
        return tuple(trouble for is_so, trouble in judged if is_so)


def usable(recipients: tuple[Recipient, ...], now: int) -> tuple[Recipient, ...]:
    """Those a letter can be encrypted to at `now`, recovery keys included."""
    return tuple(recipient for recipient in recipients if recipient.unusable(now) is None)


def count_keys(recipients: tuple[Recipient, ...]) -> int:
    """How many different keys they hold: two mailboxes under one key count once."""
    return len({recipient.key_id for recipient in recipients if recipient.key_id})


def load(folder: Path, *, demonstration: bool = False) -> tuple[Recipient, ...]:
    """Read `recipients.toml` and the certificates in `folder`.

    Raises `RecipientsError`. Certificates of the demonstration count only in the demonstration.
    """
    path = folder / LIST
    try:
        listing = read_table(Listing, path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise RecipientsError(f"{path}: cannot be read ({type(error).__name__})") from None
    except Mistakes as mistakes:
        raise RecipientsError(*(f"{path}: {mistake}" for mistake in mistakes.lines)) from None
    return tuple(_recipient(entry, folder, demonstration) for entry in listing.recipient)


def _recipient(entry: Entry, folder: Path, demonstration: bool) -> Recipient:
    certificate = read(folder / entry.certificate)
    if isinstance(certificate, Certified) and certificate.demonstration and not demonstration:
        certificate = Reason.DEMONSTRATION
    return Recipient(
        address=entry.address,
        name=entry.name,
        certificate=certificate,
        test_letter_opened=entry.test_letter_opened,
        substitute=entry.substitute,
        phone_code=entry.phone_code,
    )
