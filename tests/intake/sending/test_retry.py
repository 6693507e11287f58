"""Pauses grow, are jittered, and never end."""

import pytest

from intake.sending.retry import LONGEST, SERVER_LONGEST, letter_pause, server_pause


def middle() -> float:
    """Jitter that changes nothing."""
    return 0.5


def test_letter_pauses_double_from_five_minutes_to_an_hour() -> None:
    """And stay there, however often a letter was refused."""
    pauses = [letter_pause(attempts, middle) for attempts in (0, 1, 2, 3, 4, 5, 10_000)]
    assert pauses == [300, 600, 1200, 2400, 3600, 3600, 3600]


def test_server_pauses_double_from_eight_seconds_to_ten_minutes() -> None:
    """A server that is back is soon used again."""
    pauses = [server_pause(failures, middle) for failures in (0, 1, 6, 7, 10_000)]
    assert pauses == [8, 16, 512, 600, 600]


@pytest.mark.parametrize("attempts", [0, 3, 50])
def test_jitter_moves_a_pause_by_a_quarter_at_most(attempts: int) -> None:
    """Many letters refused at once do not come back at once."""
    whole = letter_pause(attempts, middle)
    assert letter_pause(attempts, lambda: 0.0) == whole * 3 // 4
    assert letter_pause(attempts, lambda: 0.999_999) <= whole * 5 // 4
    assert len({letter_pause(attempts) for _ in range(50)}) > 10


def test_no_pause_is_beyond_what_the_outbox_takes_for_a_wrong_clock() -> None:
    """The longest pause is far from the horizon of a lease."""
    assert max(LONGEST, SERVER_LONGEST) * 5 // 4 < 6 * 3_600
