"""What humans did with letters: acknowledged, passed on, finished; and who is still waited for.

No row tells who acknowledged. Every act is told in a sealed note of the same transaction, and one
act is told once however often it is sent.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, delete, func, or_, select, update

from intake.message import Kind, SealedMessage
from intake.outbox import coarse, letters
from intake.outbox.letters import Submission
from intake.outbox.schema import AWAITED, Practice, Standing, State, delivery, letter, practice

ACTS = (Standing.READ, Standing.PASSED_ON, Standing.FINISHED)
_ANSWERED = (*ACTS, Standing.AWAITED, Standing.MISSED)
"""Letters that can be acknowledged, be it again or too late."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a coordinator who has the code may know of a letter."""

    day: date
    standing: Standing | None
    read_on: date | None
    """Of a test letter too, which nobody waits for."""
    practice: Practice | None
    substitutes: tuple[str, ...]
    """Addresses of the substitutes who were mailed it."""


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """Letters that no human has acknowledged."""

    letters: int
    oldest_hours: int
    ending: int
    """Of those, how many are deleted within a week."""


def seen(connection: Connection, reference: str) -> Seen | None:
    """One letter or tombstone; None when it is not there."""
    tried = practice.c.reference == letter.c.reference
    columns = (letter.c.day, letter.c.standing, letter.c.read_on, practice.c.kind)
    query = select(*columns, practice.c.acknowledged).join_from(
        letter, practice, tried, isouter=True
    )
    row = connection.execute(query.where(letter.c.reference == reference)).first()
    if row is None:
        return None
    tried_on = None if row.acknowledged is None else coarse.day(row.acknowledged)
    read_on = tried_on if row.read_on is None else row.read_on
    mailed = select(delivery.c.recipient).where(
        delivery.c.reference == reference, delivery.c.kind == Kind.SUBSTITUTE, delivery.c.sent > 0
    )
    return Seen(
        day=coarse.as_date(row.day),
        standing=row.standing and Standing(row.standing),
        read_on=None if read_on is None else coarse.as_date(read_on),
        practice=row.kind and Practice(row.kind),
        substitutes=tuple(connection.scalars(mailed.order_by(delivery.c.id))),
    )


def acknowledge(
    connection: Connection, reference: str, act: Standing, told: tuple[SealedMessage, Submission]
) -> None:
    """A human has the letter: nothing of it is lent after this, and the note goes to all."""
    note, sent = told
    _cancel(connection, reference)
    _note_standing(connection, reference, act, sent.now)
    first = practice.c.reference == reference, practice.c.acknowledged.is_(None)
    connection.execute(update(practice).where(*first).values(acknowledged=sent.now))
    if letters.find(connection, sent.id) is None:
        letters.put(connection, note, sent, standing=Standing.NOTE)


def _cancel(connection: Connection, reference: str) -> None:
    """A substitute who was mailed it, or is at this moment, stays on the list of who was."""
    planned = delivery.c.reference == reference, delivery.c.kind != Kind.LETTER
    in_turn = select(delivery.c.id).where(*planned).order_by(delivery.c.id).with_for_update()
    ids = connection.scalars(in_turn).all()
    is_mailed = or_(delivery.c.sent > 0, delivery.c.state == State.LEASED)
    mailed = delivery.c.id.in_(ids), delivery.c.kind == Kind.SUBSTITUTE, is_mailed
    end = {"state": State.ACCEPTED, "token": None, "reason": None, "held_on": None}
    sent = func.coalesce(func.nullif(delivery.c.sent, 0), 1)
    connection.execute(update(delivery).where(*mailed).values(sent=sent, **end))
    rest = delivery.c.id.in_(ids), ~((delivery.c.kind == Kind.SUBSTITUTE) & (delivery.c.sent > 0))
    connection.execute(delete(delivery).where(*rest))


def _note_standing(connection: Connection, reference: str, act: Standing, now: int) -> None:
    """Whoever takes a letter that is passed on or finished already does not open it again."""
    today = coarse.day(now)
    values: dict[str, Any] = {
        "awaited_since": None,
        "read_on": func.coalesce(letter.c.read_on, today),
    }
    is_open = letter.c.standing.in_((Standing.AWAITED, Standing.MISSED))
    if act is Standing.READ:
        values["standing"] = case((is_open, act), else_=letter.c.standing)
    else:
        values |= {"standing": act, "closed_on": func.coalesce(letter.c.closed_on, today)}
    which = letter.c.reference == reference, letter.c.standing.in_(_ANSWERED)
    connection.execute(update(letter).where(*which).values(values))


def awaited(connection: Connection, now: int, ending_after_days: int) -> Awaited:
    """How many wait for a human, and for how long."""
    waits = select(func.count(), func.min(letter.c.awaited_since)).where(AWAITED)
    count, since = connection.execute(waits).one()
    last = coarse.day(now) - ending_after_days
    ending = select(func.count()).where(AWAITED, letter.c.finished <= last)
    return Awaited(
        letters=count,
        oldest_hours=coarse.hours_since(since, now),
        ending=connection.scalar(ending) or 0,
    )


def unfinished(connection: Connection, now: int, days: int) -> list[str]:
    """Letters that were read so many days ago and of which nobody has said that they are closed."""
    drills = select(practice.c.reference)
    query = select(letter.c.reference).where(
        letter.c.standing == Standing.READ,
        letter.c.asked_on.is_(None),
        letter.c.read_on <= coarse.day(now) - days,
        letter.c.reference.not_in(drills),
    )
    return list(connection.scalars(query.order_by(letter.c.reference)))


def ask(connection: Connection, reference: str, told: tuple[SealedMessage, Submission]) -> None:
    """Ask once whether a letter is closed."""
    note, sent = told
    which = letter.c.reference == reference, letter.c.asked_on.is_(None)
    today = coarse.day(sent.now)
    if connection.execute(update(letter).where(*which).values(asked_on=today)).rowcount:
        letters.put(connection, note, sent, standing=Standing.NOTE)
