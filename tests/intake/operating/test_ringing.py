"""The alarm by hand, by its own unit, and through a running unit."""

from dataclasses import replace
from pathlib import Path

import pytest

from intake.alarm import Spool, Word
from intake.operating import letters, ringing
from intake.settings import Settings, SettingsError
from tests.intake.operating.conftest import House


def settings(house: House, command: str, folder: Path | None) -> Settings:
    """Of an installation with this program and this spool."""
    house.environ["INFOHUS_ALARM_COMMAND"] = command
    return replace(Settings.from_env(house.environ), alarm_folder=folder)


def test_whoever_rings_by_hand_hears_that_nobody_is_told(house: House) -> None:
    """Without a command the alarm is a line in the log: not what was asked for."""
    assert ringing.ring(settings(house, "", None), Word.TEST, house.say) == 1
    assert "INFOHUS_ALARM_COMMAND" in house.text
    assert ringing.ring(settings(house, "/bin/true", None), Word.TEST, house.say) == 0
    assert ringing.ring(settings(house, "/bin/false", None), Word.TEST, house.say) == 1


def test_with_a_spool_the_word_is_left_and_its_own_unit_rings_it(
    house: House, tmp_path: Path
) -> None:
    """The unit that failed cannot reach anybody itself."""
    rung = tmp_path / "rung"
    (bell := tmp_path / "bell").write_text(f'#!/bin/sh\necho "$1" >> {rung}\n')
    bell.chmod(0o700)
    with_spool = settings(house, str(bell), tmp_path / "alarm")
    assert ringing.ring(with_spool, Word.UNIT_FAILED, house.say) == 0
    assert not rung.exists()
    assert ringing.ring_waiting(with_spool) == 0
    assert rung.read_text() == "unit-failed\n"
    assert Spool(tmp_path / "alarm").waiting() == {}


def test_without_a_program_nothing_waits_for_ever(house: House, tmp_path: Path) -> None:
    """systemd would begin the unit again and again."""
    Spool(tmp_path)(Word.HELD)
    assert ringing.ring_waiting(settings(house, "", tmp_path)) == 0
    assert Spool(tmp_path).waiting() == {}


def test_the_unit_that_failed_chooses_the_word() -> None:
    """What looks after all else has one of its own."""
    assert ringing.about("infohus-web.service") is Word.UNIT_FAILED
    assert ringing.about("infohus-check.service") is Word.CHECK
    assert ringing.about("") is None


@pytest.fixture
def systemctl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What systemctl does is written into the file that is returned."""
    stub = tmp_path / "bin" / "systemctl"
    stub.parent.mkdir()
    stub.write_text("")
    stub.chmod(0o700)
    monkeypatch.setenv("PATH", str(stub.parent), prepend=":")
    return stub


@pytest.mark.parametrize(
    ("state", "unit"), [("infohus", "infohus-web"), ("infohus-andeby", "infohus-web@andeby")]
)
def test_a_test_goes_through_the_unit_of_this_infohus(
    house: House, tmp_path: Path, systemctl: Path, state: str, unit: str
) -> None:
    """Of the only one on the machine, or of one among many."""
    systemctl.write_text(f"#!/bin/sh\necho $* > {tmp_path}/asked\nexit 1\n")
    alone = settings(house, "/bin/true", tmp_path / state / "alarm")
    ringing.through(alone, "web", house.say, pause=lambda _: None)
    assert (tmp_path / "asked").read_text() == f"is-active --quiet {unit}.service\n"


@pytest.mark.parametrize(
    ("does", "status", "told"),
    [
        ("mkdir -p {0}/heard; touch {0}/heard/test", 0, "somebody heard it"),
        ("exit 0", 1, "the unit left no word"),
        ("mkdir -p {0}/waiting; touch {0}/waiting/test", 1, "infohus-alarm.path"),
        ("mkdir -p {0}/waiting; printf 'it ended with 3' > {0}/waiting/test", 1, "ended with 3"),
        ("exit 1", 1, "does it run?"),
    ],
    ids=["heard", "silent", "not taken", "program failed", "not running"],
)
def test_a_test_through_a_unit_says_how_far_it_came(
    house: House, tmp_path: Path, systemctl: Path, does: str, status: int, told: str
) -> None:
    """Each place at which the word can be lost has its own sentence."""
    folder = tmp_path / "infohus" / "alarm"
    systemctl.write_text(f"#!/bin/sh\necho $* > {tmp_path}/asked\n")
    with systemctl.open("a") as stub:
        stub.write(f'case "$1" in is-active) exit 0 ;; esac\n{does.format(folder)}\n')
    with_spool = settings(house, "/bin/true", folder)
    assert ringing.through(with_spool, "web", house.say, pause=lambda _: None) == status
    assert told in house.text
    assert (tmp_path / "asked").read_text().endswith("--signal=SIGUSR1 infohus-web.service\n")


def test_without_a_spool_there_is_no_road_to_test(house: House) -> None:
    """Said as a setting that is missing."""
    with pytest.raises(SettingsError, match="INFOHUS_ALARM_FOLDER"):
        ringing.through(settings(house, "/bin/true", None), "web", house.say)


def test_status_says_what_nobody_has_heard(house: House, tmp_path: Path) -> None:
    """With the reason, so that whoever looks mends the program and not the service."""
    house.environ["INFOHUS_ALARM_FOLDER"] = str(tmp_path / "alarm")
    spool = Spool(tmp_path / "alarm")
    letters.status(house.load(), house.say)
    assert not any(line.startswith("alarm") for line in house.said)
    spool(Word.LATE)
    spool.failed(Word.LATE, "it ended with 22")
    letters.status(house.load(), house.say)
    assert "alarm late waits (it ended with 22)" in house.said
