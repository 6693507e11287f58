"""When a letter was received, and which dates follow from that. Days are the municipality's own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial

from intake.concern import AgeBand
from intake.days import day_of
from intake.facts import DANISH, Municipality, Sbsys, read_action_card

Code = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """How this infohus goes about a concern."""

    infohus: str
    """Its name."""
    urgent_days: int
    """Within so many days of receiving it an urgent matter is met about (F50)."""
    notice_days: int
    """The meeting can be called at so many days' notice (F51)."""
    register: str
    """The system in which every concern is registered (F99)."""
    steps: Callable[[AgeBand], tuple[str, ...]]
    """The action card's, one line each, for a person of this age."""
    code: Code | None = None
    """The code by which a letter with this reference is acknowledged; None: none is."""
    sbsys: Sbsys | None = None
    """How a letter is filed by its case file; None: letters have none."""

    @classmethod
    def of(cls, facts: Municipality, code: Code | None) -> "Procedure":
        return cls(
            infohus=facts.infohus.name,
            urgent_days=facts.meetings.urgent_days,
            notice_days=facts.meetings.notice_days,
            register=facts.registration.system,
            steps=partial(read_action_card(facts).steps, DANISH.code),
            code=code,
            sbsys=facts.sbsys if facts.sbsys.is_on else None,
        )


@dataclass(frozen=True, kw_only=True)
class Received:
    """The reference and the day of one letter, and the days that count from it."""

    reference: str
    now: int
    procedure: Procedure

    @cached_property
    def day(self) -> date:
        """The day, never the hour: that could tell who was at the keyboard."""
        return day_of(self.now)

    @cached_property
    def meeting_by(self) -> date:
        """The last day for a meeting if the infohus finds the matter urgent (F50)."""
        return self.day + timedelta(days=self.procedure.urgent_days)

    @cached_property
    def assess_by(self) -> date:
        """The day on which the 24 hours end in which a notification is assessed (section 136)."""
        return self.day + timedelta(days=1)
