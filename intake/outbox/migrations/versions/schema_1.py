"""What 1.0.0 made: letters, deliveries, and the number 1.

A copy that never changes, so that a database of 1.0.0 is known however the tables of today look.
"""

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    insert,
    text,
)

revision = "1"
down_revision = None

metadata = MetaData()

schema_number = Table("schema_number", metadata, Column("number", Integer, primary_key=True))

UNFINISHED = text("open_since IS NOT NULL")
FINISHED = text("finished IS NOT NULL")
GONE = text("gone IS NOT NULL")
OPEN = text("state IN ('new', 'leased', 'postponed')")
HELD = text("state = 'held'")

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
    CheckConstraint("(body IS NULL) = (gone IS NOT NULL)", name="letter_or_tombstone"),
    CheckConstraint("(open_since IS NULL) = (finished IS NOT NULL)", name="open_or_finished"),
    CheckConstraint("unread_since IS NULL OR open_since IS NOT NULL", name="unread_only_when_open"),
    CheckConstraint("gone IS NULL OR finished IS NOT NULL", name="gone_only_when_finished"),
)
Index(
    "letter_open",
    letter.c.open_since,
    letter.c.unread_since,
    sqlite_where=UNFINISHED,
    postgresql_where=UNFINISHED,
)
Index("letter_finished", letter.c.finished, sqlite_where=FINISHED, postgresql_where=FINISHED)
Index("letter_gone", letter.c.gone, sqlite_where=GONE, postgresql_where=GONE)

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
    UniqueConstraint("reference", "recipient", name="one_delivery_per_recipient"),
    CheckConstraint(
        "state IN ('new', 'leased', 'postponed', 'accepted', 'held')", name="known_state"
    ),
    CheckConstraint("(state = 'leased') = (token IS NOT NULL)", name="no_half_lease"),
    CheckConstraint("(state = 'held') = (reason IS NOT NULL)", name="held_has_reason"),
    CheckConstraint("due % 300 = 0", name="coarse_time"),
)
Index(
    "delivery_due",
    delivery.c.due,
    delivery.c.reference,
    delivery.c.id,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)
Index("delivery_held", delivery.c.reference, sqlite_where=HELD, postgresql_where=HELD)


def upgrade() -> None:
    """For tests and for comparing: `init` makes the newest schema at once."""
    connection = op.get_bind()
    metadata.create_all(connection)
    connection.execute(insert(schema_number).values(number=1))
