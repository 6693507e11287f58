"""When reminders and substitutes go: over every minute of a year, and both changes of the clock."""

from bisect import bisect_left
from datetime import UTC, datetime

import pytest

from intake.days import ZONE
from intake.schedule import MOST_AGAIN, SLOTS, Schedule, slots_of

HOUR, MINUTE = 3_600, 60
USUAL = Schedule(reminder_hours=2, substitute_hours=8, unread_hours=22)
SPRING, AUTUMN = (2027, 3, 28), (2027, 10, 31)
YEARS = (2026, 2027, 2028)


def at(*when: int) -> int:
    """Seconds UTC of a time in Denmark."""
    return int(datetime(*when, tzinfo=ZONE).timestamp())  # type: ignore[arg-type, misc]


def told(when: int) -> str:
    return f"{datetime.fromtimestamp(when, ZONE):%a %d %H:%M}"


def slow_slots(year: int) -> list[int]:
    """Every whole hour of more than a year whose hour in Denmark is a slot's."""
    first = int(datetime(year - 1, 12, 30, tzinfo=UTC).timestamp())
    hours = range(first, first + 372 * 24 * HOUR, HOUR)
    return [hour for hour in hours if datetime.fromtimestamp(hour, ZONE).hour in SLOTS]


@pytest.fixture(scope="module")
def minutes() -> dict[int, tuple[int, int]]:
    """For every minute of 2027: when its reminder and its substitutes go, in another way."""
    slots = slow_slots(2027)
    found = {}
    for minute in range(at(2027, 1, 1), at(2028, 1, 1), MINUTE):
        reminder = bisect_left(slots, minute + 2 * HOUR)
        substitute = max(reminder + 1, bisect_left(slots, minute + 8 * HOUR))
        found[minute] = slots[reminder], slots[substitute]
    return found


def test_slots_are_the_same_hours_in_denmark_all_year() -> None:
    """08, 13 and 19, whatever the clock does; each a whole five minutes."""
    for year in YEARS:
        slots = list(slots_of(year))
        assert len(slots) == len(set(slots)) == 3 * 366
        assert {datetime.fromtimestamp(slot, ZONE).hour for slot in slots} == set(SLOTS)
        assert not [slot for slot in slots if slot % 300]


def test_every_minute_of_a_year_has_its_slots(minutes: dict[int, tuple[int, int]]) -> None:
    """Every tenth by the schedule itself; the substitute always after the reminder."""
    assert len(minutes) == 365 * 24 * 60
    for minute, (reminder, substitute) in list(minutes.items())[::10]:
        assert (USUAL.reminder(minute), USUAL.substitute(minute)) == (reminder, substitute)
    assert all(minute + 2 * HOUR <= r < s for minute, (r, s) in minutes.items())
    assert all(minute + 8 * HOUR <= s for minute, (_, s) in minutes.items())


def test_worst_case_of_a_year_is_what_every_minute_says(
    minutes: dict[int, tuple[int, int]],
) -> None:
    """20 h 59 on ordinary days; the autumn change of the clock adds an hour: 21 h 59."""
    waits = {minute: substitute - minute for minute, (_, substitute) in minutes.items()}
    worst = max(waits.values())
    assert worst == 21 * HOUR + 59 * MINUTE
    assert USUAL.worst(2027) - worst < MINUTE
    autumn = range(at(2027, 10, 29), at(2027, 11, 2))
    ordinary = max(wait for minute, wait in waits.items() if minute not in autumn)
    assert ordinary == 20 * HOUR + 59 * MINUTE
    assert all(USUAL.worst(year) < 22 * HOUR for year in YEARS)


@pytest.mark.parametrize(
    ("accepted", "reminder", "substitute"),
    [
        ((2027, 5, 10, 6, 0), "Mon 10 08:00", "Mon 10 19:00"),
        ((2027, 5, 10, 6, 1), "Mon 10 13:00", "Mon 10 19:00"),
        ((2027, 5, 10, 11, 1), "Mon 10 19:00", "Tue 11 08:00"),
        ((2027, 5, 10, 17, 1), "Tue 11 08:00", "Tue 11 13:00"),
        ((2027, 5, 14, 23, 0), "Sat 15 08:00", "Sat 15 13:00"),
        ((*SPRING, 1, 30), "Sun 28 08:00", "Sun 28 13:00"),
        ((2027, 3, 27, 22, 30), "Sun 28 08:00", "Sun 28 13:00"),
        ((*AUTUMN, 1, 30), "Sun 31 08:00", "Sun 31 13:00"),
        ((2027, 10, 30, 11, 1), "Sat 30 19:00", "Sun 31 08:00"),
    ],
)
def test_reminder_and_substitutes_of_days_that_were_looked_at(
    accepted: tuple[int, ...], reminder: str, substitute: str
) -> None:
    """By hand, the two changes of the clock among them."""
    now = at(*accepted)
    assert (told(USUAL.reminder(now)), told(USUAL.substitute(now))) == (reminder, substitute)


def test_after_the_alarm_working_mornings_ten_times_then_no_more() -> None:
    """From a Thursday on: weekends are left out, holidays are not, and the clock changes once."""
    now, gone = USUAL.reminder(at(2027, 3, 18, 7, 0)), []
    assert told(now) == "Thu 18 13:00"
    for went in range(1, MOST_AGAIN + 1):
        following = USUAL.again(went, now)
        assert following is not None
        gone.append(told(following))
        now = following
    assert gone == [
        *("Mon 22 08:00", "Tue 23 08:00", "Wed 24 08:00", "Thu 25 08:00", "Fri 26 08:00"),
        *("Mon 29 08:00", "Tue 30 08:00", "Wed 31 08:00", "Thu 01 08:00", "Fri 02 08:00"),
    ]
    assert USUAL.again(MOST_AGAIN + 1, now) is None


def test_first_morning_comes_after_the_alarm(minutes: dict[int, tuple[int, int]]) -> None:
    """22 hours after the acceptance at least, so never in the place of a substitute's mail."""
    for minute in list(minutes)[:: 7 * 60]:
        morning = USUAL.again(1, USUAL.reminder(minute))
        assert morning is not None
        assert morning >= minute + 22 * HOUR
        assert datetime.fromtimestamp(morning, ZONE).weekday() < 5


def test_hours_that_come_too_late_are_seen() -> None:
    """What `check` refuses: at 10 hours a substitute can wait a day."""
    assert Schedule(reminder_hours=2, substitute_hours=14, unread_hours=22).worst(2027) > 22 * HOUR
