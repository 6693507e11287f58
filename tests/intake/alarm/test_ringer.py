"""The alarm's own unit rings what waits, with pauses, until it was heard."""

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from intake.alarm import Ringer, Spool, Word

HOUR = 3_600


class Bell:
    """Writes down when which word was rung, and fails as often as it was told."""

    def __init__(self, spool: Spool, failures: int = 0) -> None:
        self.rung: list[tuple[float, Word]] = []
        self.failures = failures
        self.seconds = 0.0
        self.then: Callable[[], object] = lambda: None
        self.ringer = Ringer(
            spool=spool, road=self.road, steady=lambda: self.seconds, pause=self.pause
        )

    def road(self, word: Word) -> str:
        self.rung.append((self.seconds, word))
        self.failures -= 1
        return "it ended with 3" if self.failures >= 0 else ""

    def pause(self, seconds: float) -> None:
        self.seconds += seconds
        self.then()


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """With nothing in it."""
    return Spool(tmp_path)


def test_every_word_that_waits_is_rung_once(spool: Spool) -> None:
    """Then the unit ends."""
    for word in (Word.HELD, Word.LATE):
        spool(word)
    bell = Bell(spool)
    bell.ringer.run()
    assert {word for _, word in bell.rung} == {Word.HELD, Word.LATE}
    assert spool.waiting() == {}


def test_a_program_that_fails_is_run_again_with_growing_pauses(spool: Spool) -> None:
    """A minute, two, four, eight, then every fifteen; the spool says why it waits."""
    spool(Word.HELD)
    bell, seen = Bell(spool, failures=6), []
    bell.then = lambda: seen.append(spool.waiting()[Word.HELD])
    bell.ringer.run()
    times = [time for time, _ in bell.rung]
    assert [later - time for time, later in pairwise(times)] == [
        60, 120, 240, 480, 900, 900,
    ]  # fmt: skip
    assert set(seen) == {"it ended with 3"}


def test_a_new_word_does_not_wait_for_the_pause_of_another(spool: Spool) -> None:
    """Also while one cannot be rung."""
    spool(Word.HELD)
    bell = Bell(spool, failures=1)
    bell.then = lambda: spool(Word.NO_KEY) if bell.seconds == 10 else None
    bell.ringer.run()
    assert bell.rung == [(0.0, Word.HELD), (10.0, Word.NO_KEY), (60.0, Word.HELD)]


@pytest.mark.parametrize(
    ("word", "ago", "rings"),
    [
        (Word.STORE, HOUR - 60, False),
        (Word.STORE, HOUR + 60, True),
        (Word.STORE, -5 * HOUR, True),
        (Word.TEST, 1, True),
    ],
    ids=["within the hour", "later", "the clock was set back", "a test"],
)
def test_a_unit_that_starts_again_and_again_does_not_flood(
    spool: Spool, tmp_path: Path, word: Word, ago: int, rings: bool
) -> None:
    """Each start leaves the word anew; whoever tests hears it every time."""
    spool(word)
    spool.heard(word)
    spool(word)
    left = (tmp_path / "waiting" / word).stat().st_mtime
    os.utime(tmp_path / "heard" / word, (left - ago, left - ago))
    bell = Bell(spool)
    bell.ringer.run()
    assert [heard for _, heard in bell.rung] == ([word] if rings else [])
    assert spool.waiting() == {}
