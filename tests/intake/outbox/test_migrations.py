"""From a database of 1.0.0 to today's: everything goes on, or nothing was changed."""

import sqlite3
import stat
import subprocess
from contextlib import AbstractContextManager, closing
from datetime import date
from pathlib import Path
from threading import Timer
from typing import Any

import psycopg
import pytest
from alembic.script import ScriptDirectory

from intake.outbox import Backups, Outbox, SchemaMismatch, StoreUnavailable
from intake.outbox.migrations import Upgrade
from intake.outbox.schema import NUMBER
from tests.intake.outbox.history import (
    HISTORY,
    SQLITE,
    asked,
    made_by_1_0_0,
    plain,
    rows,
    schema,
    step,
)
from tests.intake.sealed import ANE, BO, DAY, HOUR, NOW, letter
from tests.servers.pgbouncer import Pgbouncer
from tests.servers.postgres import BIN, shared

STATES: dict[str, set[str]] = {
    "GRAVEAAA": set(),
    "HAVEAAAA": {"accepted"},
    "HALFAAAA": {"accepted", "held"},
    "HELDAAAA": {"held"},
    "LATERAAA": {"postponed"},
    "LENTAAAA": {"leased"},
    "NEWAAAAA": {"new"},
    "PAUSEAAA": {"new"},
}
"""What 1.0.0 left behind."""
RENUMBER = "UPDATE alembic_version SET version_num = '{}'"


@pytest.fixture
def old(url: str) -> str:
    """The address of a database of 1.0.0 with a letter in every state."""
    made_by_1_0_0(url)
    return url


