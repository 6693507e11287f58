"""The parts of `municipality.toml`, one type for each table."""

from dataclasses import dataclass

from intake.facts.municipality.fact import Day, Decision, Fact, Link, Phone, Road, Words, check_link


@dataclass(frozen=True, kw_only=True)
class About:
    """The municipality."""

    name: str
    short: str
    website: Link


@dataclass(frozen=True, kw_only=True)
class House:
    """The infohus (F01, F26, F29)."""

    name: str
    full_name: str
    regional_name: str
    network_years: Words
    document: Fact
    figure: Fact
    tiers: Fact
    english: Fact


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody known by name alone."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Reachable(Named):
    """Somebody to call."""

    phone: Phone


@dataclass(frozen=True, kw_only=True)
class Hotline(Reachable):
    """The national hotline (F34 to F36, G32)."""

    url: str
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
class Lead:
    """Who leads an effort where the document is silent (G01)."""

    exactly18: Fact


@dataclass(frozen=True, kw_only=True)
class Registration:
    """Where the base registration is kept (F99)."""

    system: str
    folder: str


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """National numbers."""

    number: str
    police: str


@dataclass(frozen=True, kw_only=True)
class Anonymity:
    """How anonymous a call is (G12)."""

    anonymity_note: Fact


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """Values of the privacy notice (GDPR article 13, G13)."""

    controller: Fact
    contact: Fact
    dpo: Fact
    legal_basis: Fact
    retention: Fact
    processor: Fact


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What the municipality has decided on the form (G11), and the numbers of the service."""

    open: Decision
    monitored: Decision
    dpia_date: Day
    legal_basis: Fact
    reply_promise: Fact
    anonymous_staff: Fact
    draft_days: int
    forward_delay_minutes: int
    late_hours: int
    transit_max_days: int
    keep_days: int
    tombstone_days: int

    def __post_init__(self) -> None:
        if self.tombstone_days < self.draft_days + 7:
            raise ValueError("tombstone_days must be at least draft_days and 7 more")

    @property
    def may_open(self) -> bool:
        """Whether all that makes the form honest is decided."""
        needed = (self.open, self.monitored, self.dpia_date, self.legal_basis)
        return all(fact.holds for fact in needed)


@dataclass(frozen=True, kw_only=True)
class Site:
    """The public site."""

    url: Link
    security_contact: Road
    max_age_days: int
    """After so many days a checked date is too old."""
