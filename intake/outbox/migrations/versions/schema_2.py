"""Deliveries get a kind (letter, reminder, substitute), one of each to a recipient.

And Alembic keeps the number from here on: 1.0.0 kept it in a table of its own, which goes, so that
1.0.0 does not take this database for one of its own.
"""

from alembic import op
from sqlalchemy import Column, String

from intake.outbox.migrations.versions import schema_1

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """SQLite gets a new table and every row copied; PostgreSQL changes the one it has."""
    with op.batch_alter_table("delivery", copy_from=schema_1.delivery) as delivery:
        delivery.add_column(Column("kind", String(10), nullable=False, server_default="letter"))
        delivery.drop_constraint("one_delivery_per_recipient", type_="unique")
        delivery.create_unique_constraint(
            "one_delivery_of_a_kind", ["reference", "recipient", "kind"]
        )
        delivery.create_check_constraint(
            "known_kind", "kind IN ('letter', 'reminder', 'substitute')"
        )
    op.drop_table("schema_number")
