"""The municipality's own day: every day and deadline that a person sees counts in Danish time.

The service's clock is seconds UTC; an hour after midnight in Denmark it is still yesterday there.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

DAY = 86_400
"""Seconds of a day by the service's clock, which knows no summer time."""
ZONE = ZoneInfo("Europe/Copenhagen")


def day_of(now: int) -> date:
    """The day in Denmark, from seconds UTC."""
    return datetime.fromtimestamp(now, ZONE).date()


def begins(day: date) -> datetime:
    """The first second of a day in Denmark."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)


def numbers(day: date) -> str:
    """A day as it is written in Danish, in numbers."""
    return f"{day.day}.{day.month}.{day.year}"
