"""Letters can have a thread: what the reporter's code leads to, and a sealed question to them.

Nothing of what is there changes: letters from before have no thread.
"""

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
)

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """One new table, on both databases."""
    op.create_table(
        "thread",
        Column("id", LargeBinary(16), nullable=False),
        Column("reference", String(16), ForeignKey("letter.reference"), nullable=False),
        Column("public_key", LargeBinary, nullable=False),
        Column(
            "used", Integer, nullable=False, server_default="0", comment="1: the code was typed"
        ),
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
