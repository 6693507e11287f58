"""Time made coarse before it is stored: the database tells days and hours, no minutes."""

from datetime import date, timedelta

from intake import days
from intake.days import DAY

MINUTES_5 = 300
HOUR = 3_600
_EPOCH = date(1970, 1, 1)


def five_minutes(now: int) -> int:
    """Seconds UTC, rounded up to a whole five minutes."""
    return -(-now // MINUTES_5) * MINUTES_5


def hour(now: int) -> int:
    """Hours since 1970, rounded up: an age is never told as more than it is."""
    return -(-now // HOUR)


def day(now: int) -> int:
    """Days since 1970, as Denmark counts them: the day that receipt and letter name."""
    return day_of(days.day_of(now))


def midnight(now: int) -> int:
    """Seconds UTC of the last midnight there: in the past in every zone's clock."""
    return now // DAY * DAY


def hours_since(earlier: int | None, now: int) -> int:
    """Whole hours; none when there is no earlier hour or the clock went back."""
    return 0 if earlier is None else max(0, now // HOUR - earlier)


def as_date(number: int) -> date:
    """The date of a day number."""
    return _EPOCH + timedelta(days=number)


def day_of(date_: date) -> int:
    """The day number of a date."""
    return (date_ - _EPOCH).days
