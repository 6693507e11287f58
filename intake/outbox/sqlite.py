"""SQLite as a careful store: never created by accident, private, wiped when it deletes."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine

Error = sqlite3.Error

_PAGE_BYTES = 8_192
"""Of a new file: a letter is half as many pages, each a write of its own, as with 4,096."""
BEGIN_WRITE = ("BEGIN IMMEDIATE",)
"""One writer at a time, known at the beginning: never a failed upgrade from read to write."""
BEGIN_READ = ("BEGIN",)
READ_AT_ONCE: tuple[str, ...] = ()
"""One statement sees one state of the database by itself."""
_CAN_SHRINK = "auto_vacuum=INCREMENTAL"
"""For a new file or `VACUUM` alone. Said at each opening, it would write each time, and so heal a
spoilt head before anybody saw it.
"""
_EVERY = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
)
WRITING = ("busy_timeout=2000", "synchronous=FULL", *_EVERY)
"""Whoever writes a letter waits for an answer."""
MARKING = ("busy_timeout=10000", "synchronous=NORMAL", *_EVERY)
"""The forwarder has time."""
_INCREMENTAL = 2
_PAGES = 500
ALONE = ("locking_mode=EXCLUSIVE", "busy_timeout=10000", *_EVERY, "foreign_keys=OFF")
"""Nobody else has the file open, or it cannot be opened. A table that is made anew is dropped for a
moment while others refer to it: they are looked at before the end (`breaks_references`).
"""


def file_of(url: URL) -> Path:
    """The database file. Raises `ValueError` for a database in memory."""
    if not url.database or url.database == ":memory:":
        raise ValueError("the outbox needs a file: sqlite:////path/to/outbox.sqlite")
    return Path(url.database)


def make_file(path: Path) -> None:
    """A file that only we may read, unless it is there; SQLite gives its other files the same mode.

    Raises `OSError` and `Error`.
    """
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    if not path.stat().st_size:
        shape = (f"page_size={_PAGE_BYTES}", _CAN_SHRINK)  # WAL writes the first page: before it
        _opener(path, (*shape, *WRITING))().close()


def identity(path: Path) -> tuple[int, int] | None:
    """Which file lies there; None when none does.

    Asked of the folder, never by opening the file: closing it would end the locks of every
    connection that this process has to it.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def engine(path: Path, pragmas: tuple[str, ...], *, pooled: bool = True) -> Engine:
    """An engine on a file that must exist; each connection is told `pragmas` once."""
    pool = QueuePool if pooled else NullPool
    opener = _opener(path, pragmas)
    return create_engine("sqlite://", creator=opener, poolclass=pool, hide_parameters=True)


def _opener(path: Path, pragmas: tuple[str, ...]) -> Callable[[], sqlite3.Connection]:
    address = f"file:{quote(str(path.absolute()))}?mode=rw"

    def open_file() -> sqlite3.Connection:
        opened = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        try:
            for pragma in pragmas:
                opened.execute(f"PRAGMA {pragma}").close()
        except BaseException:
            opened.close()  # else it keeps its locks for as long as somebody keeps the exception
            raise
        return opened

    return open_file


def is_busy(error: BaseException | None) -> bool:
    """Whether another connection is in the way."""
    return getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")


def disk_is_full(error: BaseException | None) -> bool:
    """Whether SQLite could not write for want of room."""
    name = getattr(error, "sqlite_errorname", "")
    return name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR_WRITE")


def give_back(path: Path) -> bool:
    """Give the disk back what rows that are gone took, and cut the write-ahead log to nothing.

    False when somebody is in the way and it must be tried again. Raises `Error`.
    """
    with closing(_opener(path, MARKING)()) as connection:
        _shrink(connection)
        return not _pragma(connection, "wal_checkpoint(TRUNCATE)")


def _shrink(connection: sqlite3.Connection) -> None:
    """A file of an earlier version learns to shrink by being written anew, once."""
    free = _pragma(connection, "freelist_count")
    if free and _pragma(connection, "auto_vacuum") != _INCREMENTAL:
        connection.executescript(f"PRAGMA {_CAN_SHRINK}; VACUUM")
        return
    for _ in range(0, free, _PAGES):  # in pieces, so that nobody who sends waits long
        connection.executescript(f"PRAGMA incremental_vacuum({_PAGES})")  # `execute`: one page


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def breaks_references(connection: Connection) -> bool:
    """Whether a row refers to one that is not there."""
    return connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None


def copy_to(connection: Connection, path: Path) -> bool:
    """Copy the whole database into this file; False when the copy is not sound.

    One file, without a log beside it. Raises `Error`.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    with closing(sqlite3.connect(path)) as copy:
        driver.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE").close()
        return bool(copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
