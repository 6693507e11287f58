"""`upgrade` says what it will do, does it, and is never done by anything else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from intake.__main__ import main
from intake.installation import system_clock
from intake.operating import letters
from intake.operating.mistakes import WRONG
from intake.operating.upgrade import upgrade
from intake.outbox.schema import NUMBER
from intake.settings import Settings
from tests.certificates import NOW
from tests.intake.operating.conftest import House
from tests.intake.outbox.history import asked, made_by_1_0_0, rows, schema


@pytest.fixture
def old(house: House) -> House:
    """The installation as 1.0.0 left it."""
    for file in house.folder.glob("outbox.sqlite*"):
        file.unlink()
    made_by_1_0_0(house.environ["INFOHUS_DATABASE"])
    return house


def backups(house: House) -> list[Path]:
    return list(house.folder.glob("outbox-schema-1-*.backup"))


def run(house: House) -> int:
    """The command; what it says is kept."""
    return upgrade(Settings.from_env(house.environ), house.say, system_clock())


@pytest.mark.parametrize("command", ["web", "forward", "serve", "status", "purge", "init"])
def test_nothing_else_upgrades(old: House, command: str) -> None:
    """It does not start, says the cure in one sentence, and leaves the database as it was."""
    url = old.environ["INFOHUS_DATABASE"]
    before = schema(url), rows(url)
    done = CliRunner().invoke(main, [command], env=old.environ)
    assert done.exit_code == WRONG
    assert done.stderr == (
        f"the database has schema 1 and this version needs {NUMBER}:"
        " stop the services and run `infohus upgrade`\n"
    )
    assert (schema(url), rows(url)) == before
    assert backups(old) == []


def test_it_says_first_what_it_will_do(old: House) -> None:
    """From where to where, each step, and where the backup will lie; only then is it done."""
    url = old.environ["INFOHUS_DATABASE"]
    told: list[tuple[str, bool, int]] = []

    def say(line: str) -> None:
        told.append((line, "schema_number" in str(schema(url)), len(backups(old))))

    assert upgrade(Settings.from_env(old.environ), say, NOW) == 0
    (backup,) = backups(old)
    *before, after = told
    assert [line for line, *_ in before] == [
        f"database: from schema 1 to {NUMBER}, in one transaction:",
        "- Deliveries get a kind (letter, reminder, substitute), one of each to a recipient.",
        "- Letters get a place for what a human did with them, deliveries a plan, practice letters"
        " a table.",
        "- Letters can have a thread: what the reporter's code leads to, and a sealed question to"
        " them.",
        "- Each row is checked in words that SQLite reads faster; what is allowed stays the same.",
        f"before that a backup: {backup}",
    ]
    assert [(is_old, kept) for _, is_old, kept in before] == [(True, 0)] * 6
    assert after == (
        f"database: schema {NUMBER}; the backup goes by `purge` after keep_days",
        False,
        1,
    )


def test_a_second_time_there_is_nothing_to_do(old: House) -> None:
    """And no second backup."""
    run(old)
    old.said.clear()
    assert run(old) == 0
    assert old.said == [f"database: schema {NUMBER} is the newest; nothing to do"]
    assert len(backups(old)) == 1


def test_backup_goes_where_the_settings_say_and_with_the_purge(old: House) -> None:
    """After `keep_days`, and the operator is told."""
    folder = old.folder / "backups"
    folder.mkdir()
    old.environ["INFOHUS_BACKUPS"] = str(folder)
    run(old)
    (backup,) = folder.iterdir()
    installation = old.load()
    letters.purge(installation, old.say)
    assert backup.exists()
    aged = backup.with_name("outbox-schema-1-20260101T000000Z.backup")
    backup.rename(aged)
    letters.purge(installation, old.say)
    assert old.said[-1] == "deleted 1 backups from before an upgrade"
    assert not aged.exists()


def test_upgraded_installation_starts(old: House) -> None:
    """With the letters that waited."""
    run(old)
    assert old.load().outbox.count(system_clock()).waiting == 4
    assert asked(old.environ["INFOHUS_DATABASE"], "SELECT * FROM alembic_version") == [
        {"version_num": str(NUMBER)}
    ]


def test_no_running_service_carries_alembic() -> None:
    """Eight megabytes in each process, for one command."""
    look = "import sys, intake.__main__, intake.operating.run; print('alembic' in sys.modules)"
    command = [sys.executable, "-c", look]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    assert done.stdout == "False\n"
