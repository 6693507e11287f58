"""One database, SQLite or PostgreSQL: how it is reached, and what it is told first.

Three kinds of transaction. `write` is on disk when it has ended: the reporter's promise. `mark`
notes what the forwarder did; a power cut may take the newest marks back, and the letter then goes
out again under the same Message-ID. `read` changes nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from intake.outbox import postgresql, sqlite
from intake.outbox.trouble import StoreUnavailable

First = tuple[str, ...]
"""Statements that open a transaction."""
Guard = Callable[[Connection], AbstractContextManager[None]]
"""What stands around a transaction; judges it when it has ended."""


def unguarded(_: Connection) -> AbstractContextManager[None]:
    """Whoever has no other server to wait for."""
    return nullcontext()


@dataclass(frozen=True, kw_only=True)
class Database:
    """Its engines, and the statements that open each kind of transaction."""

    engine: Engine
    marking: Engine
    """For marks alone."""
    probe: Engine
    """Sees what is there now, not what an open connection remembers of it."""
    write: First
    mark: First
    read: First
    read_at_once: First
    """For one statement alone."""
    promised: Guard = unguarded
    """Around what is written."""
    file: Path | None = None
    """SQLite's."""

    @classmethod
    def at(cls, url: str) -> "Database":
        """Connects to nothing yet. Raises `StoreUnavailable` for what is no address of ours."""
        parsed = parse(url)
        if parsed.get_backend_name() == "sqlite":
            file = sqlite.file_of(parsed)
            return cls(
                engine=sqlite.engine(file, sqlite.WRITING),
                marking=sqlite.engine(file, sqlite.MARKING),
                probe=sqlite.engine(file, sqlite.WRITING, pooled=False),
                write=sqlite.BEGIN_WRITE,
                mark=sqlite.BEGIN_WRITE,
                read=sqlite.BEGIN_READ,
                read_at_once=sqlite.READ_AT_ONCE,
                file=file,
            )
        engine = postgresql.engine(parsed)
        return cls(
            engine=engine,
            marking=engine,
            probe=engine,
            write=postgresql.WRITE,
            mark=postgresql.MARK,
            read=postgresql.READ,
            read_at_once=postgresql.READ,
            promised=postgresql.promised,
        )

    def close(self) -> None:
        """Close every idle connection."""
        self.engine.dispose()
        self.marking.dispose()


@contextmanager
def transaction(engine: Engine, first: First, guard: Guard = unguarded) -> Iterator[Connection]:
    """A connection in a transaction: committed at the end, rolled back when there is trouble."""
    with engine.connect() as connection, guard(connection), connection.begin():
        for statement in first:
            connection.exec_driver_sql(statement)
        yield connection


def parse(url: str) -> URL:
    """Raises `StoreUnavailable` for what is no address."""
    try:
        return make_url(url)
    except ArgumentError:
        raise StoreUnavailable("not a database address") from None