@pytest.fixture
def backups(url: str, tmp_path: Path) -> Backups:
    """A folder of its own."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return Backups(database=url, folder=folder)


def upgrade(backups: Backups) -> Path:
    """As the command does; where the backup lies."""
    upgrading = Upgrade(backups.database, backups)
    backup = backups.path(upgrading.plan().present, NOW)
    upgrading.run(backup)
    return backup


@pytest.fixture
def upgraded(old: str, backups: Backups) -> str:
    """The same database after the upgrade."""
    upgrade(backups)
    return old


def test_the_old_database_is_what_the_tests_believe(old: str) -> None:
    """A letter in every state, and the number of 1.0.0."""
    found: dict[str, set[str]] = {
        row["reference"]: set() for row in asked(old, "SELECT reference FROM letter")
    }
    for row in asked(old, "SELECT reference, state FROM delivery"):
        found[row["reference"]].add(row["state"])
    assert found == STATES
    assert asked(old, "SELECT number FROM schema_number") == [{"number": 1}]


def test_first_step_is_what_1_0_0_made(old: str, tmp_path: Path) -> None:
    """Table by table, to the last constraint."""
    new = shared().database() if not old.startswith(SQLITE) else f"{SQLITE}{tmp_path / 'new'}"
    step(new, "1")
    expected = set(schema(old))
    found = {row for row in schema(new) if "alembic_version" not in " ".join(row)}
    assert found == expected
    assert asked(new, "SELECT number FROM schema_number") == [{"number": 1}]


def test_old_and_new_databases_have_one_schema(upgraded: str, tmp_path: Path) -> None:
    """What an upgrade leaves is what `init` makes."""
    new = shared().database() if not upgraded.startswith(SQLITE) else f"{SQLITE}{tmp_path / 'new'}"
    Outbox.create(new)
    assert schema(upgraded) == schema(new)


def test_number_is_that_of_the_newest_step() -> None:
    """And every step says in a sentence what it does."""
    steps = list(ScriptDirectory(HISTORY).walk_revisions())
    assert [each.revision for each in steps] == [str(n) for n in range(NUMBER, 0, -1)]
    assert all(each.doc.endswith(".") for each in steps)


def test_older_schema_stops_the_start_and_says_the_cure(old: str) -> None:
    """Neither `init` nor a start upgrades by itself."""
    before = schema(old), rows(old)
    for start in (Outbox, Outbox.create):
        with pytest.raises(SchemaMismatch, match="run `infohus upgrade`"):
            start(old)
    assert (schema(old), rows(old)) == before


@pytest.mark.parametrize("number", [str(NUMBER + 1), "99"])
def test_newer_schema_stops_everything(upgraded: str, backups: Backups, number: str) -> None:
    """In one sentence, and nothing is touched."""
    asked(upgraded, RENUMBER.format(number))
    before = schema(upgraded), rows(upgraded)
    for start in (Outbox, Outbox.create, lambda url: Upgrade(url, backups).plan()):
        with pytest.raises(SchemaMismatch, match=rf"schema {number}, made by a newer version"):
            start(upgraded)
    with pytest.raises(SchemaMismatch, match="newer"):
        Upgrade(upgraded, backups).run(backups.path(9, NOW))
    assert (schema(upgraded), rows(upgraded)) == before
    assert not backups.path(9, NOW).exists()


@pytest.mark.parametrize("written", ["seven", ""])
def test_number_that_we_never_wrote_is_not_ours(upgraded: str, written: str) -> None:
    """Whatever it is, it is left alone."""
    asked(upgraded, RENUMBER.format(written))
    with pytest.raises(SchemaMismatch, match="not made by"):
        Outbox(upgraded)


def test_database_with_marks_of_both_versions_is_not_ours(upgraded: str) -> None:
    """As after a dump that was put back over what was there."""
    asked(upgraded, "CREATE TABLE schema_number (number INTEGER)")
    asked(upgraded, "INSERT INTO schema_number VALUES (1)")
    with pytest.raises(SchemaMismatch, match="not made by"):
        Outbox(upgraded)


def test_empty_database_is_not_upgraded(url: str, backups: Backups) -> None:
    """There is `init` for that."""
    if url.startswith(SQLITE):
        Path(url.removeprefix(SQLITE)).touch()
    with pytest.raises(SchemaMismatch, match="run `infohus init`"):
        Upgrade(url, backups).plan()


def test_1_0_0_does_not_take_the_new_database_for_its_own(upgraded: str) -> None:
    """It asks for the table of its number, and starts only when that says 1."""
    tables = {" ".join(row) for row in schema(upgraded)}
    assert not [row for row in tables if "schema_number" in row]


def test_plan_says_what_will_be_done_and_changes_nothing(old: str, backups: Backups) -> None:
    """Each step in a sentence."""
    before = schema(old), rows(old)
    plan = Upgrade(old, backups).plan()
    assert (plan.present, plan.newest) == (1, NUMBER)
    assert plan.steps == (
        "Deliveries get a kind (letter, reminder, substitute), one of each to a recipient.",
        "Letters get a place for what a human did with them, deliveries a plan, practice letters a"
        " table.",
        "Letters can have a thread: what the reporter's code leads to, and a sealed question to"
        " them.",
        "Each row is checked in words that SQLite reads faster; what is allowed stays the same.",
    )
    assert (schema(old), rows(old)) == before


def test_every_row_stays_as_it_was(old: str, backups: Backups) -> None:
    """Byte for byte; each delivery is of the kind that 1.0.0 knew, and no human is waited for."""
    delivery = {"kind": "letter", "subject": None, "sent": 0}
    letter = dict.fromkeys(("standing", "awaited_since", "read_on", "closed_on", "asked_on"))
    expected = [row | (delivery if "recipient" in row else letter) for row in rows(old)]
    upgrade(backups)
    assert rows(old) == expected


READ_LETTER = """
INSERT INTO letter (reference, submission, digest, day, finished, body, standing, read_on)
VALUES ('READAAAA', '{0}', '{0}', 20000, 20001, '{0}', 'read', 20001)
"""
MAILED = """
INSERT INTO delivery (reference, recipient, state, due, attempts, kind, subject, sent)
VALUES ('READAAAA', 'vikar@test.example', 'accepted', 0, 0, 'substitute', 'a subject', 2)
"""
DRILL = """
INSERT INTO practice (reference, kind, begun) VALUES ('READAAAA', 'drill', 1728000000)
"""
THREAD = """
INSERT INTO thread (id, reference, public_key) VALUES ('0123456789abcdef', 'READAAAA', 'a key')
"""


@pytest.mark.parametrize("present", ["3", "4"])
def test_rows_of_a_later_schema_stay_as_they_were(url: str, backups: Backups, present: str) -> None:
    """Letters that were read, deliveries that were planned, drills, threads."""
    if url.startswith(SQLITE):
        Path(url.removeprefix(SQLITE)).touch(0o600)
    step(url, present)
    for row in (READ_LETTER.format("marker"), MAILED, DRILL):
        asked(url, row)
    if present == "4":
        asked(url, THREAD)
    others = ["SELECT * FROM practice", *["SELECT * FROM thread"] * (present == "4")]
    before = rows(url), [asked(url, each) for each in others]
    assert len(before[0]) == 2
    assert Upgrade(url, backups).plan().present == int(present)
    upgrade(backups)
    assert (rows(url), [asked(url, each) for each in others]) == before
    outbox = Outbox(url)
    assert (outbox.threads.of("READAAAA") is None) == (present == "3")
    seen = outbox.seen("READAAAA")
    assert seen is not None
    assert seen.substitutes == ("vikar@test.example",)
    outbox.close()


def test_upgraded_twice_nothing_happens(upgraded: str, backups: Backups) -> None:
    """There is no step left, and doing it all the same changes nothing."""
    before = schema(upgraded), rows(upgraded)
    assert Upgrade(upgraded, backups).plan().steps == ()
    upgrade(backups)
    assert (schema(upgraded), rows(upgraded)) == before


def lent(outbox: Outbox, now: int) -> dict[tuple[str, str], Any]:
    """Everything that is due, by letter and recipient."""
    leases = outbox.lease(now, 50)
    return {(one.message.reference, one.message.recipients[0]): one for one in leases}


def test_every_letter_of_1_0_0_goes_on(upgraded: str) -> None:
    """Leased, accepted, purged: each as it should, with the body that 1.0.0 sealed."""
    bodies = {row["reference"]: row["body"] for row in rows(upgraded) if "body" in row}
    outbox = Outbox(upgraded)
    assert set(lent(outbox, NOW)) == {("NEWAAAAA", ANE), ("NEWAAAAA", BO)}
    later = lent(outbox, NOW + HOUR)
    waiting = ("LATERAAA", "LENTAAAA", "NEWAAAAA", "PAUSEAAA")
    assert set(later) == {(name, to) for name in waiting for to in (ANE, BO)}
    assert {one.attempts for key, one in later.items() if key[0] == "LATERAAA"} == {1}
    for (reference, _), lease in later.items():
        assert lease.message.body == bodies[reference]
        assert outbox.accepted(lease, NOW + HOUR)
    assert outbox.count(NOW + HOUR).waiting == 0
    assert outbox.purge(NOW + 8 * DAY, 7, 60).letters == 1 + len(waiting)
    assert outbox.purge(NOW + 60 * DAY, 7, 60).tombstones == 1
    outbox.close()


def test_what_1_0_0_held_is_released_and_what_it_kept_is_sent_again(upgraded: str) -> None:
    """By the operator, one letter at a time."""
    outbox = Outbox(upgraded)
    assert {(one.reference, one.recipient, one.reason) for one in outbox.held()} == {
        ("HALFAAAA", BO, "recipient refused 550"),
        ("HELDAAAA", ANE, "letter too large"),
        ("HELDAAAA", BO, "letter too large"),
    }
    assert (outbox.release("HALFAAAA"), outbox.release("HELDAAAA")) == (1, 2)
    assert (outbox.resend("HAVEAAAA", NOW), outbox.resend("GRAVEAAA", NOW)) == (2, 0)
    again = {("HALFAAAA", BO)} | {(one, to) for one in ("HAVEAAAA", "HELDAAAA") for to in (ANE, BO)}
    assert again <= set(lent(outbox, NOW))
    outbox.close()


def test_page_that_1_0_0_received_is_known_when_it_is_sent_again(upgraded: str) -> None:
    """Also as a tombstone: it stays one letter, with the number that was said."""
    outbox = Outbox(upgraded)
    for reference in STATES:
        filed = outbox.put(
            letter("ZZZZZZZZ"),
            submission=b"s" * 24 + reference.encode(),
            digest=b"other",
            now=NOW,
            not_before=NOW,
        )
        assert (filed.reference, filed.digest) == (reference, b"d" * 24 + reference.encode())
    assert len(outbox.known(date(2020, 1, 1))) == len(STATES)
    outbox.close()


def restored(backup: Path, url: str, folder: Path) -> str:
    """The backup in a new place, as the handbook says."""
    if url.startswith(SQLITE):
        new = folder / "restored.sqlite"
        new.write_bytes(backup.read_bytes())
        return f"{SQLITE}{new}"
    there = shared().database()
    into = f"--dbname={plain(there)}"
    subprocess.run([BIN / "pg_restore", "--no-owner", "--exit-on-error", into, backup], check=True)
    return there


def test_backup_brings_back_the_old(old: str, backups: Backups, tmp_path: Path) -> None:
    """Schema and rows; and it can be upgraded like the first."""
    before = schema(old), rows(old)
    backup = upgrade(backups)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(backup.parent.iterdir()) == [backup]
    new = restored(backup, old, tmp_path)
    assert (schema(new), rows(new)) == before
    upgrade(Backups(database=new, folder=tmp_path))
    assert (schema(new), rows(new)) == (schema(old), rows(old))


def refuses(backups: Backups, match: str) -> None:
    """The upgrade stops, and everything is as before."""
    before = schema(backups.database), rows(backups.database)
    with pytest.raises(StoreUnavailable, match=match):
        upgrade(backups)
    assert (schema(backups.database), rows(backups.database)) == before


def test_without_a_backup_nothing_is_changed(old: str, tmp_path: Path) -> None:
    """A folder that is not there, or where this name is taken by what is no file of ours."""
    refuses(Backups(database=old, folder=tmp_path / "nowhere"), "no backup could be made")
    name = Backups(database=old, folder=tmp_path).path(1, NOW)
    name.with_name(f"{name.name}.part").mkdir()
    refuses(Backups(database=old, folder=tmp_path), "no backup could be made")


@pytest.mark.parametrize("program", ["/bin/false", "/no/such/program"])
def test_without_pg_dump_nothing_is_changed(tmp_path: Path, program: str) -> None:
    """Nothing half is left either."""
    url = shared().database()
    made_by_1_0_0(url)
    refuses(Backups(database=url, folder=tmp_path, pg_dump=program), "no backup could be made")
    assert list(tmp_path.iterdir()) == []


def test_postgresql_needs_a_folder_for_the_backup() -> None:
    """There is no file to lie beside."""
    url = shared().database()
    made_by_1_0_0(url)
    refuses(Backups(database=url), "INFOHUS_BACKUPS")


def test_pg_dump_is_told_the_password_where_nobody_sees_it(tmp_path: Path) -> None:
    """Not on its command line; with the address that the service has."""
    program, told = tmp_path / "pg_dump", tmp_path / "told"
    program.write_text(f'#!/bin/sh\n{{ echo "$PGPASSWORD"; echo "$@"; }} > {told}\nexit 1\n')
    program.chmod(0o755)
    url = shared().database()
    made_by_1_0_0(url)
    with_password = url.replace("infohus@", "infohus:it's%20secret@") + "?application_name=a%20b"
    refuses(Backups(database=with_password, folder=tmp_path, pg_dump=str(program)), "by /")
    password, line = told.read_text().splitlines()
    assert password == "it's secret"
    assert "secret" not in line
    assert "dbname='t" in line
    assert "application_name='a b'" in line


def test_damaged_sqlite_database_is_not_upgraded(tmp_path: Path) -> None:
    """A copy that is not sound is no backup."""
    url = f"{SQLITE}{tmp_path / 'outbox.sqlite'}"
    made_by_1_0_0(url)
    (index,) = asked(url, "SELECT rootpage FROM sqlite_master WHERE name = 'delivery_held'")
    (page,) = asked(url, "PRAGMA page_size")
    with (tmp_path / "outbox.sqlite").open("r+b") as file:
        file.seek(index["rootpage"] * page["page_size"] - 8)
        file.write(b"spoilt!!")
    with pytest.raises(StoreUnavailable, match="damaged"):
        upgrade(Backups(database=url))
    assert asked(url, "SELECT number FROM schema_number") == [{"number": 1}]
    assert [one.name for one in tmp_path.iterdir()] == ["outbox.sqlite"]


def opened(url: str) -> AbstractContextManager[Any]:
    """A service of 1.0.0 that still runs and does nothing."""
    if not url.startswith(SQLITE):
        return psycopg.connect(plain(url), autocommit=True)
    service = sqlite3.connect(url.removeprefix(SQLITE))
    service.execute("SELECT * FROM schema_number").close()
    return closing(service)


def test_while_a_service_runs_nothing_is_changed(
    old: str, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would go on with a schema that is gone. What was refused then holds nothing open."""
    impatient = ("busy_timeout=50", "locking_mode=EXCLUSIVE", "journal_mode=WAL")
    before = schema(old), rows(old)
    with monkeypatch.context() as meanwhile, opened(old):
        meanwhile.setattr("intake.outbox.sqlite.ALONE", impatient)
        meanwhile.setattr("intake.outbox.postgresql._GOING", 0.1)
        with pytest.raises(StoreUnavailable, match="stop the services first") as refused:
            upgrade(backups)
    assert (schema(old), rows(old)) == before
    upgrade(backups)
    assert refused.value.__context__ or not old.startswith(SQLITE)  # it is kept, with all it knows


