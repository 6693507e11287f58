"""The database behind the outbox: how it is opened, written and found to be in trouble.

Three ways in. `write` is on disk when it returns: the reporter's promise. `mark` notes what the
forwarder did; a power cut may take the newest marks back, and the letter then goes out again under
the same Message-ID. `read` changes nothing.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TypeVar

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    insert,
    inspect,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError

from intake.outbox import postgresql, sqlite
from intake.outbox.ballast import Ballast
from intake.outbox.schema import NUMBER, metadata, schema_number
from intake.outbox.trouble import (
    AlreadyThere,
    DiskFull,
    SchemaMismatch,
    StoreUnavailable,
    trouble_of,
)

Found = TypeVar("Found")
Work = Callable[[Connection], Found]
Connect = Callable[[], AbstractContextManager[Connection]]
_PROBE_SECONDS = 1.0


class Store:
    """One database, checked to be ours."""

    def __init__(self, url: str) -> None:
        """Raises `StoreUnavailable` and `SchemaMismatch`."""
        self._url = _parsed(url)
        self._file = _file(self._url)
        self._engine = _engine(self._url)
        self._driver = self._engine.dialect.loaded_dbapi
        self._modes = {
            mode: self._engine.execution_options(mode=mode) for mode in ("write", "mark", "read")
        }
        self._one_writer: AbstractContextManager[object] = Lock() if self._file else nullcontext()
        self._kept: dict[str, Connection] = {}
        self._ballast = Ballast(Path(f"{self._file}.ballast")) if self._file else None
        self._writable_until = 0.0
        try:
            if self.read(_number) != NUMBER:
                raise SchemaMismatch(f"this version needs schema {NUMBER}")
        except (SchemaMismatch, StoreUnavailable):
            self.close()
            raise

    def write(self, work: Work[Found]) -> Found:
        """Do `work` in one transaction that is on disk when this returns.

        Raises `StoreUnavailable` and `AlreadyThere`.
        """
        if self._ballast and not self._ballast.ready():
            raise StoreUnavailable("no room on the disk")
        return self._locked("write", work)

    def mark(self, work: Work[Found]) -> Found:
        """Do `work` in one transaction; on a full disk the ballast is given up first."""
        try:
            return self._locked("mark", work)
        except StoreUnavailable as trouble:
            if not (isinstance(trouble, DiskFull) and self._ballast and self._ballast.give_up()):
                raise
        return self._locked("mark", work)

    def read(self, work: Work[Found]) -> Found:
        """Do `work`, which only reads."""
        return self._transaction(self._modes["read"].connect, work)

    def writable(self) -> bool:
        """Whether a letter could be stored now; asked at most once a second."""
        if time.monotonic() < self._writable_until:
            return True
        try:
            self.write(_touch)
        except StoreUnavailable:
            return False
        self._writable_until = time.monotonic() + _PROBE_SECONDS
        return True

    def wipe_log(self) -> bool:
        """Leave no deleted byte in SQLite's log; False when it must be tried again."""
        if not self._file:
            return True
        try:
            with self._one_writer:
                return sqlite.wipe_log(self._file)
        except sqlite.Error as error:
            raise StoreUnavailable(type(error).__name__) from None

    def close(self) -> None:
        """Close every connection."""
        with self._one_writer:
            self._let_go()
        self._engine.dispose()

    def _locked(self, mode: str, work: Work[Found]) -> Found:
        with self._one_writer:
            try:
                return self._transaction(partial(self._writer, mode), work)
            except StoreUnavailable:
                self._let_go()
                raise

    def _writer(self, mode: str) -> AbstractContextManager[Connection]:
        """SQLite's one writer keeps its connection, until there is trouble with it."""
        if not self._file:
            return self._modes[mode].connect()
        if mode not in self._kept:
            self._kept[mode] = self._modes[mode].connect()
        return nullcontext(self._kept[mode])

    def _let_go(self) -> None:
        while self._kept:
            self._kept.popitem()[1].close()

    def _transaction(self, connect: Connect, work: Work[Found]) -> Found:
        try:
            with connect() as connection, connection.begin():
                return work(connection)
        except (IntegrityError, self._driver.IntegrityError):
            raise AlreadyThere from None
        except (SQLAlchemyError, self._driver.Error) as error:
            self._writable_until = 0.0
            raise trouble_of(error) from None


def create(url: str) -> None:
    """Make the tables, unless they are there. Raises `StoreUnavailable` and `SchemaMismatch`."""
    parsed = _parsed(url)
    file = _file(parsed)
    try:
        if file:
            sqlite.make_file(file)
        engine = _engine(parsed)
        try:
            with engine.execution_options(mode="write").begin() as connection:
                _make_tables(connection)
        finally:
            engine.dispose()
    except (OSError, SQLAlchemyError) as error:
        raise StoreUnavailable(type(error).__name__) from None
    Store(url).close()


def _make_tables(connection: Connection) -> None:
    if not inspect(connection).has_table(schema_number.name):
        metadata.create_all(connection)
        connection.execute(insert(schema_number).values(number=NUMBER))


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError:
        raise StoreUnavailable("not a database address") from None


def _file(url: URL) -> Path | None:
    return sqlite.file_of(url) if url.get_backend_name() == "sqlite" else None


def _engine(url: URL) -> Engine:
    file = _file(url)
    return sqlite.engine(file) if file else postgresql.engine(url)


def _number(connection: Connection) -> int | None:
    if not inspect(connection).has_table(schema_number.name):
        return None
    return connection.scalar(select(schema_number.c.number))


def _touch(connection: Connection) -> None:
    connection.execute(update(schema_number).values(number=schema_number.c.number))
    connection.rollback()
