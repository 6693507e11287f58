"""SQLite as a careful store: never created by accident, private, wiped when it deletes."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event

Error = sqlite3.Error

_PRAGMAS = (
    "journal_mode=WAL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
)
_SYNCHRONOUS = {"write": "FULL", "mark": "NORMAL"}


def file_of(url: URL) -> Path:
    """The database file. Raises `ValueError` for a database in memory."""
    if not url.database or url.database == ":memory:":
        raise ValueError("the outbox needs a file: sqlite:////path/to/outbox.sqlite")
    return Path(url.database)


def make_file(path: Path) -> None:
    """An empty file that only we may read; SQLite gives its other files the same mode."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def engine(path: Path) -> Engine:
    """An engine on a file that must exist."""
    made = create_engine(
        "sqlite://", creator=_opener(path), poolclass=QueuePool, hide_parameters=True
    )
    event.listen(made, "begin", _begin)
    return made


def _opener(path: Path) -> Callable[[], sqlite3.Connection]:
    address = f"file:{quote(str(path.absolute()))}?mode=rw"

    def open_file() -> sqlite3.Connection:
        found = sqlite3.connect(
            address, uri=True, timeout=10, isolation_level=None, check_same_thread=False
        )
        for pragma in _PRAGMAS:
            found.execute(f"PRAGMA {pragma}").close()
        return found

    return open_file


def _begin(connection: Connection) -> None:
    """One writer at a time, known at the beginning: never a failed upgrade from read to write."""
    wanted = _SYNCHRONOUS.get(connection.get_execution_options()["mode"])
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    if wanted and connection.info.get("synchronous") != wanted:
        driver.execute(f"PRAGMA synchronous={wanted}").close()
        connection.info["synchronous"] = wanted
    driver.execute("BEGIN IMMEDIATE" if wanted else "BEGIN").close()


def disk_is_full(error: BaseException | None) -> bool:
    """Whether SQLite could not write for want of room."""
    name = getattr(error, "sqlite_errorname", "")
    return name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR_WRITE")


def wipe_log(path: Path) -> bool:
    """Move the write-ahead log into the database and cut it to nothing; False when a reader is in
    the way and it must be tried again. Raises `Error`.
    """
    with closing(_opener(path)()) as connection:
        return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
