"""The outbox: the same promises on SQLite and PostgreSQL."""

import multiprocessing
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from intake.accepting.clerk import Letterbox
from intake.outbox import Outbox, SchemaMismatch, StoreUnavailable, sqlite
from intake.outbox.leases import SECONDS as LEASE
from tests.intake.sealed import ANE, BO, DAY, HOUR, NOW, letter, put

YEAR = 365 * DAY


@pytest.fixture
def outbox(url: str) -> Iterator[Outbox]:
    """An empty outbox."""
    Outbox.create(url)
    made = Outbox(url)
    yield made
    made.close()


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    """What a query answers, past our code."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            found = connection.execute(text(query))
            return [tuple(row) for row in found] if found.returns_rows else []
    finally:
        engine.dispose()


def finish(outbox: Outbox, now: int = NOW) -> None:
    """Everything that is due is accepted."""
    while leases := outbox.lease(now, 50):
        for lease in leases:
            assert outbox.accepted(lease, now)


def test_letter_is_lent_whole_once_for_each_recipient(outbox: Outbox) -> None:
    """One row, two deliveries, each with one envelope recipient and every byte."""
    put(outbox, letter("ABCDEFGH", ANE, BO, ANE))
    lent = [(one.message.recipients, one.message.body) for one in outbox.lease(NOW, 10)]
    body = letter("ABCDEFGH").body
    assert sorted(lent) == [((ANE,), body), ((BO,), body)]


def test_letter_put_twice_is_kept_once(outbox: Outbox) -> None:
    """A double click finds the first letter, whatever reference the second was given."""
    first = put(outbox)
    again = outbox.put(
        letter("ZZZZZZZZ"), submission=b"ABCDEFGH", digest=b"other", now=NOW + DAY, not_before=0
    )
    assert (again.reference, again.digest) == ("ABCDEFGH", b"dABCDEFGH")
    assert again.day == first.day == date(2027, 1, 15)
    assert len(outbox.lease(NOW, 10)) == 1


def test_unknown_submission_finds_nothing(outbox: Outbox) -> None:
    """Only what was put is found."""
    put(outbox)
    assert outbox.find(b"other") is None


def put_all(url: str, sign: str) -> list[str]:
    """Put thirty submissions under references of this process; runs in its own process.

    Two at the same rows and without a pause: SQLite lets one of them wait now and then.
    """
    sqlite.WRITING = ("busy_timeout=60000", *sqlite.WRITING[1:])
    outbox = Outbox(url)
    filed = []
    for number in range(30):
        message = letter(f"{sign * 6}{number:02}")
        key = b"submission%d" % number
        filed.append(outbox.put(message, submission=key, digest=b"d", now=NOW, not_before=NOW))
    outbox.close()
    return [one.reference for one in filed]


def test_two_processes_put_each_submission_once(outbox: Outbox, url: str) -> None:
    """Whoever comes second is told the reference of the first."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        mine, yours = pool.map(put_all, [url, url], ["A", "B"])
    assert mine == yours
    assert sorted(one.message.reference for one in outbox.lease(NOW, 100)) == sorted(mine)


def test_reference_in_use_is_refused(outbox: Outbox) -> None:
    """Two letters never share a reference; the reporter is asked to send again."""
    put(outbox)
    with pytest.raises(StoreUnavailable):
        outbox.put(letter(), submission=b"another", digest=b"d", now=NOW, not_before=NOW)


def test_letter_to_nobody_is_refused(outbox: Outbox) -> None:
    """What nobody would get is not received."""
    with pytest.raises(ValueError, match="nobody"):
        outbox.put(
            letter().__class__("ABCDEFGH", (), b"x"),
            submission=b"s",
            digest=b"d",
            now=NOW,
            not_before=NOW,
        )


def test_letter_with_a_pause_waits_for_it(outbox: Outbox) -> None:
    """It is due at the next whole five minutes after its pause."""
    outbox.put(letter(), submission=b"s", digest=b"d", now=NOW, not_before=NOW + 600)
    assert outbox.lease(NOW + 599, 10) == []
    assert len(outbox.lease(NOW + 900, 10)) == 1


