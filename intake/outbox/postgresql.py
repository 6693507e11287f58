"""PostgreSQL as a careful store: never waits without end, never forgets what `write` promised."""

from sqlalchemy import URL, Connection, Engine, create_engine, event

_ARGUMENTS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,
    "client_encoding": "utf8",
    "options": "-c synchronous_commit=on -c statement_timeout=15000 -c lock_timeout=10000",
}


def engine(url: URL) -> Engine:
    """An engine whose connections are tried before use: the server may have been away."""
    made = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=_ARGUMENTS)
    event.listen(made, "begin", _begin)
    return made


def _begin(connection: Connection) -> None:
    """A mark need not wait for the disk; a read changes nothing."""
    if connection.get_execution_options()["mode"] == "mark":
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
