"""The tables that only the municipality can fill, and the numbers of the service."""

from dataclasses import dataclass

from intake.facts.municipality.fact import Day, Decision, Fact, Link, Road


@dataclass(frozen=True, kw_only=True)
class Lead:
    """Who is tovholder where the document is silent (G01), and what becomes of the case."""

    exactly18: Fact
    followed: Fact


@dataclass(frozen=True, kw_only=True)
class Calls:
    """How anonymous a call to the infohus is (G12), when one answers, and in which languages."""

    anonymity_note: Fact
    hours: Fact
    languages: Fact


@dataclass(frozen=True, kw_only=True)
class ExitAdvice:
    """Who gives the advice of serviceloven § 12 b."""

    contact: Fact


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """What GDPR article 13 demands of the privacy notice and only the municipality knows (G13)."""

    controller: Fact
    contact: Fact
    dpo: Fact
    legal_basis: Fact
    retention: Fact
    processor: Fact
    transfer: Fact


@dataclass(frozen=True, kw_only=True)
class Lawyer:
    """What the municipality's lawyer must look at; no page shows the answers."""

    texts: Fact
    filing: Fact


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What the municipality has decided on the form (G11), and the numbers of the service."""

    open: Decision
    monitored: Decision
    monitored_hours: Fact
    readers: Fact
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


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where the pages are to be found, and when what they say is too old."""

    url: Link
    security_contact: Road
    feedback: Fact
    """Who is told of mistakes on the pages."""
    max_age_days: int
    """After so many days what was read is too old."""
