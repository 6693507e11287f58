"""PostgreSQL as a careful store: never waits without end, never forgets what `write` promised."""

import os
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, text

_LIMITS = (
    "set_config('statement_timeout', '15000', true), set_config('lock_timeout', '10000', true)"
)
READ = (f"SELECT {_LIMITS}",)
WRITE = (f"SELECT {_LIMITS}, set_config('synchronous_commit', 'on', true)",)
MARK = (f"SELECT {_LIMITS}, set_config('synchronous_commit', 'off', true)",)
"""Said first in each transaction and good to its end, whatever stands between: a pool (pgbouncer)
refuses what is said at the connection's start, or keeps it from the server.
A mark need not wait for the disk.
"""
_HELD = """
SELECT current_setting('synchronous_commit') IN ('on', 'remote_apply')
AND current_setting('statement_timeout') = '15s' AND current_setting('lock_timeout') = '10s'
"""
_ARGUMENTS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,
    "client_encoding": "utf8",
    "prepare_threshold": None,  # a pool gives the next transaction another server's connection
}
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user
AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_GOING = 5.0
"""Seconds. The server has a connection for a moment more after its client closed it, or died."""
SAFETY = ("fsync", "full_page_writes")
_LOCK_NOT_AVAILABLE = "55P03"
LONGEST_WRITE = 20.0
"""Seconds. No limit of PostgreSQL's own (15) ends a commit that waits for a follower."""
_SEAL = text("SELECT pg_logical_emit_message(true, 'infohus', '')")


class NotEverywhere(Exception):
    """It was committed, but not by the server that must have it too."""


def engine(url: URL) -> Engine:
    """An engine whose connections are tried before use: the server may have been away."""
    return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=_ARGUMENTS)


def holds_to(connection: Connection) -> bool:
    """Whether this transaction is what `WRITE` asked for: on disk when it ends, and in time."""
    return bool(connection.scalar(text(_HELD)))


def switched_off(connection: Connection) -> list[str]:
    """Settings of the whole server by which a power cut could take what is committed (PostgreSQL's
    manual, 20.5.1: "can result in unrecoverable data corruption"); no client can change them.
    """
    asked = text("SELECT name FROM pg_settings WHERE name = ANY(:names) AND setting = 'off'")
    return sorted(connection.scalars(asked, {"names": list(SAFETY)}))


@contextmanager
def promised(connection: Connection) -> Iterator[None]:
    """A transaction that ends in time, and is everywhere where it has to be when it has ended.

    A commit waits for the server that follows, however long that is away. Asked to stop waiting,
    PostgreSQL says that it is done, with a warning: then it is only here. Raises `NotEverywhere`.
    """
    driver: Any = connection.connection.driver_connection
    told: set[str | None] = set()

    def note(said: Any) -> None:
        told.add(said.severity_nonlocalized)  # afterwards it can be read no more

    driver.add_notice_handler(note)
    limit = threading.Timer(LONGEST_WRITE, driver.cancel)
    limit.start()
    try:
        yield
    finally:
        limit.cancel()
        driver.remove_notice_handler(note)
    if "WARNING" in told:
        raise NotEverywhere


def seal(connection: Connection) -> None:
    """Write a line that its commit must wait for, and with it for everything before."""
    connection.execute(_SEAL)


def claim(connection: Connection, tables: Iterable[str]) -> bool:
    """Let nobody else change a row until this transaction ends; False when somebody else of the
    same name has the database open: a service that would go on with what it knows.
    """
    for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
        connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
    if not _left_alone(connection):
        return False
    connection.exec_driver_sql(f"LOCK TABLE {_quoted(tables)} IN EXCLUSIVE MODE")
    return _left_alone(connection)


def _left_alone(connection: Connection) -> bool:
    """Whether all others have gone. Who is going is waited for."""
    end = time.monotonic() + _GOING
    while True:
        connection.exec_driver_sql("SELECT pg_stat_clear_snapshot()")  # else it answers as before
        if not connection.scalar(text(_OTHERS)):
            return True
        if time.monotonic() > end:
            return False
        time.sleep(0.05)


def is_busy(error: BaseException | None) -> bool:
    """Whether another connection is in the way."""
    return getattr(error, "sqlstate", None) == _LOCK_NOT_AVAILABLE


def dump(connection: Connection, tables: Iterable[str], program: str, path: Path) -> bool:
    """Have `pg_dump` write these tables into this file; False when it could not, and has told.

    Over the same road as the connection; the password is in no line that others can see.
    """
    road = connection.dialect.create_connect_args(connection.engine.url)[1]
    password = {"PGPASSWORD": str(road["password"])} if "password" in road else {}
    line = " ".join(
        f"{name}={_in_quotes(str(value))}"
        for name, value in road.items()
        if name not in ("password", "context")  # the second is the driver's own
    )
    command = [program, "--format=custom", "--no-password", f"--file={path}"]
    command += [f'--table="{each}"' for each in tables]
    done = subprocess.run(  # noqa: S603 the operator's own program
        [*command, f"--dbname={line}"],
        env=os.environ | password,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


def _in_quotes(value: str) -> str:
    """As libpq reads a connection string."""
    escaped = value.replace("\\", r"\\").replace("'", r"\'")
    return f"'{escaped}'"


def _quoted(tables: Iterable[str]) -> str:
    return ", ".join(f'"{each}"' for each in tables)
