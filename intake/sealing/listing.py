"""The list of recipients as its file has it; mistakes are told as in every other file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One `[[recipient]]`. Raises `ValueError` with every mistake, each after the key it is of."""

    name: str
    certificate: str
    """Name of a file in the same folder."""
    address: str = ""
    test_letter_opened: date | None = None
    recovery: bool = False
    """A key in the safe: opens letters and gets none."""
    substitute: bool = False
    phone_code: int = 1

    def __post_init__(self) -> None:
        if mistakes := list(self._mistakes()):
            raise ValueError(*mistakes)

    def _mistakes(self) -> Iterator[str]:
        for key, text in (("name", self.name), ("certificate", self.certificate)):
            if not text:
                yield f"{key} is missing"
        if Path(self.certificate).name != self.certificate:
            yield "certificate must be the name of a file in the same folder"
        if self.recovery and self.substitute:
            yield "substitute cannot be a recovery key"
        if self.recovery and self.address:
            yield "address must go: a recovery key gets no mail"
        elif not (self.recovery or self.address):
            yield "address is missing"
        elif self.address and not _ADDRESS.fullmatch(self.address):
            yield "address must be a mail address"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The whole file; nobody is listed in a new one."""

    recipient: tuple[Entry, ...] = ()

    def __post_init__(self) -> None:
        twice = [
            f"recipient.{number} stands there twice"
            for number, entry in enumerate(self.recipient)
            if entry in self.recipient[:number]
        ]
        if twice:
            raise ValueError(*twice)
