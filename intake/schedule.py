"""When reminders and substitutes get their mail: in slots of the Danish day, alike for all letters.

A class for each letter would be knowledge, so there is one schedule. Slots are whole hours that no
change of the clock ever touches.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from intake.days import ZONE, day_of
from intake.facts import Loop

SLOTS = (8, 13, 19)
"""Hours of the day in Denmark."""
MORNING = SLOTS[0]
SATURDAY = 5
MOST_AGAIN = 10
"""On working days after the first reminder; then the alarm is left."""
_HOUR = 3_600
_YEAR = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """By the hours that the municipality has set."""

    reminder_hours: int
    substitute_hours: int
    unread_hours: int

    @classmethod
    def of(cls, loop: Loop) -> "Schedule | None":
        """The municipality's; None where nobody is reminded."""
        if not loop.reminds:
            return None
        return cls(
            reminder_hours=loop.reminder_hours,
            substitute_hours=loop.substitute_hours,
            unread_hours=loop.unread_hours,
        )

    def reminder(self, accepted: int) -> int:
        """The first slot so many hours after the recipient's mail server took the letter."""
        return _slot_from(accepted + self.reminder_hours * _HOUR)

    def substitute(self, accepted: int) -> int:
        """The first slot after the reminder's that is so many hours after the acceptance."""
        after_reminder = self.reminder(accepted) + 1
        return _slot_from(max(after_reminder, accepted + self.substitute_hours * _HOUR))

    def again(self, went: int, now: int) -> int | None:
        """The next working day's morning, holidays too; the first of them after the alarm."""
        if went > MOST_AGAIN:
            return None
        pause = (self.unread_hours - self.reminder_hours) * _HOUR if went == 1 else 1
        return _morning_from(now + pause)

    def worst(self, year: int) -> int:
        """Most seconds from acceptance to a substitute's mail in a year.

        The wait falls second by second and leaps only where a slot is just missed.
        """
        leaps = (slot - hours * _HOUR for slot in slots_of(year) for hours in self._pauses)
        return max(self.substitute(leap + 1) - leap - 1 for leap in leaps)

    @property
    def _pauses(self) -> tuple[int, int]:
        return self.reminder_hours, self.substitute_hours


def slots_of(year: int) -> Iterator[int]:
    """Every slot from the first day of a year to that of the next: seconds UTC."""
    first = date(year, 1, 1)
    return (at for days in range(_YEAR.days) for at in _slots_on(first + timedelta(days=days)))


def _slot_from(at: int) -> int:
    """The first slot not before `at`."""
    today = day_of(at)
    both = (*_slots_on(today), *_slots_on(today + timedelta(days=1)))
    return next(slot for slot in both if slot >= at)


def _morning_from(at: int) -> int:
    """The first morning of a working day not before `at`."""
    day = day_of(at)
    while day.weekday() >= SATURDAY or _at(day, MORNING) < at:
        day += timedelta(days=1)
    return _at(day, MORNING)


def _slots_on(day: date) -> tuple[int, ...]:
    return tuple(_at(day, hour) for hour in SLOTS)


def _at(day: date, hour: int) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).timestamp())
