"""The drill: a practice letter by the real road, and how it went, good or bad.

Once a quarter, in an hour of a working day that nobody knows before: as likely in each. Practice
letters hold nobody's data, so how long they waited may be public.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from intake.days import DAY, ZONE, day_of
from intake.outbox import Tried

HOURS = range(8, 16)
_HOUR = 3_600
_SATURDAY = 5
_MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Of a drill that is over."""

    day: date
    hours: int | None
    """After how many, rounded up, a human acknowledged it; None: nobody did within a day."""


def newest_outcome(drills: Sequence[Tried], now: int) -> Outcome | None:
    """Of the newest drill that is over; `drills` the newest first.

    One that was acknowledged before it began is not told: the clock was set back meanwhile.
    """
    for drill in drills:
        waited = (drill.acknowledged or now) - drill.begun
        if waited < 0:
            continue
        if waited > DAY:
            return Outcome(day=day_of(drill.begun), hours=None)
        if drill.acknowledged is not None:
            return Outcome(day=day_of(drill.begun), hours=max(1, -(-waited // _HOUR)))
    return None


def is_time(drills: Sequence[Tried], now: int, chance: Callable[[], float]) -> bool:
    """Asked each hour: whether this is the hour of the quarter's drill."""
    here = datetime.fromtimestamp(now, ZONE)
    today, quarter = here.date(), _quarter(here.date())
    if any(_quarter(day_of(drill.begun)) == quarter for drill in drills):
        return False
    if here.hour not in HOURS or today.weekday() >= _SATURDAY:
        return False
    days = (today + timedelta(days=ahead) for ahead in range(1, 93))
    left = [day for day in days if _quarter(day) == quarter and day.weekday() < _SATURDAY]
    return chance() * (len(left) * len(HOURS) + HOURS[-1] - here.hour + 1) < 1


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // _MONTHS
