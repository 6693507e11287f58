"""The half of an installation that sends, put together from its settings.

The forwarder's process loads this and nothing of the half that reads: it could not open a letter
if it wanted to, and it is some 15 MB smaller (`handbook/many.md`).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from intake.alarm import Alarm, road_of
from intake.facts import Municipality, read_municipality
from intake.outbox import Outbox
from intake.schedule import Schedule
from intake.sending import Forwarder, Patience, SmtpDelivery, SmtpServer
from intake.settings import MailSettings, Settings


def system_clock() -> int:
    """Seconds UTC: the one clock of the service."""
    return int(time.time())


@dataclass(frozen=True, kw_only=True, repr=False)
class SendingHalf:
    """Settings, facts, outbox, alarm and clock of one installation, and what sends its letters."""

    settings: Settings
    facts: Municipality
    outbox: Outbox
    clock: Callable[[], int]
    """Seconds UTC."""
    alarm: Alarm
    demonstration: bool = False

    @classmethod
    def load(
        cls,
        settings: Settings,
        *,
        demonstration: bool = False,
        clock: Callable[[], int] = system_clock,
    ) -> Self:
        """Read the facts and open the store. Raises what the operator is told."""
        facts = read_municipality(settings.municipality)
        return cls(
            settings=settings,
            facts=facts,
            outbox=Outbox(settings.database, Schedule.of(facts.loop)),
            clock=clock,
            alarm=Alarm(road_of(settings.alarm_command, settings.alarm_folder)),
            demonstration=demonstration,
        )

    @property
    def mail(self) -> MailSettings:
        assert self.settings.mail is not None
        return self.settings.mail

    def delivery(self) -> SmtpDelivery:
        return SmtpDelivery(SmtpServer(sender=self.settings.sender, **vars(self.mail)))

    def forwarder(self, alive: Callable[[], None] = lambda: None) -> Forwarder:
        rules, loop = self.facts.intake, self.facts.loop
        return Forwarder(
            outbox=self.outbox,
            delivery=self.delivery(),
            clock=self.clock,
            alarm=self.alarm,
            alive=alive,
            patience=Patience(
                late_hours=rules.late_hours,
                transit_max_days=rules.transit_max_days,
                unread_hours=loop.unread_hours,
                keep_unacknowledged_days=loop.keep_unacknowledged_days,
                first_pause=rules.forward_delay_minutes * 60,
            ),
        )
