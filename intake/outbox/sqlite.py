"""SQLite as a careful store: never created by accident, private, wiped when it deletes."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Engine, NullPool, QueuePool, create_engine

Error = sqlite3.Error

WRITE = ("PRAGMA synchronous=FULL", "BEGIN IMMEDIATE")
MARK = ("PRAGMA synchronous=NORMAL", "BEGIN IMMEDIATE")
READ = ("BEGIN",)
"""One writer at a time, known at the beginning: never a failed upgrade from read to write."""
_PRAGMAS = (
    "journal_mode=WAL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
)


def file_of(url: URL) -> Path:
    """The database file. Raises `ValueError` for a database in memory."""
    if not url.database or url.database == ":memory:":
        raise ValueError("the outbox needs a file: sqlite:////path/to/outbox.sqlite")
    return Path(url.database)


def make_file(path: Path) -> None:
    """An empty file that only we may read; SQLite gives its other files the same mode."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def identity(path: Path) -> tuple[int, int] | None:
    """Which file lies there; None when none does.

    Asked of the folder, never by opening the file: closing it would end the locks of every
    connection that this process has to it.
    """
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def engine(path: Path, *, pooled: bool = True) -> Engine:
    """An engine on a file that must exist."""
    pool = QueuePool if pooled else NullPool
    return create_engine("sqlite://", creator=_opener(path), poolclass=pool, hide_parameters=True)


def _opener(path: Path) -> Callable[[], sqlite3.Connection]:
    address = f"file:{quote(str(path.absolute()))}?mode=rw"

    def open_file() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=10, isolation_level=None, check_same_thread=False
        )
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
        return connection

    return open_file


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