def test_connection_that_is_just_going_is_waited_for(tmp_path: Path) -> None:
    """PostgreSQL has it for a moment after its client, stopped or killed, is gone."""
    url = shared().database()
    made_by_1_0_0(url)
    going = psycopg.connect(plain(url), autocommit=True)
    leave = Timer(0.5, going.close)
    leave.start()
    upgrade(Backups(database=url, folder=tmp_path))
    assert going.closed
    leave.join()


def test_pool_keeps_connections_of_stopped_services_until_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `handbook/operations.md` says: RECONNECT at its console, then `upgrade`."""
    url = shared().database()
    made_by_1_0_0(url)
    with Pgbouncer(shared().port, "admin_users = infohus") as pool:
        backups = Backups(database=pool.before(url), folder=tmp_path)
        address = plain(backups.database)
        with psycopg.connect(address) as form, psycopg.connect(address) as forwarder:
            for service in (form, forwarder):
                service.execute("SELECT 1")
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr("intake.outbox.postgresql._GOING", 1.0)
            with pytest.raises(StoreUnavailable, match="stop the services first"):
                upgrade(backups)
        pool.reconnect()
        upgrade(backups)


def test_purge_deletes_backups_with_the_letters(url: str, backups: Backups) -> None:
    """After `keep_days`, also what is left of broken ones; nothing else in the folder."""
    assert backups.folder is not None
    made = backups.path(1, NOW)
    for name in (made.name, f"{made.name}.part", f"{made.name}.part-journal", "recipients.backup"):
        (backups.folder / name).write_bytes(b"x")
    assert backups.purge(NOW + 6 * DAY, 7) == 0
    assert backups.purge(NOW + 7 * DAY, 7) == 3
    assert [one.name for one in backups.folder.iterdir()] == ["recipients.backup"]


def test_backup_of_sqlite_lies_beside_it(tmp_path: Path) -> None:
    """Where nothing else is said; and goes from there."""
    backups = Backups(database=f"{SQLITE}{tmp_path / 'outbox.sqlite'}")
    made_by_1_0_0(backups.database)
    assert upgrade(backups).parent == tmp_path
    assert backups.purge(NOW, 0) == 1


def test_second_delivery_of_a_kind_is_refused(upgraded: str) -> None:
    """A letter goes to nobody twice; a reminder of it may."""
    copy = """
        INSERT INTO delivery (id, reference, recipient, state, due, attempts, kind)
        SELECT 1000 + id, reference, recipient, state, due, attempts, '{}' FROM delivery
        WHERE reference = 'NEWAAAAA'
    """
    asked(upgraded, copy.format("reminder"))
    refused: tuple[type[Exception], ...] = (sqlite3.IntegrityError, psycopg.IntegrityError)
    for kind in ("letter", "postcard"):
        with pytest.raises(refused):
            asked(upgraded, copy.format(kind))
