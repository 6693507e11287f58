"""A database that goes and comes back: refused in time, nothing lost, no restart of ours needed."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake.outbox import Outbox, StoreUnavailable
from intake.sending.forwarder import Forwarder
from tests.intake.outbox.damage import DAMAGES
from tests.intake.sealed import NOW, Clock, FakeDelivery, letter, put
from tests.servers.postgres import Postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A PostgreSQL of our own that waits for the disk."""
    made = Postgres(fsync=True)
    made.start()
    yield made
    made.remove()


def forward(outbox: Outbox) -> list[str]:
    """The references that left."""
    post = FakeDelivery()
    Forwarder(outbox=outbox, delivery=post, clock=Clock(NOW), alarm=lambda _: None).forward_once(
        NOW
    )
    return sorted(one for one, _ in post.arrived)


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_postgresql_stopped_and_started_again(server: Postgres, how: str) -> None:
    """Also as by a crash: every letter that was received is there."""
    url = server.database()
    Outbox.create(url)
    outbox = Outbox(url)
    put(outbox, letter("AAAAAAAA"))
    server.stop(how)
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable):
        put(outbox, letter("BBBBBBBB"))
    assert not outbox.writable()
    with pytest.raises(StoreUnavailable):
        forward(outbox)
    assert time.monotonic() - begun < 20
    server.start()
    assert outbox.writable()
    assert put(outbox, letter("BBBBBBBB")).reference == "BBBBBBBB"
    assert forward(outbox) == ["AAAAAAAA", "BBBBBBBB"]
    outbox.close()


def test_postgresql_that_only_reads_is_not_writable(server: Postgres) -> None:
    """A standby after a fail-over that nobody noticed."""
    url = server.database()
    Outbox.create(url)
    server.make_read_only(url)
    outbox = Outbox(url)
    assert not outbox.writable()
    with pytest.raises(StoreUnavailable):
        put(outbox)
    assert outbox.find(b"ABCDEFGH") is None
    outbox.close()


def test_sqlite_locked_by_another_program_is_unavailable_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A forgotten shell in a transaction: refused, and received when it has ended."""
    monkeypatch.setattr("intake.outbox.sqlite.WRITING", ("busy_timeout=99", "journal_mode=WAL"))
    monkeypatch.setattr("intake.outbox.store.BUSY_SECONDS", 0)
    url = f"sqlite:///{tmp_path / 'o.sqlite'}"
    Outbox.create(url)
    outbox = Outbox(url)
    shell = sqlite3.connect(tmp_path / "o.sqlite", isolation_level=None)
    shell.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        put(outbox)
    shell.close()
    assert put(outbox).reference == "ABCDEFGH"
    outbox.close()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_sqlite_file_that_is_damaged_under_us_takes_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], object]
) -> None:
    """Also when open connections remember it whole: a letter they took would be lost."""
    monkeypatch.setattr("intake.outbox.store._PROBE_SECONDS", 0)
    url = f"sqlite:///{tmp_path / 'o.sqlite'}"
    Outbox.create(url)
    outbox = Outbox(url)
    put(outbox)
    assert outbox.writable()
    assert outbox.count(NOW).waiting == 1
    damage(tmp_path / "o.sqlite")
    assert not outbox.writable()
    with pytest.raises(StoreUnavailable):
        put(outbox, letter("BBBBBBBB"))
    with pytest.raises(StoreUnavailable):
        forward(outbox)
    outbox.close()


def test_sqlite_file_that_comes_back_is_used_again(tmp_path: Path) -> None:
    """The same file, as after a disk that was away; nothing is missing from it."""
    url = f"sqlite:///{tmp_path / 'o.sqlite'}"
    Outbox.create(url)
    outbox = Outbox(url)
    put(outbox)
    (tmp_path / "o.sqlite").rename(tmp_path / "away")
    with pytest.raises(StoreUnavailable):
        forward(outbox)
    (tmp_path / "away").rename(tmp_path / "o.sqlite")
    assert forward(outbox) == ["ABCDEFGH"]
    outbox.close()


def test_sqlite_file_that_is_damaged_is_unavailable(tmp_path: Path) -> None:
    """It says so instead of beginning anew."""
    (tmp_path / "o.sqlite").write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreUnavailable):
        Outbox(f"sqlite:///{tmp_path / 'o.sqlite'}")
    with pytest.raises(StoreUnavailable):
        Outbox.create(f"sqlite:///{tmp_path / 'o.sqlite'}")
