"""Why letters wait is told by kind, logged when it changes, and rung for when it lasts."""

import pytest

from intake.alarm import Word
from intake.sending.waiting import Waiting


class Rung(list[Word]):
    """What was rung, and the seconds that passed."""

    seconds = 5.0

    def waiting(self) -> Waiting:
        return Waiting(self.append, lambda: self.seconds, 1_800)


def test_only_what_is_tried_in_vain_all_the_time_rings() -> None:
    """Half an hour of failures; an accepted letter between them begins it anew."""
    rung = Rung()
    waiting = rung.waiting()
    for seconds in (0, 1_700):
        rung.seconds += seconds
        waiting.fails("TimeoutError")
    waiting.ends()
    for seconds in (100, 1_799):
        rung.seconds += seconds
        waiting.fails("TimeoutError")
    assert rung == []
    rung.seconds += 1
    waiting.fails("TimeoutError")
    assert rung == [Word.LATE]


def test_what_is_refused_for_good_is_a_reason_and_no_vain_trying() -> None:
    """It waits for a human, who was rung for."""
    rung = Rung()
    waiting = rung.waiting()
    for _ in range(3):
        rung.seconds += 9_000
        waiting.because("recipient refused 550")
    assert (waiting.reason, rung) == ("recipient refused 550", [])


def test_log_says_each_reason_once_and_its_end(caplog: pytest.LogCaptureFixture) -> None:
    """No line for each letter."""
    waiting = Rung().waiting()
    waiting.ends()
    for _ in range(40):
        waiting.fails("TimeoutError")
    for _ in range(2):
        waiting.ends()
    assert [one.getMessage() for one in caplog.records] == [
        "letters wait: TimeoutError",
        "letters wait no longer",
    ]
