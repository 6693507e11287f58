"""The tables of the outbox.

A letter is one row; each delivery to a recipient is another. What must stay true is said in CHECKs,
so that no code, ours or an operator's, can leave half a lease or delete what was not accepted.

Times are coarse. Days are counted from 1970-01-01 UTC, hours likewise; `due` is seconds UTC, always
a whole five minutes. No row says at what minute anybody wrote.
"""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    TextClause,
    UniqueConstraint,
    event,
    text,
)

from intake.message import Kind

NUMBER = 5
"""The newest step in `migrations/versions`. Another number in the database stops the start."""


class State(StrEnum):
    """Of one delivery; drawn in `intake.sending.forwarder`."""

    PLANNED = "planned"
    """Goes by the schedule once the letter was accepted, unless a human acknowledges it."""
    NEW = "new"
    LEASED = "leased"
    POSTPONED = "postponed"
    ACCEPTED = "accepted"
    HELD = "held"


class Standing(StrEnum):
    """What a human did with a letter; NULL: nobody was asked to acknowledge it."""

    NOTE = "note"
    """Told by ourselves about another letter."""
    AWAITED = "awaited"
    READ = "read"
    PASSED_ON = "passed_on"
    FINISHED = "finished"
    MISSED = "missed"
    """Deleted after its longest time, and nobody had acknowledged it."""


class Practice(StrEnum):
    """A letter that holds nobody's data."""

    TEST = "test"
    DRILL = "drill"


metadata = MetaData()


def one_of(column: str, values: Iterable[str]) -> str:
    """Says that a column holds one of these: for `IN` with three or more SQLite would make a table
    anew for each row that is written.
    """
    each = (f"{column} = '{value}'" for value in values)
    return f"({' OR '.join(each)})"


def index(name: str, *columns: Column[int] | Column[str], only: TextClause) -> None:
    """An index of the rows that the words pick, made with its table.

    In words that both databases read: an `Index` with `postgresql_where` would load that dialect, 2
    MB of it, in every process of a municipality that uses SQLite.
    """
    table, names = columns[0].table, ", ".join(column.name for column in columns)
    words = f"CREATE INDEX {name} ON {table.name} ({names}) WHERE {only.text}"
    event.listen(table, "after_create", DDL(words))  # type: ignore[no-untyped-call]