def test_lent_letter_is_not_lent_again_before_its_lease_ends(outbox: Outbox) -> None:
    """A forwarder that died gives way when its time is up."""
    put(outbox)
    assert len(outbox.lease(NOW, 10)) == 1
    assert outbox.lease(NOW + LEASE - 1, 10) == []
    assert len(outbox.lease(NOW + LEASE + 300, 10)) == 1


def test_slow_forwarder_cannot_touch_what_was_lent_to_another(outbox: Outbox) -> None:
    """Every verb of the old lease answers False and changes nothing."""
    put(outbox)
    (old,) = outbox.lease(NOW, 10)
    later = NOW + LEASE + 300
    (new,) = outbox.lease(later, 10)
    assert not outbox.accepted(old, later)
    assert not outbox.postpone(old, later)
    assert not outbox.hold(old, later, "x")
    assert not outbox.give_back(old)
    assert outbox.accepted(new, later)
    assert not outbox.accepted(new, later)


def test_several_are_noted_in_one_go(outbox: Outbox) -> None:
    """Only those that are still ours count, and only whole letters are finished."""
    for reference in ("AAAAAAAA", "BBBBBBBB"):
        put(outbox, letter(reference, ANE, BO))
    lent = sorted(outbox.lease(NOW, 9), key=lambda one: one.message.reference)
    assert outbox.accepted(lent[0], NOW)
    assert outbox.accepted_all(lent[:3], NOW) == 2
    assert [one.accepted for one in outbox.known(date(2027, 1, 15))] == [True, False]
    assert outbox.accepted_all(lent[:3], NOW) == 0


def test_postponed_letter_comes_back_with_one_attempt_more(outbox: Outbox) -> None:
    """The pause is kept, rounded up to five minutes."""
    put(outbox)
    (lease,) = outbox.lease(NOW, 10)
    assert outbox.postpone(lease, NOW + 1000)
    assert outbox.lease(NOW + 1000, 10) == []
    (again,) = outbox.lease(NOW + 1300, 10)
    assert again.attempts == 1


def test_letter_given_back_is_due_at_once_and_unchanged(outbox: Outbox) -> None:
    """A server that was away costs a letter no attempt."""
    put(outbox)
    (lease,) = outbox.lease(NOW, 10)
    assert outbox.give_back(lease)
    (again,) = outbox.lease(NOW, 10)
    assert again.attempts == 0


def test_held_letter_waits_for_a_human(outbox: Outbox) -> None:
    """It is listed with its reason, never lent, and comes back when released."""
    put(outbox, letter("ABCDEFGH", ANE, BO))
    first, second = outbox.lease(NOW, 10)
    outbox.hold(first, NOW, "recipient refused 550")
    outbox.accepted(second, NOW)
    (held,) = outbox.held()
    assert (held.reference, held.recipient) == ("ABCDEFGH", first.message.recipients[0])
    assert (held.reason, held.since) == ("recipient refused 550", date(2027, 1, 15))
    assert outbox.lease(NOW + YEAR, 10) == []
    assert outbox.release("ABCDEFGH") == 1
    assert outbox.release("ABCDEFGH") == 0
    assert outbox.held() == []
    assert len(outbox.lease(NOW, 10)) == 1


def test_letter_not_accepted_everywhere_is_never_deleted(outbox: Outbox) -> None:
    """Held for one recipient, it stays for years, also for the clock's."""
    put(outbox, letter("ABCDEFGH", ANE, BO))
    first, second = outbox.lease(NOW, 10)
    outbox.accepted(first, NOW)
    outbox.hold(second, NOW, "x")
    assert outbox.purge(NOW + 10 * YEAR, 0, 0).letters == 0
    assert outbox.release("ABCDEFGH") == 1
    assert outbox.lease(NOW, 10)[0].message.body == letter().body


def test_accepted_letter_is_kept_then_a_tombstone_then_nothing(outbox: Outbox) -> None:
    """Seven days sealed, sixty days known, then forgotten."""
    filed = put(outbox)
    finish(outbox)
    assert outbox.purge(NOW + 6 * DAY, 7, 60).letters == 0
    assert outbox.purge(NOW + 7 * DAY, 7, 60).letters == 1
    found = outbox.find(b"ABCDEFGH")
    assert found is not None
    assert (found.reference, found.digest, found.day) == ("ABCDEFGH", filed.digest, filed.day)
    assert outbox.purge(NOW + 66 * DAY, 7, 60).tombstones == 0
    assert outbox.purge(NOW + 67 * DAY, 7, 60).tombstones == 1
    assert outbox.find(b"ABCDEFGH") is None


