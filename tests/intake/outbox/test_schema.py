"""What the tables cost SQLite in each row that is written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Table, insert, select

from intake.outbox import Outbox
from intake.outbox.schema import OPEN, delivery, letter, practice, thread

TABLES = (letter, delivery, practice, thread)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An empty outbox, past our code."""
    file = tmp_path / "outbox.sqlite"
    Outbox.create(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as connection:
        yield connection


def explained(opened: sqlite3.Connection, statement: object, how: str = "EXPLAIN") -> str:
    """What SQLite would do."""
    words = str(statement)
    nothing = dict.fromkeys(word.strip(":,()") for word in words.split() if ":" in word)
    return "\n".join(map(str, opened.execute(f"{how} {words}", nothing)))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_table_is_made_to_check_a_row(opened: sqlite3.Connection, table: Table) -> None:
    """Ten were, in each letter to three readers, one for each `IN`."""
    assert "OpenEphemeral" not in explained(opened, insert(table))


def test_what_is_due_is_found_by_its_index(opened: sqlite3.Connection) -> None:
    """SQLite takes it only for a question in the very words of the index."""
    due = select(delivery.c.id).where(OPEN, delivery.c.due <= 0)
    assert "INDEX delivery_due" in explained(opened, due, "EXPLAIN QUERY PLAN")
