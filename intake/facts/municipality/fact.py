"""What a municipality says of itself, and what it has not said yet.

A `Fact` is anything that the municipality's own document does not state. It carries whether it is
confirmed, so that no page can show it as settled by mistake.
"""

import re
from dataclasses import dataclass
from datetime import date

_PHONE = re.compile(r"\d{3}|\d{6}|\d{8}")
_ROAD = re.compile(r"(https://|mailto:|tel:\+)[^\s<>]+")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


def check_day(text: str) -> None:
    """Raise `ValueError` unless empty or an ISO date."""
    if text:
        date.fromisoformat(text)


def check_link(text: str) -> None:
    """Raise `ValueError` unless empty or a web address: nothing else may become a link."""
    if text and not _ADDRESS.fullmatch(text):
        raise ValueError("must be an address that begins with https:// or http://")


def check_phone(text: str) -> None:
    """Raise `ValueError` unless empty or a Danish number."""
    if text and not _PHONE.fullmatch(text):
        raise ValueError("must be a number of 3, 6 or 8 digits, without spaces")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What the municipality has not said itself, and whether it has confirmed it."""

    value: str | bool
    confirmed: bool
    checked: str
    """ISO date of the last comparison with the source; empty for never."""
    ask: str
    """The question to the municipality, in Danish."""
    en: str = ""
    """The value in English, where it is words."""

    def __post_init__(self) -> None:
        check_day(self.checked)
        if self.confirmed and self.value == "":
            raise ValueError("is confirmed but has no value")

    def __str__(self) -> str:
        return str(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __getitem__(self, language: str) -> str:
        """The value in this language."""
        return self.en if language == "en" and self.en else str(self.value)

    @property
    def holds(self) -> bool:
        """Said, and confirmed."""
        return bool(self.value) and self.confirmed


@dataclass(frozen=True, kw_only=True)
class Decision(Fact):
    """Yes or no, and nothing that could be read as either."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.value, bool) and self.value != "":
            raise ValueError("must be true or false, without quotes")


@dataclass(frozen=True, kw_only=True)
class Day(Fact):
    """An ISO date."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_day(str(self.value))


@dataclass(frozen=True, kw_only=True)
class Phone(Fact):
    """A Danish telephone number of 3, 6 or 8 digits, without spaces."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_phone(str(self.value))


@dataclass(frozen=True, kw_only=True)
class Link(Fact):
    """An address on the web."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_link(str(self.value))


@dataclass(frozen=True, kw_only=True)
class Road(Fact):
    """A way to reach somebody, as `security.txt` writes it (RFC 9116): page, mail or telephone."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.value and not _ROAD.fullmatch(str(self.value)):
            raise ValueError("must begin with https://, mailto: or tel:+")


@dataclass(frozen=True, kw_only=True)
class Words:
    """The same words in both languages: `words["da"]`."""

    da: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.da