def test_tombstone_holds_no_content_and_no_recipient(outbox: Outbox, url: str) -> None:
    """Reference, digests and days are all that is left."""
    put(outbox)
    finish(outbox)
    assert outbox.purge(NOW, 0, 60).letters == 1
    assert rows(url, "SELECT * FROM delivery") == []
    assert rows(url, "SELECT body, unread_since, open_since FROM letter") == [(None, None, None)]


def test_draft_sent_again_after_the_purge_is_not_a_new_letter(outbox: Outbox) -> None:
    """The tombstone keeps the promise of sending once."""
    put(outbox)
    finish(outbox)
    outbox.purge(NOW, 0, 60)
    put(outbox, now=NOW + DAY)
    assert outbox.lease(NOW + DAY, 10) == []


def test_purge_takes_any_number(outbox: Outbox) -> None:
    """More letters than one batch, in one call."""
    for number in range(205):
        put(outbox, letter(f"N{number:07}"))
    finish(outbox)
    done = outbox.purge(NOW, 0, 60)
    assert (done.letters, done.wiped) == (205, True)
    assert outbox.purge(NOW + 60 * DAY, 0, 60).tombstones == 205


def test_kept_letter_can_be_sent_again(outbox: Outbox) -> None:
    """To everyone who has it; a purged or unknown one cannot."""
    put(outbox, letter("ABCDEFGH", ANE, BO))
    finish(outbox)
    assert outbox.resend("ABCDEFGH", NOW + DAY) == 2
    assert outbox.count(NOW + DAY).waiting == 1
    finish(outbox, NOW + DAY)
    assert outbox.purge(NOW + 2 * DAY, 1, 60).letters == 1
    assert outbox.resend("ABCDEFGH", NOW + 2 * DAY) == 0
    assert outbox.resend("ZZZZZZZZ", NOW + 2 * DAY) == 0


def test_counts_tell_letters_and_whole_hours(outbox: Outbox) -> None:
    """A letter that one recipient has is no longer unread, but not finished either."""
    put(outbox, letter("AAAAAAAA", ANE, BO))
    put(outbox, letter("BBBBBBBB", ANE), now=NOW + 5 * HOUR)
    counts = outbox.count(NOW + 10 * HOUR)
    assert (counts.waiting, counts.held) == (2, 0)
    assert (counts.oldest_hours, counts.unfinished_hours) == (9, 9)
    lent = outbox.lease(NOW + 5 * HOUR, 9)
    leases = {(one.message.reference, *one.message.recipients): one for one in lent}
    outbox.accepted(leases["AAAAAAAA", ANE], NOW)
    outbox.hold(leases["AAAAAAAA", BO], NOW, "x")
    counts = outbox.count(NOW + 10 * HOUR)
    assert (counts.waiting, counts.held) == (1, 1)
    assert (counts.oldest_hours, counts.unfinished_hours) == (4, 9)


def test_everything_that_sqlite_is_told_holds(tmp_path: Path) -> None:
    """From the first connection to a new file on: a word that comes too late changes nothing."""
    meant = {"ON": 1, "OFF": 0, "FULL": 2, "NORMAL": 1, "MEMORY": 2, "WAL": "wal"}
    of_the_file = ("page_size=8192", "auto_vacuum=2")
    file = tmp_path / "new.sqlite"
    Outbox.create(f"sqlite:///{file}")
    for pragmas in (sqlite.WRITING, sqlite.MARKING):
        with sqlite.engine(file, pragmas).connect() as opened:
            for name, value in (pragma.split("=") for pragma in (*pragmas, *of_the_file)):
                holds = opened.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                assert holds == (meant[value] if value in meant else int(value)), name


