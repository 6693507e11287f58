"""The parts of `municipality.toml`, one type for each table."""

import re
from dataclasses import dataclass

from intake.facts.municipality.fact import Fact, Link, Phone, Words, check_link, first_day

_KLE = re.compile(r"\d\d\.\d\d\.\d\d([ -][A-Z]\d\d)?")


@dataclass(frozen=True, kw_only=True)
class About:
    """Whose infohus it is, by its full and its short name."""

    name: str
    short: str
    website: Link


@dataclass(frozen=True, kw_only=True)
class Document:
    """The municipality's own document, which a plain value in the file repeats."""

    title: str
    read: str
    """ISO month or day on which somebody last compared the file with it."""
    edition: Fact

    def __post_init__(self) -> None:
        first_day(self.read)


@dataclass(frozen=True, kw_only=True)
class Infohus:
    """The infohus (F01, F26, F29)."""

    name: str
    full_name: str
    regional_name: str
    region: str
    network_years: Words
    figure: Fact
    tiers: Fact
    local_police: Fact
    eae: Fact
    english: Fact


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody known by name alone."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Reachable(Named):
    """Somebody known by name who can be called."""

    phone: Phone


@dataclass(frozen=True, kw_only=True)
class ChildLine:
    """Where children can call."""

    name: Fact
    phone: Phone


@dataclass(frozen=True, kw_only=True)
class Appeals:
    """The state's authority that can be asked when a municipality does nothing (Ankestyrelsen)."""

    name: Fact
    phone: Phone
    hours: Fact


@dataclass(frozen=True, kw_only=True)
class Hotline:
    """The national hotline (F34 to F36, G32)."""

    name: Fact
    """As its owner writes it."""
    document_name: str
    """As the municipality's document writes it."""
    url: str
    phone: Phone
    hours: Fact

    def __post_init__(self) -> None:
        check_link(self.url)


@dataclass(frozen=True, kw_only=True)
class Advisers(Named):
    """The national team on honour-related conflicts (F76 to F80)."""

    url: str

    def __post_init__(self) -> None:
        check_link(self.url)


@dataclass(frozen=True, kw_only=True)
class Linked:
    """A page somewhere else."""

    url: Link


@dataclass(frozen=True, kw_only=True)
class Notification(Linked):
    """Where a notification of a child is made, and who answers by day and when it is closed."""

    phone: Fact
    out_of_hours: Fact


@dataclass(frozen=True, kw_only=True)
class Members:
    """How many sit in the infohus, and who may join (F47, F89)."""

    notification_unit: str
    ssp: str
    police: str
    ad_hoc: str


@dataclass(frozen=True, kw_only=True)
class Meetings:
    """When the infohus meets (F49 to F51): words for pages, days for the letter."""

    ordinary: Words
    urgent: Words
    urgent_days: int
    notice: Words
    notice_days: int


@dataclass(frozen=True, kw_only=True)
class Registration:
    """Where the base registration is kept (F99)."""

    system: str
    folder: str


@dataclass(frozen=True, kw_only=True)
class Sbsys:
    """How a letter is filed in SBSYS by its own file; all three, or no file."""

    form_id: str = ""
    """The form's id, by which SBSYS knows what to do with the file."""
    kle: str = ""
    """The subject's number in KLE, 01.02.03, with or without its facet."""
    case_template: str = ""
    """The id of the template by which SBSYS makes a case."""

    def __post_init__(self) -> None:
        values = (self.form_id, self.kle, self.case_template)
        if any(values) and not all(values):
            raise ValueError("needs form_id, kle and case_template, or none of them")
        if self.kle and not _KLE.fullmatch(self.kle):
            raise ValueError("kle must be a number like 01.02.03")

    @property
    def is_on(self) -> bool:
        """Whether letters carry the file."""
        return bool(self.form_id)


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """Numbers of the whole country, and help for a life that is not in danger right now."""

    number: Phone
    police: Phone
    health: Fact
