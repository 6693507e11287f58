"""The alarm rings with a fixed word, once a day, and says when it could not."""

import threading
from pathlib import Path

import pytest

from intake.alarm import Alarm, Program, Word
from intake.days import DAY
from tests.servers import until


class Seconds:
    """As `time.monotonic` counts them."""

    now = 5.0

    def __call__(self) -> float:
        return self.now


def bell(tmp_path: Path, ending: int = 0) -> tuple[tuple[str, ...], Path]:
    """A command that writes down its words."""
    rung = tmp_path / "rung"
    program = tmp_path / "bell"
    program.write_text(f'#!/bin/sh\necho "$@" >> {rung}\nexit {ending}\n', encoding="utf-8")
    program.chmod(0o700)
    return (str(program), "to; me"), rung


def test_the_command_gets_its_own_words_and_one_of_ours(tmp_path: Path) -> None:
    """No shell: a semicolon is a sign like others."""
    command, rung = bell(tmp_path)
    Alarm(Program(command), Seconds())("held")
    assert rung.read_text() == "to; me held\n"


def test_the_same_word_rings_once_a_day(tmp_path: Path) -> None:
    """A flood of alarms is silence too."""
    command, rung = bell(tmp_path)
    seconds = Seconds()
    alarm = Alarm(Program(command), seconds)
    for word in (Word.HELD, Word.HELD, Word.LATE):
        alarm(word)
    seconds.now += DAY
    alarm(Word.HELD)
    assert [line.split()[-1] for line in rung.read_text().splitlines()] == ["held", "late", "held"]


def test_no_word_of_anybody_s_own(tmp_path: Path) -> None:
    """Nothing of a letter can become a word of the alarm."""
    command, rung = bell(tmp_path)
    with pytest.raises(ValueError, match="ABCD"):
        Alarm(Program(command), Seconds())("ABCD-EFGH")
    assert not rung.exists()


def never(_: float) -> None:
    """A pause that does not end while the test lasts."""
    threading.Event().wait(60)


@pytest.mark.parametrize("gone", [True, False])
def test_a_command_that_fails_is_remembered(tmp_path: Path, gone: bool) -> None:
    """The exit status of the process tells that the bell is broken."""
    command, _ = bell(tmp_path, ending=3)
    alarm = Alarm(Program(("/nowhere/at/all",) if gone else command), Seconds(), never)
    alarm(Word.HELD)
    assert alarm.failed


def test_a_command_that_fails_is_tried_again_with_pauses_until_it_worked(tmp_path: Path) -> None:
    """Whoever made the program mends it; then every word that nobody heard is rung once."""
    command, rung = bell(tmp_path, ending=3)
    pauses: list[float] = []
    tried_often = threading.Event()

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 7:
            bell(tmp_path)
            rung.unlink()
            tried_often.set()

    alarm = Alarm(Program(command), Seconds(), pause)
    alarm(Word.HELD)
    alarm(Word.LATE)
    assert tried_often.wait(20)
    assert until(lambda: not alarm.failed)
    assert {line.split()[-1] for line in rung.read_text().splitlines()} == {"held", "late"}
    assert pauses[:6] == [60, 120, 240, 480, 900, 900]


def test_a_word_that_is_being_tried_again_is_not_rung_beside_it(tmp_path: Path) -> None:
    """Also days later; and once it was heard it is quiet for a day from then."""
    command, rung = bell(tmp_path, ending=3)
    seconds, goes_on = Seconds(), threading.Event()
    alarm = Alarm(Program(command), seconds, lambda _: goes_on.wait(20))
    alarm(Word.HELD)
    seconds.now += 3 * DAY
    alarm(Word.HELD)
    assert len(rung.read_text().splitlines()) == 1
    bell(tmp_path)
    goes_on.set()
    assert until(lambda: not alarm.failed)
    for later in (DAY - 1, 1):
        seconds.now += later
        alarm(Word.HELD)
    assert len(rung.read_text().splitlines()) == 3


def test_a_bell_that_breaks_again_is_tried_again_again(tmp_path: Path) -> None:
    """The thread that rang has ended: the next failure begins another."""
    command, rung = bell(tmp_path, ending=3)
    alarm = Alarm(Program(command), Seconds(), lambda _: bell(tmp_path))
    for word in (Word.HELD, Word.LATE, Word.STORE):
        bell(tmp_path, ending=3)
        alarm(word)
        assert until(lambda: not alarm.failed)
    heard = [line.split()[-1] for line in rung.read_text().splitlines()]
    assert heard == ["held", "held", "late", "late", "store", "store"]
