"""Databases of 1.0.0, and what a database holds, told past our code."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from intake.outbox import migrations

HERE = Path(__file__).parent
HISTORY = Path(migrations.__file__).parent
SQLITE = "sqlite:///"

_COLUMNS = """
SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
col_description(format('%s.%s', table_schema, table_name)::regclass, ordinal_position)
FROM information_schema.columns WHERE table_schema = 'public'
"""
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
"""
_INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"


def made_by_1_0_0(url: str) -> None:
    """Fill an empty database with what 1.0.0 made: a letter in every state."""
    if url.startswith(SQLITE):
        file = Path(url.removeprefix(SQLITE))
        file.touch(0o600)
        with closing(sqlite3.connect(file)) as opened:
            opened.execute("PRAGMA journal_mode=WAL")
            opened.executescript((HERE / "made_by_1_0_0.sqlite.sql").read_text())
    else:
        with psycopg.connect(plain(url)) as connection:
            connection.execute((HERE / "made_by_1_0_0.postgresql.sql").read_bytes())


def step(url: str, newest: str) -> None:
    """Every step from nothing up to this one, by Alembic alone."""
    config = Config()
    config.set_main_option("script_location", str(HISTORY))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, newest)
    engine.dispose()


def plain(url: str) -> str:
    """The address as PostgreSQL's own programs read it."""
    return url.replace("postgresql+psycopg:", "postgresql:")


def asked(url: str, query: str) -> list[dict[str, Any]]:
    """What a query answers, by the names of its columns."""
    if url.startswith(SQLITE):
        with closing(sqlite3.connect(url.removeprefix(SQLITE))) as opened, opened:
            return _named(opened.execute(query))
    with psycopg.connect(plain(url)) as connection:
        return _named(connection.execute(query.encode()))


def _named(cursor: Any) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in (cursor.fetchall() if names else ())]


def rows(url: str) -> list[dict[str, Any]]:
    """Every letter and delivery."""
    return asked(url, "SELECT * FROM letter ORDER BY reference") + asked(
        url, "SELECT * FROM delivery ORDER BY id"
    )


def schema(url: str) -> list[tuple[str, ...]]:
    """Tables, columns, constraints and indexes, in no order of theirs."""
    if url.startswith(SQLITE):
        found = asked(url, "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql > ''")
        return sorted(
            (row["type"], row["name"], row["tbl_name"], *_parts(row["sql"])) for row in found
        )
    every = (asked(url, query) for query in (_COLUMNS, _CONSTRAINTS, _INDEXES))
    return sorted(tuple(map(_unfolded, row.values())) for some in every for row in some)


def _unfolded(told: object) -> str:
    """Without the casts and parentheses that PostgreSQL folds otherwise after a dump."""
    return re.sub(r"::(?:text|character varying)(?:\[\])?|[()]", "", str(told))


def _parts(sql: str) -> tuple[str, ...]:
    """A statement cut at the commas between columns and constraints."""
    plainly = re.sub(r"\s+", " ", sql.replace('"', "")).replace(" ,", ",")
    head, _, inside = plainly.partition("(")
    parts, depth = [""], 0
    for sign in inside.rstrip(") "):
        depth += (sign == "(") - (sign == ")")
        parts = [*parts, ""] if sign == "," and not depth else [*parts[:-1], parts[-1] + sign]
    return head.strip(), *sorted(re.sub(r" ?\( ?| ?\) ?", "|", part).strip("| ") for part in parts)
