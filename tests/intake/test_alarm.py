"""The alarm rings with a fixed word, once a day, and says when it could not."""

from pathlib import Path

import pytest

from intake.__main__ import ring
from intake.alarm import DAY, Alarm, Word


class Clock:
    now = 1_800_000_000

    def __call__(self) -> int:
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
    Alarm(command, Clock())("held")
    assert rung.read_text() == "to; me held\n"


def test_the_same_word_rings_once_a_day(tmp_path: Path) -> None:
    """A flood of alarms is silence too."""
    command, rung = bell(tmp_path)
    clock = Clock()
    alarm = Alarm(command, clock)
    for word in (Word.HELD, Word.HELD, Word.LATE):
        alarm(word)
    clock.now += DAY
    alarm(Word.HELD)
    assert [line.split()[-1] for line in rung.read_text().splitlines()] == ["held", "late", "held"]


def test_no_word_of_anybody_s_own(tmp_path: Path) -> None:
    """Nothing of a letter can become a word of the alarm."""
    command, rung = bell(tmp_path)
    with pytest.raises(ValueError, match="ABCD"):
        Alarm(command, Clock())("ABCD-EFGH")
    assert not rung.exists()


@pytest.mark.parametrize("gone", [True, False])
def test_a_command_that_fails_is_remembered(tmp_path: Path, gone: bool) -> None:
    """The exit status of the process tells that the bell is broken."""
    command, _ = bell(tmp_path, ending=3)
    alarm = Alarm(("/nowhere/at/all",) if gone else command, Clock())
    alarm(Word.HELD)
    assert alarm.failed


def test_whoever_rings_by_hand_hears_that_nobody_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without a command the alarm is a line in the log: not what was asked for."""
    assert ring((), "unit-failed") == 1
    assert "INFOHUS_ALARM_COMMAND" in capsys.readouterr().out
    assert ring(("/bin/true",), "unit-failed") == 0
    assert ring(("/bin/false",), "unit-failed") == 1
