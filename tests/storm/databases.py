"""The storm over each of the two databases."""

from collections.abc import Callable
from pathlib import Path

from tests.servers.postgres import Postgres
from tests.storm.books import Books
from tests.storm.rounds import Storm

Rage = Callable[[int, int, Path], Books]
"""Takes the rounds, the least hits in each window, and a folder."""


def on_sqlite(rounds: int, least: int, folder: Path) -> Books:
    return Storm(f"sqlite:///{folder / 'outbox.sqlite'}", folder).rage(rounds, least)


def on_postgresql(rounds: int, least: int, folder: Path) -> Books:
    """Every twentieth round the database itself is ended as by a crash."""
    server = Postgres(fsync=True)
    server.start()

    def crash(attempt: int) -> None:
        if attempt % 20 == 19:
            server.stop("immediate")
            server.start()

    try:
        return Storm(server.database(), folder).rage(rounds, least, between=crash)
    finally:
        server.remove()