def test_opening_writes_nothing(tmp_path: Path) -> None:
    """Else each look at the store would wait for the disk, and hide what is wrong with the file."""
    url = f"sqlite:///{tmp_path}/outbox.sqlite"
    Outbox.create(url)
    outbox = Outbox(url)
    assert not (tmp_path / "outbox.sqlite-wal").stat().st_size
    outbox.close()


def test_what_was_deleted_gives_its_room_back(tmp_path: Path) -> None:
    """Each time; also in a file that an earlier version made, which could not shrink."""
    for name in ("new", "old"):
        file = tmp_path / f"{name}.sqlite"
        url = f"sqlite:///{file}"
        Outbox.create(url)
        if name == "old":
            with closing(sqlite3.connect(file)) as shell:
                shell.execute("PRAGMA auto_vacuum=NONE")
                shell.execute("VACUUM")
        outbox = Outbox(url)
        for turn in "AB":
            for number in range(100):
                put(outbox, replace(letter(f"{turn}{number:07}"), body=b"x" * 100_000))
            full = file.stat().st_size
            finish(outbox)
            assert outbox.purge(NOW + 9 * DAY, 7, 60).letters == 100
            assert full > 5_000_000
            assert file.stat().st_size < full / 10, turn
            with closing(sqlite3.connect(file)) as shell:
                assert shell.execute("PRAGMA freelist_count").fetchone() == (0,)
                assert shell.execute("PRAGMA auto_vacuum").fetchone() == (2,)
        outbox.close()


def test_empty_outbox_counts_nothing(outbox: Outbox) -> None:
    """Also under a clock that went back."""
    counts = outbox.count(NOW)
    assert (counts.waiting, counts.held, counts.oldest_hours) == (0, 0, 0)
    put(outbox)
    assert outbox.count(NOW - YEAR).oldest_hours == 0


def test_known_letters_are_told_by_outcome(outbox: Outbox) -> None:
    """Accepted, held and waiting, since a day."""
    put(outbox, letter("CCCCCCCC"), now=NOW - 2 * DAY)
    for reference in ("AAAAAAAA", "BBBBBBBB"):
        put(outbox, letter(reference))
    for lease in outbox.lease(NOW, 9):
        if lease.message.reference == "AAAAAAAA":
            outbox.accepted(lease, NOW)
        if lease.message.reference == "BBBBBBBB":
            outbox.hold(lease, NOW, "x")
    found = outbox.known(date(2027, 1, 14))
    assert [(one.reference, one.accepted, one.held) for one in found] == [
        ("AAAAAAAA", True, False),
        ("BBBBBBBB", False, True),
    ]


