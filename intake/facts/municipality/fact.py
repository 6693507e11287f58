"""What stands on a public page without being the municipality's own document.

A `Fact` is one of two: a named public source says it (`source`, `read`), or only the municipality
can say it (`answered`, `ask`). Until the municipality has answered, no published page says it.
"""

import re
from dataclasses import dataclass
from datetime import date

_PHONE = re.compile(r"\d{3}|\d{6}|\d{8}")
_ROAD = re.compile(r"(https://|mailto:|tel:\+)[^\s<>]+")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_MONTH = re.compile(r"\d{4}-\d{2}")


def check_day(text: str) -> None:
    """Raise `ValueError` unless empty or an ISO date."""
    if text:
        date.fromisoformat(text)


def first_day(read: str) -> date:
    """The day on which something was read; of a month the first. Raises `ValueError`."""
    return date.fromisoformat(f"{read}-01" if _MONTH.fullmatch(read) else read)


def check_link(text: str) -> None:
    """Raise `ValueError` unless empty or a web address: nothing else may become a link."""
    if text and not _ADDRESS.fullmatch(text):
        raise ValueError("must be an address that begins with https:// or http://")


def check_phone(text: str) -> None:
    """Raise `ValueError` unless empty or a Danish number."""
    if text and not _PHONE.fullmatch(text):
        raise ValueError("must be a number of 3, 6 or 8 digits, without spaces")


def grouped(digits: str) -> str:
    """Eight digits in pairs, six in threes, others as they are."""
    step = {8: 2, 6: 3}.get(len(digits), len(digits) or 1)
    return " ".join(digits[at : at + step] for at in range(0, len(digits), step))


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What a named public source says, or what only the municipality can say."""

    value: str | bool
    """What we show; before an answer, what we propose, or empty."""
    en: str = ""
    """The value in English, where it is words."""
    source: str = ""
    """The key of the `[[source]]` that says it; empty when only the municipality can."""
    read: str = ""
    """ISO month or day on which somebody last read it there."""
    answered: str = ""
    """ISO date of the municipality's answer; empty for not yet."""
    ask: str = ""
    """The question to the municipality, in Danish."""
    meanwhile: str = ""
    """What the published page says until the municipality has answered, in Danish."""

    def __post_init__(self) -> None:
        check_day(self.answered)
        if self.read:
            first_day(self.read)
        for wrong, told in (
            (bool(self.source) != bool(self.read), "needs both source and read, or neither"),
            (self.source and self.answered, "has a source: nobody has to answer it"),
            (not self.source and not self.ask, "needs a source, or a question (ask)"),
            ((self.source or self.answered) and self.value == "", "is settled but has no value"),
        ):
            if wrong:
                raise ValueError(told)

    def __str__(self) -> str:
        return str(self.value)

    def __bool__(self) -> bool:
        """Whether the published edition may say it."""
        return bool(self.value) and self.settled

    def __getitem__(self, language: str) -> str:
        """The value in this language."""
        return str(getattr(self, language, "") or self.value)

    @property
    def settled(self) -> bool:
        """A public source says it, or the municipality has answered, be it no."""
        return bool(self.source or self.answered)

    @property
    def is_asked(self) -> bool:
        """The municipality still has a question to answer."""
        return bool(self.ask) and not self.answered

    @property
    def proposed(self) -> str:
        """What stands in the file, as people say it in Danish."""
        if isinstance(self.value, bool):
            return "ja" if self.value else "nej"
        return self.value


@dataclass(frozen=True, kw_only=True)
class Decision(Fact):
    """Yes or no, and nothing that could be read as either."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.value, bool) and self.value != "":
            raise ValueError("must be true or false, without quotes")


@dataclass(frozen=True, kw_only=True)
class Day(Fact):
    """A day as ISO writes it, 2026-11-26."""

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
        return str(getattr(self, language, "") or self.da)
