"""Practice letters: when one was sent, and when a human acknowledged it."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from intake.outbox.schema import Practice, practice


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One practice letter; seconds UTC, for it holds nobody's data."""

    reference: str
    kind: Practice
    begun: int
    acknowledged: int | None


def begin(connection: Connection, reference: str, kind: Practice, now: int) -> None:
    """A practice letter is put in the outbox."""
    connection.execute(insert(practice).values(reference=reference, kind=kind, begun=now))


def tried(connection: Connection, kind: Practice) -> list[Tried]:
    """All of a kind, the newest first."""
    query = select(practice).where(practice.c.kind == kind)
    rows = connection.execute(query.order_by(practice.c.begun.desc(), practice.c.reference))
    return [
        Tried(
            reference=row.reference,
            kind=Practice(row.kind),
            begun=row.begun,
            acknowledged=row.acknowledged,
        )
        for row in rows
    ]
