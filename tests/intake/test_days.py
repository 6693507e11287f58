"""Days in Denmark: both sides of midnight, summer and winter."""

from datetime import UTC, date, datetime

import pytest

from intake.days import begins, day_of, numbers


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2026-11-25T22:59:59", date(2026, 11, 25)),
        ("2026-11-25T23:00:00", date(2026, 11, 26)),
        ("2026-07-01T21:59:59", date(2026, 7, 1)),
        ("2026-07-01T22:00:00", date(2026, 7, 2)),
        ("2026-12-31T23:00:00", date(2027, 1, 1)),
        ("2027-03-28T21:59:59", date(2027, 3, 28)),
        ("2027-03-28T22:00:00", date(2027, 3, 29)),
        ("2027-10-31T22:59:59", date(2027, 10, 31)),
        ("2027-10-31T23:00:00", date(2027, 11, 1)),
    ],
)
def test_a_day_changes_at_midnight_in_denmark(utc: str, day: date) -> None:
    """Also on the two days on which the clock changes, and over new year."""
    now = int(datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp())
    assert day_of(now) == day
    assert day_of(int(begins(day).timestamp())) == day
    assert day_of(int(begins(day).timestamp()) - 1) < day


def test_a_day_is_written_in_numbers() -> None:
    """Without zeros that nobody says."""
    assert numbers(date(2027, 1, 5)) == "5.1.2027"
