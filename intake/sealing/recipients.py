"""Who may open the letters: mailboxes and certificates of one installation.

`recipients.toml` lists the recipients, the certificates lie beside it. Mistakes in the list are
reported all at once and nothing starts. A certificate that cannot be used never raises: its
recipient is left out of the seal and named to the operator. Times are UTC seconds.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from intake.days import DAY
from intake.sealing.certificates import Certified, Reason, read

LIST = "recipients.toml"
WARNING_DAYS = (60, 30, 14, 7)
"""Days before a certificate ends on which the operator is warned."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")
_KNOWN = {"address", "name", "certificate", "test_letter_opened", "recovery"}


class RecipientsError(Exception):
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

    @property
    def gets_mail(self) -> bool:
        """Whether letters are sent here: not to a recovery key."""
        return bool(self.address)

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
        found = ((unproven, Trouble.UNPROVEN), (soon, Trouble.ENDS_SOON))
        return tuple(trouble for is_so, trouble in found if is_so)


def usable(recipients: tuple[Recipient, ...], now: int) -> tuple[Recipient, ...]:
    """Those a letter can be encrypted to at `now`, recovery keys included."""
    return tuple(one for one in recipients if one.unusable(now) is None)


def count_keys(recipients: tuple[Recipient, ...]) -> int:
    """How many different keys they hold: two mailboxes under one key count once."""
    return len({one.key_id for one in recipients if one.key_id})


def expiring(recipients: tuple[Recipient, ...], now: int) -> tuple[tuple[Recipient, int], ...]:
    """Who can be used now but not for long, and which of `WARNING_DAYS` it is; soonest first."""
    judged = ((one, one.warning(now)) for one in usable(recipients, now))
    found = [(one, within) for one, within in judged if within is not None]
    return tuple(sorted(found, key=lambda pair: pair[0].days_left(now) or 0))


def load(folder: Path, *, demonstration: bool = False) -> tuple[Recipient, ...]:
    """Read `recipients.toml` and the certificates in `folder`.

    Raises `RecipientsError`. Certificates of the demonstration count only in the demonstration.
    """
    path = folder / LIST
    try:
        source = path.read_bytes().decode("utf-8-sig")
        document = tomllib.loads(source)
    except OSError:
        raise RecipientsError(f"{path}: kan ikke læses") from None
    except ValueError as error:
        raise RecipientsError(f"{path}: {error}") from None
    mistakes = _mistakes(document, source)
    if mistakes:
        raise RecipientsError(*(f"{path}, {mistake}" for mistake in mistakes))
    return tuple(_recipient(entry, folder, demonstration) for entry in document["recipient"])


def _recipient(entry: dict[str, Any], folder: Path, demonstration: bool) -> Recipient:
    certificate = read(folder / entry["certificate"])
    if isinstance(certificate, Certified) and certificate.demonstration and not demonstration:
        certificate = Reason.DEMONSTRATION
    return Recipient(
        address=entry.get("address", ""),
        name=entry["name"],
        certificate=certificate,
        test_letter_opened=entry.get("test_letter_opened"),
    )


def _mistakes(document: dict[str, Any], source: str) -> list[str]:
    entries = document.get("recipient")
    unknown = ((key, rf"\W*{re.escape(key)}\b") for key in document if key != "recipient")
    others = [f"linje {_line(source, pattern)}: ukendt navn {key!r}" for key, pattern in unknown]
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return [*others, "linje 1: mangler [[recipient]]"]
    found = []
    for number, entry in enumerate(entries):
        for key, what in _entry_mistakes(entry):
            found.append(f"linje {_entry_line(source, number, key)}: {what}")
    for number, entry in enumerate(entries):
        if entry in entries[:number]:
            found.append(f"linje {_entry_line(source, number, '')}: står to gange")
    return others + found


def _entry_mistakes(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of the key to point at and what is wrong with it."""
    found = [(key, f"ukendt navn {key!r}") for key in entry if key not in _KNOWN]
    recovery = entry.get("recovery", False)
    if not isinstance(recovery, bool):
        found.append(("recovery", "recovery er true eller false"))
    required = ["name", "certificate"] if recovery else ["address", "name", "certificate"]
    found += [("", f"mangler {key}") for key in required if not entry.get(key)]
    if recovery and "address" in entry:
        found.append(("address", "en genskabelsesnøgle får ingen post: fjern address"))
    elif entry.get("address") and not _is_address(entry["address"]):
        found.append(("address", "address er ikke en mailadresse"))
    if entry.get("name") and not isinstance(entry["name"], str):
        found.append(("name", "name er en tekst"))
    if entry.get("certificate") and not _is_file_name(entry["certificate"]):
        found.append(("certificate", "certificate er navnet på en fil i samme mappe"))
    opened = entry.get("test_letter_opened")
    if opened is not None and type(opened) is not date:
        found.append(("test_letter_opened", "test_letter_opened er en dato: 2026-01-31"))
    return found


def _is_address(value: object) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def _is_file_name(value: object) -> bool:
    return isinstance(value, str) and Path(value).name == value


def _line(source: str, pattern: str, start: int = 1) -> int:
    lines = source.splitlines()[start - 1 :]
    found = (at for at, line in enumerate(lines, start) if re.match(pattern, line))
    return next(found, start)


def _entry_line(source: str, number: int, key: str) -> int:
    heads = [
        at
        for at, line in enumerate(source.splitlines(), 1)
        if re.match(r"\s*\[\[\s*recipient\s*\]\]", line)
    ]
    head = heads[number] if number < len(heads) else 1
    return _line(source, rf"\s*{re.escape(key)}\s*=", head) if key else head
