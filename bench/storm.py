"""Kill -9 in the middle, again and again: what was accepted is received, once to the eye.

    python -m bench.storm --rounds 200

Rages over SQLite and PostgreSQL, prints what was seen, and ends with 1 when a promise was broken or
a window was hit too seldom.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bench.storm_books import Books
from bench.storm_rounds import Storm
from tests.servers.postgres import Postgres


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


def main() -> int:
    """Rage on each database; non-zero when a promise was broken or a window hit too seldom."""
    asked = argparse.ArgumentParser(description="kill -9 in the middle, again and again")
    asked.add_argument("--rounds", type=int, default=200)
    asked.add_argument("--least", type=int, default=10, help="hits in each window")
    given = asked.parse_args()
    failures = []
    for name, rage in (("sqlite", on_sqlite), ("postgresql", on_postgresql)):
        with tempfile.TemporaryDirectory(prefix="infohus-storm-") as folder:
            books = rage(given.rounds, given.least, Path(folder))
        failures += [f"{name}: {one}" for one in books.failures(given.least)]
        sys.stdout.write(f"{name}: {json.dumps(books.report(), indent=2)}\n")
    sys.stdout.write("".join(f"BROKEN {one}\n" for one in failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
