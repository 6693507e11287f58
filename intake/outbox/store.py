"""The store behind the outbox: how it is opened, written and found to be in trouble."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeVar

from sqlalchemy import Connection, Engine, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from intake.outbox import postgresql, sqlite
from intake.outbox.ballast import Ballast
from intake.outbox.database import Database, First, Guard, transaction, unguarded
from intake.outbox.numbering import make_tables, require_newest
from intake.outbox.schema import alembic_version
from intake.outbox.trouble import (
    AlreadyThere,
    Busy,
    DiskFull,
    SchemaMismatch,
    StoreUnavailable,
    trouble_of,
)

Result = TypeVar("Result")
Work = Callable[[Connection], Result]
_PROBE_SECONDS = 1.0
TURN_SECONDS = 2.0
"""How long somebody who writes a letter waits for those before them, and then for the database."""
BUSY_SECONDS = 1.0
"""How long nobody waits behind one who has waited in vain."""


class Store:
    """One database, checked to be ours."""

    def __init__(self, url: str) -> None:
        """Raises `StoreUnavailable` and `SchemaMismatch`."""
        self._database = Database.at(url)
        file = self._file = self._database.file
        self._identity = sqlite.identity(file) if file else None
        self._one_writer = Lock() if file else None
        self._ballast = Ballast(Path(f"{file}.ballast")) if file else None
        self._writable_until = self._busy_until = 0.0
        try:
            self.read(require_newest)
            if not file:
                self._do(self._database.engine, self._database.write, _require_promise)
        except (SchemaMismatch, StoreUnavailable):
            self.close()
            raise

    def write(self, work: Work[Result]) -> Result:
        """Do `work` in one transaction that is on disk when this returns.

        Raises `StoreUnavailable` and `AlreadyThere`.
        """
        return self._receive(self._database.engine, work)

    def mark(self, work: Work[Result]) -> Result:
        """Do `work` in one transaction; on a full disk the ballast is given up first."""
        engine, first = self._database.marking, self._database.mark
        with self._turn():
            try:
                return self._do(engine, first, work)
            except DiskFull:
                if not (self._ballast and self._ballast.give_up()):
                    raise
            return self._do(engine, first, work)

    def read(self, work: Work[Result], *, at_once: bool = False) -> Result:
        """Do `work`, which only reads; `at_once`: in one statement."""
        first = self._database.read_at_once if at_once else self._database.read
        return self._do(self._database.engine, first, work)

    def stand_by(self) -> None:
        """Return when all that was written before stands where it was promised to stand: what is
        read can have been committed here and not yet by the server that follows.

        Raises `StoreUnavailable`.
        """
        if not self._file:
            self.write(postgresql.seal)

    def writable(self) -> bool:
        """Whether a letter could be stored now; asked at most once a second.

        Over a connection of its own: an open one remembers pages that are long spoilt on the disk.
        """
        if time.monotonic() < self._writable_until:
            return True
        try:
            self._receive(self._database.probe, _touch)
        except StoreUnavailable:
            return False
        self._writable_until = time.monotonic() + _PROBE_SECONDS
        return True

    def switched_off(self) -> list[str]:
        """Settings of PostgreSQL's without which a power cut takes what was received."""
        return [] if self._file else self.read(postgresql.switched_off)

    def give_back(self) -> bool:
        """Leave no deleted byte, nor its room, in SQLite's files; False: try again."""
        if not self._file:
            return True
        try:
            with self._turn():
                return sqlite.give_back(self._file)
        except sqlite.Error as error:
            if sqlite.disk_is_full(error):
                return False
            raise StoreUnavailable(type(error).__name__) from None

    def free_bytes(self) -> int:
        """Bytes free where SQLite's file lies; a database elsewhere has its own operator."""
        room = os.statvfs(self._file.parent if self._file else "/")
        return room.f_bavail * room.f_frsize

    def close(self) -> None:
        self._database.close()

    def _receive(self, engine: Engine, work: Work[Result]) -> Result:
        if self._ballast and not self._ballast.ready():
            raise StoreUnavailable("no room on the disk")
        try:
            with self._turn(TURN_SECONDS):
                if time.monotonic() < self._busy_until:
                    raise StoreUnavailable("busy")
                return self._do(engine, self._database.write, work, self._database.promised)
        except Busy:
            self._busy_until = time.monotonic() + BUSY_SECONDS
            raise

    @contextmanager
    def _turn(self, longest: float = -1) -> Iterator[None]:
        """SQLite's one writer; without end, or at most so many seconds of waiting for it."""
        if self._one_writer is None:
            yield
            return
        if not self._one_writer.acquire(timeout=longest):
            raise Busy("busy")
        try:
            yield
        finally:
            self._one_writer.release()

    def _do(
        self, engine: Engine, first: First, work: Work[Result], guard: Guard = unguarded
    ) -> Result:
        self._same_file()
        try:
            with transaction(engine, first, guard) if first else engine.connect() as connection:
                return work(connection)
        except IntegrityError:
            raise AlreadyThere from None
        except (SQLAlchemyError, postgresql.NotEverywhere) as error:
            self._forget()
            raise trouble_of(error) from None

    def _same_file(self) -> None:
        """A file that was taken away can still be written to by who has it open: into nothing."""
        if self._file and sqlite.identity(self._file) != self._identity:
            self._forget()
            raise StoreUnavailable("the database file is not the one that was opened")

    def _forget(self) -> None:
        """No open connection is used again: each may remember what is gone."""
        self._writable_until = 0.0
        self._database.close()


def create(url: str) -> None:
    """Make the tables, unless they are there. Raises `StoreUnavailable` and `SchemaMismatch`."""
    database = Database.at(url)
    try:
        if database.file:
            sqlite.make_file(database.file)
        with transaction(database.engine, database.write) as connection:
            make_tables(connection)
    except (OSError, sqlite.Error, SQLAlchemyError) as error:
        raise StoreUnavailable(type(error).__name__) from None
    finally:
        database.close()
    Store(url).close()


def _require_promise(connection: Connection) -> None:
    """What "received" hangs on. Raises `StoreUnavailable`."""
    if not postgresql.holds_to(connection):
        raise StoreUnavailable("PostgreSQL does not keep synchronous_commit and statement_timeout")


def _touch(connection: Connection) -> None:
    same = alembic_version.c.version_num
    connection.execute(update(alembic_version).values(version_num=same))
    connection.rollback()
