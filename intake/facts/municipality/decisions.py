"""The tables that only the municipality can fill, and the numbers of the service."""

from dataclasses import dataclass
from enum import StrEnum

from intake.facts.municipality.fact import Day, Decision, Fact, Link, Road

LONGEST_HOURS = 22
"""Two hours before a notification about a child must have been assessed."""
SHORTEST_DAYS = 30
LONGEST_ASKING_DAYS = 90
"""The outbox remembers a letter that was read for 120 days: time for an answer is left."""


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


class LoopStep(StrEnum):
    """How far the municipality has switched the closed loop on; each step holds those before."""

    OFF = "off"
    TRIAL = "trial"
    """Test letters can be acknowledged, and nothing else."""
    ACKNOWLEDGE = "acknowledge"
    """Every letter waits for a human."""
    REMIND = "remind"
    """Who does not acknowledge is reminded, and then a substitute gets the letter."""
    STATUS = "status"
    """Every reporter gets a code, by which they can see how their letter stands."""
    QUESTIONS = "questions"
    """Whoever has read a letter can ask its reporter something, sealed to the code."""


@dataclass(frozen=True, kw_only=True)
class Loop:
    """Whether a human has each letter: switched on step by step, and its hours and days."""

    step: str = LoopStep.OFF
    reminder_hours: int = 2
    """At least so long after the recipient's mail server took the letter."""
    substitute_hours: int = 8
    unread_hours: int = 22
    """So long after Send the alarm rings: before the 24 hours of section 136 are over."""
    keep_unacknowledged_days: int = 90
    ask_finished_days: int = 75
    drill_public: bool = False
    """Whether the form's first page shows how the newest drill went."""
    telephone: bool = False
    """Whether coordinators write down calls on a page of their own."""

    def __post_init__(self) -> None:
        if self.step not in set(LoopStep):
            raise ValueError(f"step must be one of: {', '.join(LoopStep)}")
        if not 0 < self.reminder_hours < self.substitute_hours < self.unread_hours <= LONGEST_HOURS:
            raise ValueError("reminder_hours, substitute_hours, unread_hours must grow, to 22")
        if self.keep_unacknowledged_days < SHORTEST_DAYS:
            raise ValueError(f"keep_unacknowledged_days must be at least {SHORTEST_DAYS}")
        if not 0 < self.ask_finished_days <= LONGEST_ASKING_DAYS:
            raise ValueError(f"ask_finished_days must be 1 to {LONGEST_ASKING_DAYS}")

    @property
    def is_on(self) -> bool:
        """Whether every letter waits for a human."""
        return self._reaches(LoopStep.ACKNOWLEDGE)

    @property
    def reminds(self) -> bool:
        """Whether who does not acknowledge is reminded."""
        return self._reaches(LoopStep.REMIND)

    @property
    def has_page(self) -> bool:
        """Whether anything can be acknowledged."""
        return self._reaches(LoopStep.TRIAL)

    @property
    def gives_codes(self) -> bool:
        """Whether a reporter gets a code and can look again."""
        return self._reaches(LoopStep.STATUS)

    @property
    def asks(self) -> bool:
        """Whether a reporter can be asked something."""
        return self._reaches(LoopStep.QUESTIONS)

    def _reaches(self, step: LoopStep) -> bool:
        order = tuple(LoopStep)
        return order.index(LoopStep(self.step)) >= order.index(step)


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where the pages are to be found, and when what they say is too old."""

    url: Link
    security_contact: Road
    feedback: Fact
    """Who is told of mistakes on the pages."""
    max_age_days: int
    """After so many days what was read is too old."""
