"""Deliveries lent to one forwarder at a time.

Every verb carries the lease's token: a forwarder that was too slow cannot touch a delivery that has
since been lent to another.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, case, exists, select, update

from intake.message import Kind, SealedMessage
from intake.outbox import coarse, planned
from intake.outbox.planned import FAR_SECONDS, Schedule
from intake.outbox.schema import AWAITED, OPEN, UNFINISHED, State, delivery, letter

SECONDS = 900
"""How long a lease lasts: longer than the slowest talk with a mail server."""
HORIZON = 7_200
"""Longer than a lease and than any pause for a new try. What is due later than this, and later than
any letter's first pause, was written under another clock."""


# Built once: building a statement takes longer than running it, and these run for every letter.
_END = (
    update(delivery)
    .where(delivery.c.id == bindparam("lease_id"), delivery.c.token == bindparam("lease_token"))
    .values(
        token=None,
        state=bindparam("new_state"),
        due=bindparam("new_due"),
        attempts=bindparam("new_attempts"),
        reason=bindparam("new_reason"),
        held_on=bindparam("new_held_on"),
        sent=delivery.c.sent + bindparam("new_sent"),
    )
)
_UNLESS_SAID = {"new_due": 0, "new_reason": None, "new_held_on": None, "new_sent": 0}
_THIS = update(letter).where(letter.c.reference == bindparam("this"))
_READ = _THIS.values(unread_since=None)
"""Also locks the letter's row, so that of two forwarders the second sees what the first did."""
_MISSING = exists().where(
    delivery.c.reference == letter.c.reference,
    delivery.c.kind == Kind.LETTER,
    delivery.c.state != State.ACCEPTED,
)
_FINISH = _THIS.where(~_MISSING).values(open_since=None, finished=bindparam("today"))


_LENT = (
    *(delivery.c.id, delivery.c.reference, delivery.c.recipient, delivery.c.attempts),
    *(delivery.c.kind, delivery.c.subject, delivery.c.sent),
)


@dataclass(frozen=True, kw_only=True, repr=False)
class Lease:
    """One letter to one recipient, ours until `until`."""

    id: int
    token: str
    message: SealedMessage
    """With exactly one recipient."""
    attempts: int
    """Failed ones before this."""
    until: int
    kind: Kind = Kind.LETTER
    subject: str = ""
    """Instead of the letter's own; empty: it goes as it is."""
    went: int = 0
    """How often this delivery went before."""


def lend(connection: Connection, now: int, limit: int, first_pause: int) -> list[Lease]:
    """Lease up to `limit` deliveries that are due, or whose lease ran out.

    No letter waits longer than `first_pause` seconds before it is first tried.
    """
    _undo_clock_jump(connection, now, max(HORIZON, first_pause))
    due = select(delivery.c.id).where(OPEN, delivery.c.due <= now)
    due = due.order_by(delivery.c.due, delivery.c.reference, delivery.c.id).limit(limit)
    ids = connection.scalars(due.with_for_update(skip_locked=True)).all()
    if not ids:
        return []
    token = secrets.token_hex(16)
    lent = update(delivery).where(delivery.c.id.in_(ids))
    lent = lent.values(state=State.LEASED, token=token, due=coarse.five_minutes(now + SECONDS))
    rows = connection.execute(lent.returning(*_LENT)).all()
    bodies = _bodies(connection, {row.reference for row in rows})
    return [
        Lease(
            id=row.id,
            token=token,
            message=SealedMessage(row.reference, (row.recipient,), bodies[row.reference]),
            attempts=row.attempts,
            until=now + SECONDS,
            kind=Kind(row.kind),
            subject=row.subject or "",
            went=row.sent,
        )
        for row in rows
    ]


def _undo_clock_jump(connection: Connection, now: int, horizon: int) -> None:
    """A clock that was set back must not make letters wait, or be young, until it is there again.

    Only what stands in a future that cannot be is touched; a letter's age then counts from now.
    """
    longest = case((delivery.c.kind == Kind.LETTER, horizon), else_=FAR_SECONDS)
    ahead = update(delivery).where(OPEN, delivery.c.due > coarse.five_minutes(now) + longest)
    connection.execute(ahead.values(due=coarse.midnight(now)))
    hour = coarse.hour(now)
    for since, only in (
        (letter.c.open_since, UNFINISHED),
        (letter.c.unread_since, UNFINISHED),
        (letter.c.awaited_since, AWAITED),
    ):
        younger = update(letter).where(only, since > hour)
        connection.execute(younger.values({since: hour}))


def _bodies(connection: Connection, references: set[str]) -> dict[str, bytes]:
    wanted = letter.c.reference.in_(sorted(references))
    rows = connection.execute(select(letter.c.reference, letter.c.body).where(wanted))
    return {row.reference: row.body for row in rows}


def accepted(
    connection: Connection, done: Sequence[Lease], now: int, schedule: Schedule | None
) -> int:
    """The recipients' mail servers have these; how many were still ours."""
    if not done:
        return 0
    done = sorted(done, key=lambda lease: lease.id)
    ended = connection.execute(_END, [_accepted(lease, now, schedule) for lease in done]).rowcount
    if ended:
        # In one order everywhere, so that two forwarders never wait for each other.
        whole = [lease.message for lease in done if lease.kind is Kind.LETTER]
        if schedule:
            pairs = [(message.reference, message.recipients[0]) for message in whole]
            planned.begin(connection, pairs, schedule, now)
        references = sorted({message.reference for message in whole})
        _note_letters(connection, references, coarse.day(now))
    return ended


def _accepted(lease: Lease, now: int, schedule: Schedule | None) -> dict[str, Any]:
    if lease.kind is Kind.LETTER:
        return _of(lease) | {"new_state": State.ACCEPTED}
    return _of(lease) | planned.next_turn(lease.went + 1, schedule, now)


def _note_letters(connection: Connection, references: Sequence[str], today: int) -> None:
    """Once one recipient has a letter, and once all have it."""
    if references:
        connection.execute(_READ, [{"this": reference} for reference in references])
        every = [{"this": reference, "today": today} for reference in references]
        connection.execute(_FINISH, every)


def postpone(connection: Connection, lease: Lease, until: int) -> bool:
    """Try again at `until`. False when the lease was no longer ours."""
    attempts = lease.attempts + 1
    due = coarse.five_minutes(until)
    return _end(connection, lease, new_state=State.POSTPONED, new_due=due, new_attempts=attempts)


def give_back(connection: Connection, lease: Lease) -> bool:
    """Nothing was tried: as it was before, due at once. False when it was no longer ours."""
    state = State.POSTPONED if lease.attempts else State.NEW
    return _end(connection, lease, new_state=state)


def hold(connection: Connection, lease: Lease, now: int, reason: str) -> bool:
    """Keep it for a human. False when the lease was no longer ours."""
    reasons = {"new_reason": reason[:40], "new_held_on": coarse.day(now)}
    return _end(connection, lease, new_state=State.HELD, **reasons)


def _end(connection: Connection, lease: Lease, **values: Any) -> bool:
    return connection.execute(_END, _of(lease) | values).rowcount == 1


def _of(lease: Lease) -> dict[str, Any]:
    """What ends this lease, and nothing else of the delivery changed."""
    which = {"lease_id": lease.id, "lease_token": lease.token, "new_attempts": lease.attempts}
    return which | _UNLESS_SAID
