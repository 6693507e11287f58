"""PostgreSQL keeps what "received" hangs on, also behind a pool that forgets what it was told."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from intake.outbox import Outbox, StoreUnavailable, postgresql
from intake.outbox.database import Database, transaction
from tests.intake.sealed import NOW, letter, put
from tests.servers.pgbouncer import Pgbouncer
from tests.servers.postgres import shared

ASKED = "SELECT current_setting('synchronous_commit'), current_setting('statement_timeout')"


@pytest.fixture(name="careless")
def _careless() -> str:
    """The address of a database whose server would wait for no disk, and for ever for a lock."""
    url = shared().database()
    Outbox.create(url)
    name = url.rpartition("/")[2]
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        for setting in ("synchronous_commit = off", "statement_timeout = 0"):
            connection.execute(f"ALTER DATABASE {name} SET {setting}".encode())
    return url


@pytest.fixture(name="pool")
def _pool() -> Iterator[Pgbouncer]:
    with Pgbouncer(shared().port) as pool:
        yield pool


def held(url: str) -> list[tuple[str, ...]]:
    """What holds in a transaction of each kind: write, mark, read."""
    database = Database.at(url)
    found = []
    for first in (database.write, database.mark, database.read):
        with transaction(database.engine, first) as connection:
            found.append(tuple(connection.execute(text(ASKED)).one()))
    database.close()
    return found


WANTED = [("on", "15s"), ("off", "15s"), ("off", "15s")]


def test_a_careless_server_is_told_in_each_transaction(careless: str) -> None:
    """Else a letter that was "received" could be gone with the power."""
    assert held(careless) == WANTED


def test_a_pool_cannot_keep_it_from_the_server(careless: str, pool: Pgbouncer) -> None:
    """Transaction by transaction, with no setting of pgbouncer's for our sake."""
    assert held(pool.before(careless)) == WANTED


def test_a_letter_goes_all_its_way_through_a_pool(careless: str, pool: Pgbouncer) -> None:
    """Stored, lent, accepted; statement after statement on changing connections."""
    outbox = Outbox(pool.before(careless))
    for number in range(20):
        put(outbox, letter(f"N{number:07}"))
    leases = outbox.lease(NOW, 40)
    assert outbox.accepted_all(leases, NOW) == 20
    assert outbox.count(NOW).waiting == 0
    outbox.close()


def test_a_server_that_does_not_keep_it_is_refused_at_the_start(
    careless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the words of the transaction lost on the way, nothing would be received."""
    monkeypatch.setattr(postgresql, "WRITE", ())
    with pytest.raises(StoreUnavailable, match="synchronous_commit"):
        Outbox(careless)


@pytest.mark.parametrize("more", ["", "ignore_startup_parameters = options"])
def test_why_a_connection_failed_is_told_in_the_library_s_words(more: str) -> None:
    """As what it is, not as OperationalError and no more."""
    with (
        Pgbouncer(shared().port, more) as pool,
        pytest.raises(StoreUnavailable, match="no_such_database"),
    ):
        Outbox(pool.before(shared().database()).rpartition("/")[0] + "/no_such_database")


def test_server_that_a_power_cut_can_empty_is_told(tmp_path: Path) -> None:
    """The server of these tests waits for no disk; SQLite has no such switch."""
    urls = (shared().database(), f"sqlite:///{tmp_path / 'outbox.sqlite'}")
    told = []
    for url in urls:
        Outbox.create(url)
        outbox = Outbox(url)
        told.append(outbox.switched_off())
        outbox.close()
    assert told == [["fsync"], []]
