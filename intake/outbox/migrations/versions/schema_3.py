"""Letters get a place for what a human did with them, deliveries a plan, practice letters a table.

Nothing of a letter that is there changes: nobody is asked to acknowledge it.
"""

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

from intake.outbox.migrations.versions import schema_1

revision = "3"
down_revision = "2"

AWAITED = text("awaited_since IS NOT NULL")

metadata = MetaData()
schema_1.letter.to_metadata(metadata)
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
    Column("kind", String(10), nullable=False, server_default="letter"),
    UniqueConstraint("reference", "recipient", "kind", name="one_delivery_of_a_kind"),
    CheckConstraint("kind IN ('letter', 'reminder', 'substitute')", name="known_kind"),
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
    sqlite_where=schema_1.OPEN,
    postgresql_where=schema_1.OPEN,
)
Index(
    "delivery_held",
    delivery.c.reference,
    sqlite_where=schema_1.HELD,
    postgresql_where=schema_1.HELD,
)
"""As the step before left it."""


def upgrade() -> None:
    """SQLite gets new tables and every row copied; PostgreSQL changes those it has."""
    _letters()
    _deliveries()
    op.create_table(
        "practice",
        Column("reference", String(16), nullable=False),
        Column("kind", String(5), nullable=False),
        Column("begun", BigInteger, nullable=False, comment="seconds UTC"),
        Column("acknowledged", BigInteger, comment="seconds UTC"),
        PrimaryKeyConstraint("reference", name="practice_pkey"),
        CheckConstraint("kind IN ('test', 'drill')", name="known_practice"),
    )


_STANDINGS = "standing IN ('note', 'awaited', 'read', 'passed_on', 'finished', 'missed')"
_SINCE_THEN = "(awaited_since IS NOT NULL) = (standing IS NOT NULL AND standing = 'awaited')"


def _letters() -> None:
    with op.batch_alter_table("letter", copy_from=schema_1.letter) as letter:
        letter.add_column(Column("standing", String(9)))
        since = Column("awaited_since", Integer, comment="hour; NULL when no human is waited for")
        letter.add_column(since)
        for name in ("read_on", "closed_on", "asked_on"):
            letter.add_column(Column(name, Integer, comment="day"))
        for name, condition in (
            ("known_standing", _STANDINGS),
            ("awaited_since_then", _SINCE_THEN),
            ("gone_only_when_not_awaited", "gone IS NULL OR awaited_since IS NULL"),
        ):
            letter.create_check_constraint(name, condition)
    columns, only = ["awaited_since"], AWAITED
    op.create_index("letter_awaited", "letter", columns, sqlite_where=only, postgresql_where=only)


def _deliveries() -> None:
    with op.batch_alter_table("delivery", copy_from=delivery) as changed:
        changed.add_column(Column("subject", String(120)))
        changed.add_column(Column("sent", Integer, nullable=False, server_default="0"))
        changed.drop_constraint("known_state", type_="check")
        changed.create_check_constraint(
            "known_state",
            "state IN ('planned', 'new', 'leased', 'postponed', 'accepted', 'held')",
        )
        changed.create_check_constraint(
            "letter_is_not_planned", "kind <> 'letter' OR state <> 'planned'"
        )
