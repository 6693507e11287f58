"""Each row is checked in words that SQLite reads faster; what is allowed stays the same.

Without `IN`, for which it makes a table of its own in each row that is written.
"""

from alembic import op
from sqlalchemy import CheckConstraint, Column, Index, Integer, MetaData, String, text

from intake.outbox.migrations.versions import schema_1, schema_3

revision = "5"
down_revision = "4"

metadata = MetaData()
letter = schema_1.letter.to_metadata(metadata)
letter.append_column(Column("standing", String(9)))
for name in ("awaited_since", "read_on", "closed_on", "asked_on"):
    letter.append_column(Column(name, Integer))
for name, words in (
    (
        "known_standing",
        "standing IN ('note', 'awaited', 'read', 'passed_on', 'finished', 'missed')",
    ),
    (
        "awaited_since_then",
        "(awaited_since IS NOT NULL) = (standing IS NOT NULL AND standing = 'awaited')",
    ),
    ("gone_only_when_not_awaited", "gone IS NULL OR awaited_since IS NULL"),
):
    letter.append_constraint(CheckConstraint(words, name=name))
Index(
    "letter_awaited",
    letter.c.awaited_since,
    sqlite_where=schema_3.AWAITED,
    postgresql_where=schema_3.AWAITED,
)
delivery = schema_3.delivery.to_metadata(metadata)
delivery.append_column(Column("subject", String(120)))
delivery.append_column(Column("sent", Integer, nullable=False, server_default="0"))
delivery.append_constraint(
    CheckConstraint("kind <> 'letter' OR state <> 'planned'", name="letter_is_not_planned")
)
"""Both as the steps before left them."""

KINDS = "(kind = 'letter' OR kind = 'reminder' OR kind = 'substitute')"
STATES = (
    "(state = 'planned' OR state = 'new' OR state = 'leased' OR state = 'postponed'"
    " OR state = 'accepted' OR state = 'held')"
)
STANDINGS = (
    "(standing = 'note' OR standing = 'awaited' OR standing = 'read' OR standing = 'passed_on'"
    " OR standing = 'finished' OR standing = 'missed')"
)
OPEN = text("(state = 'new' OR state = 'leased' OR state = 'postponed')")


def upgrade() -> None:
    """SQLite gets new tables and every row copied; PostgreSQL changes those it has."""
    with op.batch_alter_table("letter", copy_from=letter) as changed:
        changed.drop_constraint("known_standing", type_="check")
        changed.create_check_constraint("known_standing", STANDINGS)
    with op.batch_alter_table("delivery", copy_from=delivery) as changed:
        for name, words in (("known_kind", KINDS), ("known_state", STATES)):
            changed.drop_constraint(name, type_="check")
            changed.create_check_constraint(name, words)
        changed.drop_index("delivery_due")
    columns, only = ["due", "reference", "id"], OPEN
    op.create_index("delivery_due", "delivery", columns, sqlite_where=only, postgresql_where=only)