def test_no_minute_of_a_sending_is_stored(outbox: Outbox, url: str) -> None:
    """Every number near the time of sending is a whole five minutes, a day or an hour."""
    put(outbox)
    outbox.put(letter("BBBBBBBB"), submission=b"s", digest=b"d", now=NOW, not_before=NOW + 7)
    for lease in outbox.lease(NOW + 300, 1):
        outbox.postpone(lease, NOW + 400)
    outbox.lease(NOW + 300, 1)
    stored = rows(url, "SELECT * FROM letter") + rows(url, "SELECT * FROM delivery")
    numbers = [one for row in stored for one in row if isinstance(one, int) and one > 10**8]
    assert numbers
    assert [one for one in numbers if one % 300] == []
    assert all(one not in (NOW, NOW // 60) for row in stored for one in row)


@pytest.mark.parametrize("jump", [HOUR, YEAR])
def test_clock_set_back_delays_no_letter_for_long(outbox: Outbox, jump: int) -> None:
    """New, postponed and lent letters of a wrong future are lent within hours of the right now."""
    for reference in ("AAAAAAAA", "BBBBBBBB", "CCCCCCCC"):
        put(outbox, letter(reference), now=NOW + jump)
    first, _ = outbox.lease(NOW + jump, 2)
    outbox.postpone(first, NOW + jump + HOUR)
    lent = outbox.lease(NOW, 9)
    lent += outbox.lease(NOW + 2 * HOUR + 300, 9)
    assert {one.message.reference for one in lent} == {"AAAAAAAA", "BBBBBBBB", "CCCCCCCC"}


def test_forwarders_side_by_side_never_get_the_same(outbox: Outbox, url: str) -> None:
    """Four at a time share forty letters."""
    for number in range(40):
        put(outbox, letter(f"N{number:07}"))

    def take(_: int) -> list[str]:
        own = Outbox(url)
        taken: list[str] = []
        while leases := own.lease(NOW, 3):
            taken += [one.message.reference for one in leases]
        own.close()
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [one for some in pool.map(take, range(4)) for one in some]
    assert sorted(taken) == [f"N{number:07}" for number in range(40)]


def test_last_two_acceptances_at_once_finish_the_letter(outbox: Outbox, url: str) -> None:
    """Two forwarders that end a letter together leave it finished."""
    other = Outbox(url)
    for number in range(25):
        put(outbox, letter(f"N{number:07}", ANE, BO))
        first, second = outbox.lease(NOW, 2)
        with ThreadPoolExecutor(2) as pool:
            done = list(
                pool.map(
                    lambda pair: pair[0].accepted(pair[1], NOW), [(outbox, first), (other, second)]
                )
            )
        assert done == [True, True]
    other.close()
    assert outbox.count(NOW + DAY).unfinished_hours == 0
    assert outbox.purge(NOW, 0, 60).letters == 25


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE delivery SET state = 'leased'",
        "UPDATE delivery SET token = 'x'",
        "UPDATE delivery SET state = 'delivered'",
        "UPDATE delivery SET due = 7",
        "UPDATE letter SET body = NULL",
        "UPDATE letter SET body = NULL, gone = 1",
        "UPDATE letter SET finished = 1",
    ],
)
def test_database_refuses_impossible_states(outbox: Outbox, url: str, change: str) -> None:
    """Half a lease, a letter deleted before it was accepted: not even by hand."""
    put(outbox)
    with pytest.raises(IntegrityError):
        rows(url, change)


def test_database_not_made_by_us_is_refused(url: str) -> None:
    """Without `create` nothing starts, and nothing is made by accident."""
    with pytest.raises((SchemaMismatch, StoreUnavailable)):
        Outbox(url)
    if url.startswith("sqlite"):
        assert not Path(url.removeprefix("sqlite:///")).exists()


def test_create_keeps_what_is_there(outbox: Outbox, url: str) -> None:
    """`init` run twice loses nothing."""
    put(outbox)
    Outbox.create(url)
    assert outbox.find(b"ABCDEFGH") is not None


def test_trouble_tells_no_content(outbox: Outbox, url: str) -> None:
    """A database error is told by name only: no letter, no digest, no cause to print."""
    rows(url, "DROP TABLE delivery")
    with pytest.raises(StoreUnavailable) as caught:
        put(outbox)
    assert "SEALED" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert outbox.find(b"ABCDEFGH") is None


def test_writable_outbox_says_so(outbox: Outbox) -> None:
    """Asked twice, it has not changed anything."""
    assert outbox.writable()
    assert outbox.writable()
    assert outbox.count(NOW).waiting == 0


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/x", "nonsense", "sqlite:///no/such/f"])
def test_database_that_cannot_be_reached_is_unavailable(url: str) -> None:
    """Whatever the reason, one exception."""
    with pytest.raises(StoreUnavailable):
        Outbox(url.replace("postgresql:", "postgresql+psycopg:"))
    with pytest.raises(StoreUnavailable):
        Outbox.create(url.replace("postgresql:", "postgresql+psycopg:"))


def test_sqlite_files_are_private(tmp_path: Path) -> None:
    """Database, log, shared memory and ballast: nobody else on the machine may read them."""
    Outbox.create(f"sqlite:///{tmp_path / 'o.sqlite'}")
    outbox = Outbox(f"sqlite:///{tmp_path / 'o.sqlite'}")
    put(outbox)
    files = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
    outbox.close()
    assert set(files) == {"o.sqlite", "o.sqlite-wal", "o.sqlite-shm", "o.sqlite.ballast"}
    assert set(files.values()) == {0o600}


def test_outbox_is_what_the_form_asks_for(outbox: Outbox) -> None:
    """The form's own protocol is kept; the type checker reads this."""
    letterbox: Letterbox = outbox
    assert letterbox.find(b"x") is None
