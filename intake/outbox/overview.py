"""What the operator may know and do: counts, ages in hours, references; never a content."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Select, distinct, exists, func, or_, select, update

from intake.message import Kind
from intake.outbox import coarse
from intake.outbox.schema import HELD, OPEN, UNFINISHED, Standing, State, delivery, letter


@dataclass(frozen=True, kw_only=True)
class Purged:
    """What a purge did."""

    letters: int
    """Letters that became tombstones."""
    tombstones: int
    """Tombstones that went."""
    wiped: bool
    """SQLite's log holds no deleted byte any more; False: purge again."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How the outbox stands."""

    waiting: int
    """Letters that go on by themselves to at least one recipient."""
    held: int
    """Letters held for a human for at least one recipient."""
    oldest_hours: int
    """Age of the oldest letter that no recipient's mail server has accepted."""
    unfinished_hours: int
    """Age of the oldest letter that is not accepted everywhere."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A delivery that a human must look at."""

    reference: str
    recipient: str
    since: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """A letter by its outcome."""

    reference: str
    day: date
    accepted: bool
    """Everywhere."""
    held: bool
    """For at least one recipient."""
    standing: Standing | None = None
    """What a human did with it."""


def count(connection: Connection, now: int) -> Counts:
    """Counts of what waits or is held, and ages."""

    def number(query: Select[int]) -> int | None:
        return connection.scalar(query)

    waiting = select(func.count(distinct(delivery.c.reference)))
    waiting = waiting.where(OPEN, delivery.c.kind == Kind.LETTER)
    held = select(func.count(distinct(delivery.c.reference))).where(HELD)
    unread = select(func.min(letter.c.unread_since)).where(UNFINISHED)
    unfinished = select(func.min(letter.c.open_since)).where(UNFINISHED)
    return Counts(
        waiting=number(waiting) or 0,
        held=number(held) or 0,
        oldest_hours=coarse.hours_since(number(unread), now),
        unfinished_hours=coarse.hours_since(number(unfinished), now),
    )


def held(connection: Connection) -> list[Held]:
    """Every delivery that is held, oldest first."""
    columns = (delivery.c.reference, delivery.c.recipient, delivery.c.held_on, delivery.c.reason)
    order = (delivery.c.held_on, delivery.c.reference, delivery.c.recipient)
    rows = connection.execute(select(*columns).where(HELD).order_by(*order))
    return [
        Held(
            reference=row.reference,
            recipient=row.recipient,
            since=coarse.as_date(row.held_on),
            reason=row.reason,
        )
        for row in rows
    ]


def known(connection: Connection, since: date) -> list[Known]:
    """Every letter of `since` or later that is not cleared yet, oldest first."""
    stuck = exists().where(delivery.c.reference == letter.c.reference, HELD)
    columns = (letter.c.reference, letter.c.day, letter.c.finished, stuck.label("stuck"))
    is_no_note = or_(letter.c.standing.is_(None), letter.c.standing != Standing.NOTE)
    query = select(*columns, letter.c.standing)
    query = query.where(letter.c.day >= coarse.day_of(since), is_no_note)
    rows = connection.execute(query.order_by(letter.c.day, letter.c.reference))
    return [
        Known(
            reference=row.reference,
            day=coarse.as_date(row.day),
            accepted=row.finished is not None,
            held=bool(row.stuck),
            standing=row.standing and Standing(row.standing),
        )
        for row in rows
    ]


def release(connection: Connection, reference: str) -> int:
    """Let what is held of a letter be tried again now; how many deliveries that was."""
    deliveries = update(delivery).where(delivery.c.reference == reference, HELD)
    as_new = {"state": State.NEW, "due": 0, "attempts": 0, "reason": None, "held_on": None}
    return connection.execute(deliveries.values(as_new)).rowcount


def resend(connection: Connection, reference: str, now: int) -> int:
    """Send a kept letter again to everyone who has it; how many deliveries that was."""
    kept = update(letter).where(letter.c.reference == reference, letter.c.body.is_not(None))
    since = func.coalesce(letter.c.open_since, coarse.hour(now))
    again = kept.values(open_since=since, finished=None)
    if connection.execute(again).rowcount == 0:
        return 0
    accepted = delivery.c.kind == Kind.LETTER, delivery.c.state == State.ACCEPTED
    deliveries = update(delivery).where(delivery.c.reference == reference, *accepted)
    return connection.execute(deliveries.values(state=State.NEW, due=0, attempts=0)).rowcount
