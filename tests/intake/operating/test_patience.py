"""A database that is away at the start is waited for, with a reason, and rung for."""

import logging
from pathlib import Path

import pytest

from intake.installation import Installation
from intake.operating.patience import awaited
from intake.outbox import SchemaMismatch
from intake.settings import Settings
from tests.intake.operating.conftest import House
from tests.servers import free_port


def settings(house: House, **changes: str) -> Settings:
    """As they are, with a bell that writes down its words."""
    bell = house.folder / "bell"
    bell.write_text(f'#!/bin/sh\necho "$@" >> {house.folder / "rung"}\n', encoding="utf-8")
    bell.chmod(0o700)
    house.environ["INFOHUS_ALARM_COMMAND"] = str(bell)
    house.environ |= {f"INFOHUS_{name}": value for name, value in changes.items()}
    return Settings.from_env(house.environ, form=True, mail=True)


def test_file_that_is_away_is_waited_for(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """As a disk that is mounted later: one line in the log, one ring, then it goes on."""
    file, away, pauses = house.folder / "outbox.sqlite", house.folder / "away", list[float]()
    file.rename(away)

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 7:
            away.rename(file)

    with caplog.at_level(logging.WARNING):
        installation = awaited(Installation.load, settings(house), pause=pause)
    assert installation.outbox.writable()
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    told = [record.getMessage() for record in caplog.records if "waiting" in record.getMessage()]
    assert len(told) == 1
    assert "unable to open database file" in told[0]
    assert (house.folder / "rung").read_text() == "store\n"


class Enough(Exception):
    """The test has seen what it wanted."""


def test_server_that_does_not_answer_is_told_by_its_cause(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """Not by one word that could mean anything; and never with the password."""
    url = f"postgresql+psycopg://infohus:verysecret@127.0.0.1:{free_port()}/infohus"

    def pause(_: float) -> None:
        raise Enough

    with caplog.at_level(logging.WARNING), pytest.raises(Enough):
        awaited(Installation.load, settings(house, DATABASE=url), pause=pause)
    assert "Connection refused" in caplog.text
    assert "verysecret" not in caplog.text


def test_database_of_another_version_is_not_waited_for(house: House, tmp_path: Path) -> None:
    """No waiting mends it: the operator is told at once."""
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    with pytest.raises(SchemaMismatch):
        awaited(Installation.load, settings(house, DATABASE=f"sqlite:///{empty}"))
