"""PostgreSQL as a careful store: never waits without end, never forgets what `write` promised."""

from sqlalchemy import URL, Engine, create_engine

MARK = ("SET LOCAL synchronous_commit = off",)
"""A mark need not wait for the disk."""
_ARGUMENTS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,
    "client_encoding": "utf8",
    "options": "-c synchronous_commit=on -c statement_timeout=15000 -c lock_timeout=10000",
}


def engine(url: URL) -> Engine:
    """An engine whose connections are tried before use: the server may have been away."""
    return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=_ARGUMENTS)