alembic_version = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table; the number of the schema as text."""

UNFINISHED = text("open_since IS NOT NULL")
FINISHED = text("finished IS NOT NULL")
GONE = text("gone IS NOT NULL")
AWAITED = text("awaited_since IS NOT NULL")
"""A letter that comes in writes to no index that it is not yet in."""
OPEN = text(one_of("state", (State.NEW, State.LEASED, State.POSTPONED)))
HELD = text("state = 'held'")
"""Literal, because SQLite uses a partial index only for what it can read in the query."""

letter = Table(
    "letter",
    metadata,
    Column("reference", String(16), primary_key=True),
    Column("submission", LargeBinary(64), nullable=False, unique=True),
    Column("digest", LargeBinary(64), nullable=False),
    Column("day", Integer, nullable=False),
    Column("unread_since", Integer, comment="hour; NULL once one recipient has it"),
    Column("open_since", Integer, comment="hour; NULL once every recipient has it"),
    Column("finished", Integer, comment="day on which the last recipient got it"),
    Column("gone", Integer, comment="day on which the body was deleted: now a tombstone"),
    Column("body", LargeBinary),
    Column("standing", String(9)),
    Column("awaited_since", Integer, comment="hour; NULL when no human is waited for"),
    Column("read_on", Integer, comment="day"),
    Column("closed_on", Integer, comment="day"),
    Column("asked_on", Integer, comment="day"),
    CheckConstraint("(body IS NULL) = (gone IS NOT NULL)", name="letter_or_tombstone"),
    CheckConstraint("(open_since IS NULL) = (finished IS NOT NULL)", name="open_or_finished"),
    CheckConstraint("unread_since IS NULL OR open_since IS NOT NULL", name="unread_only_when_open"),
    CheckConstraint("gone IS NULL OR finished IS NOT NULL", name="gone_only_when_finished"),
    CheckConstraint(one_of("standing", Standing), name="known_standing"),
    CheckConstraint(
        "(awaited_since IS NOT NULL) = (standing IS NOT NULL AND standing = 'awaited')",
        name="awaited_since_then",
    ),
    CheckConstraint("gone IS NULL OR awaited_since IS NULL", name="gone_only_when_not_awaited"),
)
index("letter_open", letter.c.open_since, letter.c.unread_since, only=UNFINISHED)
index("letter_finished", letter.c.finished, only=FINISHED)
index("letter_gone", letter.c.gone, only=GONE)
index("letter_awaited", letter.c.awaited_since, only=AWAITED)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(16), ForeignKey("letter.reference"), nullable=False),
    Column("recipient", String(320), nullable=False),
    Column("state", String(9), nullable=False),
    Column("due", BigInteger, nullable=False, comment="next attempt, or end of the lease"),
    Column("attempts", Integer, nullable=False),
    Column("token", String(32)),
    Column("held_on", Integer, comment="day"),
    Column("reason", String(40)),
    Column("kind", String(10), nullable=False, server_default=Kind.LETTER),
    Column("subject", String(120)),
    Column("sent", Integer, nullable=False, server_default="0"),
    UniqueConstraint("reference", "recipient", "kind", name="one_delivery_of_a_kind"),
    CheckConstraint(one_of("kind", Kind), name="known_kind"),
    CheckConstraint(one_of("state", State), name="known_state"),
    CheckConstraint("(state = 'leased') = (token IS NOT NULL)", name="no_half_lease"),
    CheckConstraint("(state = 'held') = (reason IS NOT NULL)", name="held_has_reason"),
    CheckConstraint("due % 300 = 0", name="coarse_time"),
    CheckConstraint("kind <> 'letter' OR state <> 'planned'", name="letter_is_not_planned"),
)
index("delivery_due", delivery.c.due, delivery.c.reference, delivery.c.id, only=OPEN)
index("delivery_held", delivery.c.reference, only=HELD)

practice = Table(
    "practice",
    metadata,
    Column("reference", String(16), nullable=False),
    Column("kind", String(5), nullable=False),
    Column("begun", BigInteger, nullable=False, comment="seconds UTC"),
    Column("acknowledged", BigInteger, comment="seconds UTC"),
    PrimaryKeyConstraint("reference", name="practice_pkey"),
    CheckConstraint("kind IN ('test', 'drill')", name="known_practice"),
)
"""Practice letters hold nobody's data, so their own times may be kept."""

thread = Table(
    "thread",
    metadata,
    Column("id", LargeBinary(16), nullable=False),
    Column("reference", String(16), ForeignKey("letter.reference"), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("used", Integer, nullable=False, server_default="0", comment="1: the code was typed"),
    Column("questions", Integer, nullable=False, server_default="0"),
    Column("asked_on", Integer, comment="day of the newest question"),
    Column("box", LargeBinary, comment="the open question, sealed"),
    Column("closed_on", Integer, comment="day; the newest question is open no more"),
    Column("no_more", Integer, nullable=False, server_default="0", comment="1: none is wanted"),
    PrimaryKeyConstraint("id", name="thread_pkey"),
    UniqueConstraint("reference", name="one_thread_of_a_letter"),
    CheckConstraint("questions BETWEEN 0 AND 5", name="five_questions"),
    CheckConstraint("(questions = 0) = (asked_on IS NULL)", name="asked_on_a_day"),
    CheckConstraint("box IS NULL OR (questions > 0 AND no_more = 0)", name="open_was_asked"),
    CheckConstraint("box IS NULL OR closed_on IS NULL", name="open_or_closed"),
)
"""What leads from a reporter's code to their letter. The id follows from the code, never back."""
